// Package mail sends e-mails: invitations, password resets, reminders and the summaries of reviews.
//
// A letter is queued in the transaction that causes it and sent afterwards, so that none is sent for what did not
// happen and none is lost when the mail server is away. Without a mail server, in development, letters stay in the
// outbox.
package mail

import (
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"quarterdeck/internal/base/fault"
)

// TLS is how the connection to the mail server is kept private.
type TLS string

// The ways to connect: STARTTLS is required, not merely tried; Plain is for a server on the same machine.
const (
	StartTLS TLS = "starttls"
	Implicit TLS = "tls"
	Plain    TLS = "none"
)

// Config is the mail server. Without a Host nothing is sent.
type Config struct {
	Host        string
	Port        int // zero: 587, 465 or 25, as TLS has it
	User        string
	Password    string
	From        string // "Quarterdeck <no-reply@example.com>"
	TLS         TLS    // empty: StartTLS
	Development bool   // letters may be read in the outbox
}

// Mailer sends letters and, in development, shows them.
type Mailer struct {
	config   Config
	from     *mail.Address
	now      func() time.Time
	patience time.Duration
}

// Message is a letter in plain text.
type Message struct {
	To      string
	Subject string
	Body    string
}

// New makes a mailer, or says what is wrong with the configuration.
func New(config Config, now func() time.Time) (*Mailer, error) {
	m := &Mailer{config: config, now: now, patience: patience}
	if config.Host == "" {
		return m, nil
	}
	switch config.TLS {
	case "":
		m.config.TLS = StartTLS
	case StartTLS, Implicit, Plain:
	default:
		return nil, fault.New(fault.Invalid,
			fmt.Sprintf("%q is not a mail encryption setting. Use starttls, tls or none.", config.TLS))
	}
	if config.Port < 0 || config.Port > 65535 {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("%d is not a valid port for the mail server.", config.Port))
	}
	var err error
	if m.from, err = mail.ParseAddress(config.From); err != nil {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("%q is not a valid sender address.", config.From))
	}
	return m, nil
}

// Sends tells whether there is a mail server; without one Send keeps letters in the outbox, in development, or fails.
func (m *Mailer) Sends() bool { return m.config.Host != "" }

// check refuses a recipient that is more than one bare address, and keeps the subject on one line: neither can add a
// header.
func (msg Message) check() (Message, error) {
	parsed, err := mail.ParseAddress(msg.To)
	if err != nil || parsed.Address != msg.To || strings.ContainsFunc(msg.To, unicode.IsControl) {
		return Message{}, fault.New(fault.Invalid, "An e-mail needs the address of one person.")
	}
	msg.Subject = line(msg.Subject)
	if msg.Subject == "" || strings.TrimSpace(msg.Body) == "" {
		return Message{}, fault.New(fault.Invalid, "An e-mail needs a subject and a text.")
	}
	msg.Body = printable(msg.Body)
	return msg, nil
}

// longest is how much of a name that somebody else chose a letter repeats.
const longest = 120

// line makes one short line of a text that somebody else chose.
func line(s string) string {
	runes := []rune(strings.Join(strings.Fields(printable(s)), " "))
	if len(runes) > longest {
		runes = append(runes[:longest-1], '…')
	}
	return string(runes)
}

// printable drops what is no text: control characters other than line breaks and tabs, marks that turn the direction of
// writing, broken UTF-8.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
