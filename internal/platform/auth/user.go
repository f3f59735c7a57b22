package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// AddUser makes an account. Without a password nobody can sign in to it until an invitation or a reset is followed.
// A second account for an address is a Conflict.
func AddUser(ctx context.Context, db *tenant.DB, email, name, password string) (User, error) {
	email, err := ParseEmail(email)
	if err != nil {
		return User{}, err
	}
	if name, err = parseName(name); err != nil {
		return User{}, err
	}
	var phc string
	if password != "" {
		if phc, err = choose(ctx, password, email); err != nil {
			return User{}, err
		}
	}
	user, err := insertUser(ctx, db.Pool(), email, name, phc, db.Now())
	if errors.Is(err, pgx.ErrNoRows) {
		return User{}, fault.New(fault.Conflict, fmt.Sprintf("There is already an account for %s.", email))
	}
	return user, err
}

// GetUser finds an account by key, or NotFound.
func GetUser(ctx context.Context, db *tenant.DB, userID uuid.UUID) (User, error) {
	found, err := accountByID(ctx, db.Pool(), userID)
	return found.User, orNotFound(err)
}

// FindUser finds an account by e-mail address, or NotFound. It is for commands: a page that a stranger can reach would
// tell who has an account.
func FindUser(ctx context.Context, db *tenant.DB, email string) (User, error) {
	email, err := ParseEmail(email)
	if err != nil {
		return User{}, err
	}
	found, err := accountByEmail(ctx, db.Pool(), email)
	return found.User, orNotFound(err)
}

// SignOutEverywhere ends every session of a user, on every machine.
func SignOutEverywhere(ctx context.Context, db *tenant.DB, userID uuid.UUID) error {
	return touched(db.Pool().Exec(ctx, `UPDATE auth.users SET session_epoch = session_epoch + 1 WHERE id = @id`,
		pgx.StrictNamedArgs{"id": userID}))
}

// SetKeys turns single-key shortcuts on or off for a user.
func SetKeys(ctx context.Context, db *tenant.DB, userID uuid.UUID, on bool) error {
	return touched(db.Pool().Exec(ctx, `UPDATE auth.users SET keys_off = NOT @on::boolean WHERE id = @id`,
		pgx.StrictNamedArgs{"id": userID, "on": on}))
}

// Disable shuts an account at once, in every organisation: its sessions end and its password no longer opens it. No
// organisation decides that for the others, so no page offers it: it is for the operator of the installation. Each
// organisation that gave the account a seat finds it in its audit log; the account is shut first, so that a log that
// cannot be written never keeps it open.
func Disable(ctx context.Context, db *tenant.DB, userID uuid.UUID) error {
	err := touched(db.Pool().Exec(ctx, `UPDATE auth.users SET disabled_at = coalesce(disabled_at, @now),
		session_epoch = session_epoch + 1
		WHERE id = @id`, pgx.StrictNamedArgs{"id": userID, "now": db.Now()}))
	if err != nil {
		return err
	}
	return tell(ctx, db, userID, "disabled")
}

// Enable opens an account again that was disabled, in every organisation that has not ended its access meanwhile.
func Enable(ctx context.Context, db *tenant.DB, userID uuid.UUID) error {
	err := touched(db.Pool().Exec(ctx, `UPDATE auth.users SET disabled_at = NULL WHERE id = @id`,
		pgx.StrictNamedArgs{"id": userID}))
	if err != nil {
		return err
	}
	return tell(ctx, db, userID, "enabled")
}

// tell writes into the audit log of each of a user's organisations what was done with the account.
func tell(ctx context.Context, db *tenant.DB, userID uuid.UUID, action string) error {
	places, err := Memberships(ctx, db, userID)
	if err != nil {
		return err
	}
	for _, p := range places {
		err := db.Update(ctx, tenant.AsSystem(p.TenantID), func(tx *tenant.Tx) error {
			return audit.Record(ctx, tx, action, "account", p.MemberID.String(), nil)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func touched(tag pgconn.CommandTag, err error) error {
	if err != nil {
		return fmt.Errorf("auth: user: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return orNotFound(pgx.ErrNoRows)
	}
	return nil
}

func orNotFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, "There is no such account.")
	}
	return err
}
