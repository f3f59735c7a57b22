package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/base/fault"
)

// account is a user with what their password is held against; it does not leave the package.
type account struct {
	User
	PasswordHash string
}

// accountColumns are those of an account.
const accountColumns = `id, email, name, session_epoch AS epoch, password_hash <> '' AS has_password,
	disabled_at IS NOT NULL AS disabled, keys_off, password_hash`

func accountByEmail(ctx context.Context, q querier, email string) (account, error) {
	return oneAccount(ctx, q, `SELECT `+accountColumns+` FROM auth.users WHERE email = @email`,
		pgx.StrictNamedArgs{"email": email})
}

func accountByID(ctx context.Context, q querier, id uuid.UUID) (account, error) {
	return oneAccount(ctx, q, `SELECT `+accountColumns+` FROM auth.users WHERE id = @id`,
		pgx.StrictNamedArgs{"id": id})
}

// insertUser adds an account; pgx.ErrNoRows means that the address has one.
func insertUser(ctx context.Context, q querier, email, name, phc string, now time.Time) (User, error) {
	found, err := oneAccount(ctx, q, `INSERT INTO auth.users (id, email, name, password_hash, created_at)
		VALUES (@id, @email, @name, @hash, @now)
		ON CONFLICT (email) DO NOTHING RETURNING `+accountColumns,
		pgx.StrictNamedArgs{"id": uuid.Must(uuid.NewV7()), "email": email, "name": name, "hash": phc, "now": now})
	// Postgres has a small letter that Go does not know
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "23514" {
		return User{}, fault.On("email", "Write the e-mail address in lowercase.")
	}
	return found.User, err
}

// firstPassword sets the password of an account that has none; pgx.ErrNoRows means that there is no such account.
func firstPassword(ctx context.Context, q querier, email, phc string) (User, error) {
	found, err := oneAccount(ctx, q, `UPDATE auth.users SET password_hash = @hash, session_epoch = session_epoch + 1
		WHERE email = @email AND password_hash = '' AND disabled_at IS NULL
		RETURNING `+accountColumns,
		pgx.StrictNamedArgs{"email": email, "hash": phc})
	return found.User, err
}

// replacePassword sets a password and ends the sessions, and the resets, that the old one began.
func replacePassword(ctx context.Context, q querier, id uuid.UUID, phc string, now time.Time) (User, error) {
	found, err := oneAccount(ctx, q, `UPDATE auth.users SET password_hash = @hash, session_epoch = session_epoch + 1
		WHERE id = @id
		RETURNING `+accountColumns,
		pgx.StrictNamedArgs{"id": id, "hash": phc})
	if err != nil {
		return User{}, orNotFound(err)
	}
	_, err = q.Exec(ctx, `UPDATE auth.password_resets SET used_at = @now WHERE user_id = @id AND used_at IS NULL`,
		pgx.StrictNamedArgs{"id": id, "now": now})
	if err != nil {
		return User{}, fmt.Errorf("auth: end resets: %w", err)
	}
	return found.User, nil
}

// renewHash stores the same password at today's cost, unless it was changed meanwhile.
func renewHash(ctx context.Context, q querier, id uuid.UUID, old, phc string) error {
	_, err := q.Exec(ctx, `UPDATE auth.users SET password_hash = @hash WHERE id = @id AND password_hash = @old`,
		pgx.StrictNamedArgs{"id": id, "old": old, "hash": phc})
	if err != nil {
		return fmt.Errorf("auth: renew hash: %w", err)
	}
	return nil
}

func oneAccount(ctx context.Context, q querier, sql string, args pgx.StrictNamedArgs) (account, error) {
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		return account{}, fmt.Errorf("auth: user: %w", err)
	}
	found, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[account])
	if err != nil {
		return account{}, fmt.Errorf("auth: user: %w", err)
	}
	return found, nil
}
