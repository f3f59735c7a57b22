// Package contact owns the people at accounts, and the part that each plays in an opportunity.
package contact

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Contact is a person at an account; Role and Primary are set where it was asked for an opportunity's contacts.
type Contact struct {
	ID        uuid.UUID
	FirstName string
	LastName  string
	Email     string
	Phone     string
	Title     string
	Role      string // the part in the opportunity: Economic Buyer, Champion, …
	Primary   bool
	CreatedAt time.Time
	PartID    uuid.UUID   // of the part
	LastOn    period.Date // of the last activity with them; zero: none
	FromCRM   bool        // they came from a CRM
}

// OfAccount lists the people at an account. It does not ask whether the actor may see the account: account.Get does.
func OfAccount(ctx context.Context, tx *tenant.Tx, accountID uuid.UUID) ([]Contact, error) {
	return tenant.List[Contact](ctx, tx, `SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.title,
		'' AS role, false AS "primary", c.created_at, c.id AS part_id, c.external_id IS NOT NULL AS from_crm,
		(SELECT max(v.occurs_on) FROM app.activities v WHERE v.tenant_id = @tenant AND v.contact_id = c.id AND v.done
			AND v.deleted_at IS NULL) AS last_on
		FROM app.contacts c WHERE c.tenant_id = @tenant AND c.account_id = @account AND c.deleted_at IS NULL
		ORDER BY lower(c.last_name), lower(c.first_name), c.id`,
		tenant.Args{"account": accountID})
}

// Move gives the people of one company to another, into which the source merged it.
func Move(ctx context.Context, tx *tenant.Tx, from, into uuid.UUID) error {
	if _, err := tx.Exec(ctx, `UPDATE app.contacts SET account_id = @into
		WHERE tenant_id = @tenant AND account_id = @from`, tenant.Args{"from": from, "into": into}); err != nil {
		return fmt.Errorf("contact: move: %w", err)
	}
	return nil
}

// Merge lets one person go in another.
func Merge(ctx context.Context, tx *tenant.Tx, from, into uuid.UUID) error {
	for _, sql := range []string{
		`UPDATE app.contacts SET merged_into = @into WHERE tenant_id = @tenant AND (id = @from OR merged_into = @from)`,
		`UPDATE app.contact_roles SET contact_id = @into WHERE tenant_id = @tenant AND contact_id = @from`,
	} {
		if _, err := tx.Exec(ctx, sql, tenant.Args{"from": from, "into": into}); err != nil {
			return fmt.Errorf("contact: merge: %w", err)
		}
	}
	return nil
}

// Called is all people who are there, by their names.
func Called(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id,
		trim(first_name || ' ' || last_name) AS name FROM app.contacts
		WHERE tenant_id = @tenant AND deleted_at IS NULL`)
}

// Met are the opportunities in which somebody has a part.
func Met(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]bool, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT DISTINCT r.opportunity_id FROM app.contact_roles r
		JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = r.opportunity_id AND o.status = 'open'
		WHERE r.tenant_id = @tenant AND r.deleted_at IS NULL`, nil)
	if err != nil {
		return nil, fmt.Errorf("contact: met: %w", err)
	}
	met := map[uuid.UUID]bool{}
	for _, id := range ids {
		met[id] = true
	}
	return met, nil
}
