package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/base/fault"
)

// Execer is a transaction, or the pool where there is none.
type Execer interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// Letter is a message in the outbox. Its Body is empty once it has been sent, for it may have held a token.
type Letter struct {
	ID        uuid.UUID
	Recipient string
	Subject   string
	Body      string
	CreatedAt time.Time
	SentAt    *time.Time
	Failure   string // what the mail server said last; empty once it is sent
}

// Queue stores a letter in the transaction that causes it. Send sends it once that is committed.
func Queue(ctx context.Context, q Execer, msg Message, now time.Time) (uuid.UUID, error) {
	msg, err := msg.check()
	if err != nil {
		return uuid.Nil, err
	}
	id := uuid.Must(uuid.NewV7())
	_, err = q.Exec(ctx, `INSERT INTO auth.mails (id, recipient, subject, body, created_at)
		VALUES (@id, @to, @subject, @body, @now)`,
		pgx.StrictNamedArgs{"id": id, "to": msg.To, "subject": msg.Subject, "body": msg.Body, "now": now})
	if err != nil {
		return uuid.Nil, fmt.Errorf("mail: queue: %w", err)
	}
	return id, nil
}

// Outbox lists the latest letters, the newest first. Outside development it is NotFound: who reads a letter can follow
// its link.
func (m *Mailer) Outbox(ctx context.Context, pool *pgxpool.Pool, limit int) ([]Letter, error) {
	if !m.config.Development {
		return nil, fault.New(fault.NotFound, "There is no outbox on this server.")
	}
	rows, err := pool.Query(ctx, `SELECT id, recipient, subject, body, created_at, sent_at, failure FROM auth.mails
		ORDER BY created_at DESC, id DESC LIMIT @limit`, pgx.StrictNamedArgs{"limit": limit})
	if err != nil {
		return nil, fmt.Errorf("mail: outbox: %w", err)
	}
	letters, err := pgx.CollectRows(rows, pgx.RowToStructByName[Letter])
	if err != nil {
		return nil, fmt.Errorf("mail: outbox: %w", err)
	}
	return letters, nil
}

// lockLetter holds a letter until the transaction ends, so that two workers do not both send it.
func lockLetter(ctx context.Context, tx pgx.Tx, id uuid.UUID) (Letter, error) {
	rows, err := tx.Query(ctx, `SELECT id, recipient, subject, body, created_at, sent_at, failure FROM auth.mails
		WHERE id = @id FOR UPDATE`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return Letter{}, fmt.Errorf("mail: letter: %w", err)
	}
	letter, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Letter])
	if errors.Is(err, pgx.ErrNoRows) {
		return Letter{}, fault.New(fault.NotFound, "There is no such e-mail.")
	}
	if err != nil {
		return Letter{}, fmt.Errorf("mail: letter: %w", err)
	}
	return letter, nil
}

func markSent(ctx context.Context, tx pgx.Tx, id uuid.UUID, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE auth.mails SET sent_at = @now, body = '', failure = '' WHERE id = @id`,
		pgx.StrictNamedArgs{"id": id, "now": now})
	if err != nil {
		return fmt.Errorf("mail: mark sent: %w", err)
	}
	return nil
}

func markFailed(ctx context.Context, tx pgx.Tx, id uuid.UUID, failure string) error {
	_, err := tx.Exec(ctx, `UPDATE auth.mails SET failure = @failure WHERE id = @id`,
		pgx.StrictNamedArgs{"id": id, "failure": failure})
	if err != nil {
		return fmt.Errorf("mail: mark failed: %w", err)
	}
	return nil
}
