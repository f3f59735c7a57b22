package contact

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

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
	Fields     string `json:",omitempty"` // JSON object of the custom fields that the source fills
	CreatedAt  time.Time
	ModifiedAt *time.Time // nil: the source does not say
	DeletedAt  *time.Time
	MergedInto *uuid.UUID
	Hash       int64
}

const importContacts = `INSERT INTO app.contacts AS c (tenant_id, id, external_id, account_id, first_name, last_name,
		email, phone, title, custom, fields, created_at, source_modified_at, deleted_at, merged_into, source_hash)
	SELECT t.tenant_id, x.id, x.external_id, x.account_id, x.first_name, x.last_name, x.email, x.phone, x.title,
	x.custom::jsonb, coalesce(nullif(x.fields, ''), '{}')::jsonb, x.created_at, x.modified_at, x.deleted_at, x.merged_into, x.hash
	FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @account_id::uuid[],
		@first_name::text[], @last_name::text[], @email::text[], @phone::text[], @title::text[], @custom::text[],
		@fields::text[], @created_at::timestamptz[], @modified_at::timestamptz[], @deleted_at::timestamptz[],
		@merged_into::uuid[], @hash::bigint[])
		x(id, external_id, account_id, first_name, last_name, email, phone, title, custom, fields, created_at, modified_at,
			deleted_at, merged_into, hash)
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, external_id) DO UPDATE SET account_id = excluded.account_id,
	first_name = excluded.first_name, last_name = excluded.last_name,
		email = excluded.email, phone = excluded.phone, title = excluded.title, custom = excluded.custom,
		fields = excluded.fields, source_modified_at = excluded.source_modified_at,
		deleted_at = excluded.deleted_at, merged_into = excluded.merged_into,
		source_hash = excluded.source_hash
	WHERE c.source_hash <> excluded.source_hash OR c.source_modified_at IS DISTINCT FROM excluded.source_modified_at
	RETURNING xmax = 0`

// Import takes people from a source; keys within one call are distinct.
func Import(ctx context.Context, tx *tenant.Tx, rows []Imported) (tenant.Outcome, error) {
	if err := stayMerged(ctx, tx, rows); err != nil {
		return tenant.Outcome{}, err
	}
	if err := stayEdited(ctx, tx, rows); err != nil {
		return tenant.Outcome{}, err
	}
	out, err := tenant.Upsert(ctx, tx, importContacts, rows)
	if err != nil {
		return out, fmt.Errorf("contact: import: %w", err)
	}
	return out, nil
}

const imported = `SELECT id, coalesce(external_id, '') AS external_id, account_id, first_name, last_name, email,
	phone, title, custom::text, fields::text, created_at, source_modified_at AS modified_at, deleted_at, merged_into,
	source_hash AS hash
	FROM app.contacts WHERE tenant_id = @tenant AND `

// Known is the people of some of the source's keys as they are here.
func Known(ctx context.Context, tx *tenant.Tx, keys []string) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, imported+`external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("contact: known: %w", err)
	}
	return plain(found), nil
}

// Present is some people as they are here; locked so that nobody else changes them until the transaction ends.
func Present(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, locked bool) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, imported+`id = ANY(@ids) ORDER BY id`+tenant.ForUpdate(locked),
		tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("contact: present: %w", err)
	}
	return plain(found), nil
}

// Reset gives people back what they were before an import that began at a moment, as the actor's act. Both lists are in
// one order.
func Reset(ctx context.Context, tx *tenant.Tx, was, is []Imported, since time.Time) error {
	if _, err := tenant.Upsert(ctx, tx, importContacts, is); err != nil {
		return fmt.Errorf("contact: reset: %w", err)
	}
	all := map[uuid.UUID]command.Payload{}
	for i := range is {
		all[is[i].ID] = fields.Diff(was[i].facts(), is[i].facts())
	}
	return command.Reverted(ctx, tx, command.Contact, all, since)
}

// stayMerged keeps who was merged here as they are: the source still has them, and knows nothing of the merge.
func stayMerged(ctx context.Context, tx *tenant.Tx, rows []Imported) error {
	merged, err := tenant.MergedHere(ctx, tx, `SELECT c.external_id, c.deleted_at, c.merged_into
		FROM app.merges m JOIN app.contacts c ON c.tenant_id = @tenant AND c.id = m.loser_id
		WHERE m.tenant_id = @tenant AND m.undone_at IS NULL AND c.external_id IS NOT NULL`)
	for i := range rows {
		if m, ok := merged[rows[i].ExternalID]; ok && rows[i].DeletedAt == nil {
			rows[i].DeletedAt, rows[i].MergedInto = m.DeletedAt, m.MergedInto
		}
	}
	return err
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
	if err := rolesStay(ctx, tx, rows); err != nil {
		return tenant.Outcome{}, err
	}
	out, err := tenant.Upsert(ctx, tx, importRoles, rows)
	if err != nil {
		return out, fmt.Errorf("contact: import roles: %w", err)
	}
	return out, nil
}

// Adopt gives people the keys by which an import tells them apart; an empty one takes it away again.
func Adopt(ctx context.Context, tx *tenant.Tx, keys map[uuid.UUID]string) error {
	return tenant.Adopt(ctx, tx, `UPDATE app.contacts r SET external_id = nullif(x.key, '')
		FROM unnest(@ids::uuid[], @keys::text[]) x(id, key) WHERE r.tenant_id = @tenant AND r.id = x.id`, keys)
}

// Mailed is all people who are there, by their e-mail addresses.
func Mailed(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id, email AS name
		FROM app.contacts WHERE tenant_id = @tenant AND deleted_at IS NULL AND email <> ''`)
}
