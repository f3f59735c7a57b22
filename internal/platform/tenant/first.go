package tenant

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
)

// errNotFirst is for the second of two people who set up the same installation.
var errNotFirst = fault.New(fault.Conflict,
	"Quarterdeck has been set up by somebody else in the meantime. Ask them for an invitation.")

// firstOrganisation is the lock of those who create the first organisation of an installation.
const firstOrganisation = 7_460_001

// Founded tells whether the installation has an organisation.
func Founded(ctx context.Context, db *DB) (founded bool, err error) {
	err = db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM auth.organisations)`).Scan(&founded)
	if err != nil {
		return false, fmt.Errorf("tenant: founded: %w", err)
	}
	return founded, nil
}

// CreateFirst is Create for an installation that has no organisation yet, with what furnish adds in the same
// transaction: all of it is there afterwards, or nothing. Where there is an organisation, it is a Conflict; of two
// people at once, the second waits and gets the Conflict.
func CreateFirst(ctx context.Context, db *DB, slug, name string, s Settings,
	furnish func(*Tx, Organisation) error) (Organisation, error) {
	if err := check(slug, name, s); err != nil {
		return Organisation{}, err
	}
	org := Organisation{TenantID: uuid.Must(uuid.NewV7()), Slug: slug, Name: name}
	return org, pgx.BeginFunc(ctx, db.pool, func(raw pgx.Tx) error {
		if _, err := raw.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, firstOrganisation); err != nil {
			return fmt.Errorf("tenant: create first: %w", err)
		}
		var taken bool
		if err := raw.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM auth.organisations)`).Scan(&taken); err != nil {
			return fmt.Errorf("tenant: create first: %w", err)
		}
		if taken {
			return errNotFirst
		}
		if err := db.found(ctx, raw, org, s); err != nil {
			return fmt.Errorf("tenant: create first: %w", err)
		}
		tx, err := enter(ctx, raw, AsSystem(org.TenantID), db.now(), access{})
		if err != nil {
			return err
		}
		return furnish(tx, org)
	})
}

// StepsHidden tells whether an administrator has hidden the list of first steps.
func StepsHidden(ctx context.Context, tx *Tx) (bool, error) {
	return Value[bool](ctx, tx, `SELECT steps_hidden_at IS NOT NULL FROM app.tenants WHERE tenant_id = @tenant`, nil)
}

// HideSteps hides the list of first steps, or shows it again.
func HideSteps(ctx context.Context, tx *Tx, hidden bool) error {
	if err := tx.Require(ManageSettings); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE app.tenants
		SET steps_hidden_at = CASE WHEN @hidden::boolean THEN @now::timestamptz END WHERE tenant_id = @tenant`, Args{"hidden": hidden, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("tenant: hide steps: %w", err)
	}
	return nil
}
