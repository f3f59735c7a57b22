package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// errGone says that a session was signed out, or ended, while a request of it was under way. Nothing brings it back.
var errGone = errors.New("auth: the session has ended meanwhile")

// traceKey finds in a request's context what is known of its session's row.
type traceKey struct{}

// trace is the token whose row a request has read or written.
type trace struct{ token string }

// traced remembers the row of a session through a request.
func traced(ctx context.Context) (context.Context, *trace) {
	t := &trace{}
	return context.WithValue(ctx, traceKey{}, t), t
}

// store keeps the rows of sessions. A row that was there when its request began is changed and never added again, so
// that a request under way does not bring back a session that was signed out meanwhile. What it looks up ends with its
// request.
type store struct{ pool *pgxpool.Pool }

// FindCtx reads a session that has not ended.
func (s store) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT data FROM auth.sessions WHERE token = $1 AND current_timestamp < expiry`,
		token).Scan(&data)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("auth: find session: %w", err)
	}
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		t.token = token
	}
	return data, true, nil
}

// CommitCtx writes a session: a new one, or one that is still there.
func (s store) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	t, ok := ctx.Value(traceKey{}).(*trace)
	if !ok || t.token != token {
		_, err := s.pool.Exec(ctx, `INSERT INTO auth.sessions (token, data, expiry) VALUES ($1, $2, $3)
			ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`, token, data, expiry)
		if err != nil {
			return fmt.Errorf("auth: begin session: %w", err)
		}
		if ok {
			t.token = token
		}
		return nil
	}
	tag, err := s.pool.Exec(ctx, `UPDATE auth.sessions SET data = $2, expiry = $3 WHERE token = $1`,
		token, data, expiry)
	if err != nil {
		return fmt.Errorf("auth: keep session: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return errGone
	}
	return nil
}

// DeleteCtx removes a session.
func (s store) DeleteCtx(ctx context.Context, token string) error {
	if _, err := s.pool.Exec(ctx, `DELETE FROM auth.sessions WHERE token = $1`, token); err != nil {
		return fmt.Errorf("auth: remove session: %w", err)
	}
	return nil
}

// Find is FindCtx without a request.
func (s store) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a request.
func (s store) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a request.
func (s store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
