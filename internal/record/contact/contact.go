// Package contact owns the people at accounts, and the part that each plays in an opportunity.
package contact

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

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
}

// OfAccount lists the people at an account. It does not ask whether the actor may see the account: account.Get does.
func OfAccount(ctx context.Context, tx *tenant.Tx, accountID uuid.UUID) ([]Contact, error) {
	return tenant.List[Contact](ctx, tx, `SELECT id, first_name, last_name, email, phone, title, '' AS role,
		false AS "primary", created_at
		FROM app.contacts WHERE tenant_id = @tenant AND account_id = @account AND deleted_at IS NULL
		ORDER BY lower(last_name), lower(first_name), id`,
		tenant.Args{"account": accountID})
}

// OfOpportunity lists the people with a part in an opportunity, as known at a moment (the zero time: now); the primary
// first.
func OfOpportunity(ctx context.Context, tx *tenant.Tx, opportunityID uuid.UUID, asOf time.Time) ([]Contact, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	return tenant.List[Contact](ctx, tx, `SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.title, r.role,
		r.is_primary AS "primary", c.created_at
		FROM app.contact_roles r JOIN app.contacts c ON c.tenant_id = @tenant AND c.id = r.contact_id
		WHERE r.tenant_id = @tenant AND r.opportunity_id = @opportunity AND r.created_at <= @known
		AND (r.deleted_at IS NULL OR r.deleted_at > @known)
		  AND (c.deleted_at IS NULL OR c.deleted_at > @known)
		ORDER BY r.is_primary DESC, lower(c.last_name), lower(c.first_name), c.id`,
		tenant.Args{"opportunity": opportunityID, "known": asOf})
}

// Imported is a person as a source has them.
type Imported struct {
	ID         uuid.UUID
	ExternalID string
	AccountID  *uuid.UUID
	FirstName  string
	LastName   string
	Email      string
	Phone      string
	Title      string
	Custom     string // JSON object of the source's other columns
	CreatedAt  time.Time
	ModifiedAt *time.Time // nil: the source does not say
	DeletedAt  *time.Time
	MergedInto *uuid.UUID
	Hash       int64
}

const importContacts = `INSERT INTO app.contacts AS c (tenant_id, id, external_id, account_id, first_name, last_name,
		email, phone, title, custom, created_at, source_modified_at, deleted_at, merged_into, source_hash)
	SELECT t.tenant_id, x.id, x.external_id, x.account_id, x.first_name, x.last_name, x.email, x.phone, x.title,
	x.custom::jsonb, x.created_at, x.modified_at, x.deleted_at, x.merged_into, x.hash
	FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @account_id::uuid[],
		@first_name::text[], @last_name::text[], @email::text[], @phone::text[], @title::text[], @custom::text[],
		@created_at::timestamptz[], @modified_at::timestamptz[], @deleted_at::timestamptz[],
		@merged_into::uuid[], @hash::bigint[])
		x(id, external_id, account_id, first_name, last_name, email, phone, title, custom, created_at, modified_at,
			deleted_at, merged_into, hash)
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, external_id) DO UPDATE SET account_id = excluded.account_id,
	first_name = excluded.first_name, last_name = excluded.last_name,
		email = excluded.email, phone = excluded.phone, title = excluded.title, custom = excluded.custom,
		source_modified_at = excluded.source_modified_at,
		deleted_at = excluded.deleted_at, merged_into = excluded.merged_into,
		source_hash = excluded.source_hash
	WHERE c.source_hash <> excluded.source_hash OR c.source_modified_at IS DISTINCT FROM excluded.source_modified_at
	RETURNING xmax = 0`

// Import takes people from a source; keys within one call are distinct.
func Import(ctx context.Context, tx *tenant.Tx, rows []Imported) (tenant.Outcome, error) {
	out, err := tenant.Upsert(ctx, tx, importContacts, rows)
	if err != nil {
		return out, fmt.Errorf("contact: import: %w", err)
	}
	return out, nil
}

// Known is the people of some of the source's keys as they are here.
func Known(ctx context.Context, tx *tenant.Tx, keys []string) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, `SELECT id, external_id, account_id, first_name, last_name, email,
		phone, title, custom::text, created_at, source_modified_at AS modified_at, deleted_at, merged_into,
		source_hash AS hash
		FROM app.contacts WHERE tenant_id = @tenant AND external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("contact: known: %w", err)
	}
	return found, nil
}

// IDs maps the keys of the source to contacts; that of one that was merged to what it became.
func IDs(ctx context.Context, tx *tenant.Tx) (map[string]uuid.UUID, error) {
	return tenant.ExternalIDs(ctx, tx, `SELECT coalesce(merged_into, id) AS id, external_id FROM app.contacts
		WHERE tenant_id = @tenant AND external_id IS NOT NULL`)
}

// ImportedRole is the part that a person plays in an opportunity, as a source has it.
type ImportedRole struct {
	ID            uuid.UUID
	ExternalID    string
	OpportunityID uuid.UUID
	ContactID     uuid.UUID
	Role          string
	IsPrimary     bool
	Custom        string // JSON object of the source's other columns
	CreatedAt     time.Time
	ModifiedAt    *time.Time // nil: the source does not say
	DeletedAt     *time.Time
	Hash          int64
}

const importRoles = `INSERT INTO app.contact_roles AS c (tenant_id, id, external_id, opportunity_id, contact_id, role,
		is_primary, custom, created_at,
		source_modified_at, deleted_at, source_hash)
	SELECT t.tenant_id, x.* FROM app.tenants t
	CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @opportunity_id::uuid[],
		@contact_id::uuid[], @role::text[], @is_primary::bool[], @custom::text[]::jsonb[], @created_at::timestamptz[],
		@modified_at::timestamptz[], @deleted_at::timestamptz[], @hash::bigint[]) x
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, external_id) DO UPDATE SET opportunity_id = excluded.opportunity_id,
	contact_id = excluded.contact_id, role = excluded.role,
		is_primary = excluded.is_primary, custom = excluded.custom, source_modified_at = excluded.source_modified_at,
		deleted_at = excluded.deleted_at, source_hash = excluded.source_hash
	WHERE c.source_hash <> excluded.source_hash OR c.source_modified_at IS DISTINCT FROM excluded.source_modified_at
	RETURNING xmax = 0`

// KnownRoles is the parts of some of the source's keys as they are here.
func KnownRoles(ctx context.Context, tx *tenant.Tx, keys []string) ([]ImportedRole, error) {
	found, err := tenant.List[ImportedRole](ctx, tx, `SELECT id, external_id, opportunity_id, contact_id, role,
		is_primary, custom::text, created_at, source_modified_at AS modified_at, deleted_at, source_hash AS hash
		FROM app.contact_roles WHERE tenant_id = @tenant AND external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("contact: known roles: %w", err)
	}
	return found, nil
}

// ImportRoles takes the parts that people play from a source; keys within one call are distinct.
func ImportRoles(ctx context.Context, tx *tenant.Tx, rows []ImportedRole) (tenant.Outcome, error) {
	out, err := tenant.Upsert(ctx, tx, importRoles, rows)
	if err != nil {
		return out, fmt.Errorf("contact: import roles: %w", err)
	}
	return out, nil
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
