package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

func insertReset(ctx context.Context, q querier, userID uuid.UUID, digest []byte, now, expires time.Time) error {
	_, err := q.Exec(ctx, `INSERT INTO auth.password_resets (token_hash, user_id, created_at, expires_at)
		VALUES (@digest, @user, @now, @expires)`,
		pgx.StrictNamedArgs{"digest": digest, "user": userID, "now": now, "expires": expires})
	if err != nil {
		return fmt.Errorf("auth: request reset: %w", err)
	}
	return nil
}

func accountByReset(ctx context.Context, q querier, digest []byte, now time.Time) (account, error) {
	return oneAccount(ctx, q, `SELECT u.id, u.email, u.name, u.session_epoch AS epoch,
		u.password_hash <> '' AS has_password, u.disabled_at IS NOT NULL AS disabled, u.keys_off, u.password_hash
		FROM auth.password_resets r JOIN auth.users u ON u.id = r.user_id
		WHERE r.token_hash = @digest AND r.used_at IS NULL AND r.expires_at > @now AND u.disabled_at IS NULL`,
		pgx.StrictNamedArgs{"digest": digest, "now": now})
}

// useReset marks a reset as used; the second of two at once finds that it is.
func useReset(ctx context.Context, q querier, digest []byte, now time.Time) error {
	tag, err := q.Exec(ctx, `UPDATE auth.password_resets SET used_at = @now
		WHERE token_hash = @digest AND used_at IS NULL AND expires_at > @now`,
		pgx.StrictNamedArgs{"digest": digest, "now": now})
	if err != nil {
		return fmt.Errorf("auth: reset: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return errResetGone
	}
	return nil
}
