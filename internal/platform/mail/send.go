package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	smtp "github.com/wneessen/go-mail"
)

// patience is how long a mail server may take for one letter.
const patience = 20 * time.Second

var errNoServer = errors.New("mail: no mail server is configured, so the letter was not sent: set the SMTP host")

// Send hands a queued letter to the mail server, empties it and notes when. A failure is noted with the letter and
// returned, so that the job tries again. A letter that has been sent is not sent again; if the machine stops between
// the server's answer and the note, it is. Without a mail server it fails, except in development, where the letter
// stays in the outbox.
func (m *Mailer) Send(ctx context.Context, pool *pgxpool.Pool, id uuid.UUID) error {
	if !m.Sends() && m.config.Development {
		return nil
	}
	var failure error
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		letter, err := lockLetter(ctx, tx, id)
		if err != nil || letter.SentAt != nil {
			return err
		}
		if failure = m.deliver(ctx, letter); failure != nil {
			return markFailed(ctx, tx, id, line(failure.Error()))
		}
		return markSent(ctx, tx, id, m.now())
	})
	return errors.Join(failure, err)
}

func (m *Mailer) deliver(ctx context.Context, letter Letter) error {
	if !m.Sends() {
		return errNoServer
	}
	msg, err := m.compose(letter)
	if err != nil {
		return fmt.Errorf("mail: compose: %w", err)
	}
	client, err := smtp.NewClient(m.config.Host, m.options()...)
	if err != nil {
		return fmt.Errorf("mail: client: %w", err)
	}
	// a server that hangs up after it took the letter has it
	if err := client.DialAndSendWithContext(ctx, msg); err != nil && !msg.IsDelivered() {
		return fmt.Errorf("mail: send: %w", err)
	}
	return nil
}

func (m *Mailer) compose(letter Letter) (*smtp.Msg, error) {
	msg := smtp.NewMsg(smtp.WithNoDefaultUserAgent())
	msg.FromMailAddress(m.from)
	if err := msg.To(letter.Recipient); err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(m.from.Address, "@")
	// the same at each attempt, so that a second copy is known as one
	msg.SetMessageIDWithValue(letter.ID.String() + "@" + domain)
	msg.SetDateWithValue(letter.CreatedAt)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // no out-of-office answers (RFC 3834)
	msg.Subject(letter.Subject)
	msg.SetBodyString(smtp.TypeTextPlain, letter.Body)
	return msg, nil
}

func (m *Mailer) options() []smtp.Option {
	port, tls := 587, smtp.WithTLSPolicy(smtp.TLSMandatory)
	switch m.config.TLS {
	case Implicit:
		port, tls = 465, smtp.WithSSL()
	case Plain:
		port, tls = 25, smtp.WithTLSPolicy(smtp.NoTLS)
	}
	if m.config.Port != 0 {
		port = m.config.Port
	}
	options := []smtp.Option{smtp.WithPort(port), tls, smtp.WithTimeout(m.patience)}
	if m.config.User != "" {
		options = append(options, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover), smtp.WithUsername(m.config.User),
			smtp.WithPassword(m.config.Password))
	}
	return options
}
