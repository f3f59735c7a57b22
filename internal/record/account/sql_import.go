package account

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

const importAccounts = `INSERT INTO app.accounts AS c (tenant_id, id, external_id, name, website, industry, employees,
		state, country, type, territory, region, owner_id, parent_id, custom, fields, created_at, source_modified_at,
		deleted_at, merged_into, source_hash)
	SELECT t.tenant_id, x.id, x.external_id, x.name, x.website, x.industry, x.employees, x.state, x.country, x.type,
	x.territory, x.region, x.owner_id, x.parent_id, x.custom::jsonb, coalesce(nullif(x.fields, ''), '{}')::jsonb,
	x.created_at, x.modified_at, x.deleted_at,
	x.merged_into, x.hash
	FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @name::text[], @website::text[],
		@industry::text[], @employees::bigint[], @state::text[], @country::text[], @type::text[], @territory::text[],
		@region::text[], @owner_id::uuid[], @parent_id::uuid[], @custom::text[], @fields::text[],
		@created_at::timestamptz[],
		@modified_at::timestamptz[], @deleted_at::timestamptz[],
		@merged_into::uuid[], @hash::bigint[])
		x(id, external_id, name, website, industry, employees, state, country, type, territory, region, owner_id,
			parent_id, custom, fields, created_at, modified_at, deleted_at, merged_into, hash)
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, external_id) DO UPDATE SET name = excluded.name, website = excluded.website,
	industry = excluded.industry,
		employees = excluded.employees, state = excluded.state, country = excluded.country, type = excluded.type,
		territory = excluded.territory,
		region = excluded.region, owner_id = excluded.owner_id, parent_id = excluded.parent_id,
		custom = excluded.custom, fields = excluded.fields, source_modified_at = excluded.source_modified_at,
		deleted_at = excluded.deleted_at, merged_into = excluded.merged_into,
		source_hash = excluded.source_hash
	WHERE c.source_hash <> excluded.source_hash OR c.source_modified_at IS DISTINCT FROM excluded.source_modified_at
	RETURNING xmax = 0`

// Import takes companies from a source; keys within one call are distinct.
func Import(ctx context.Context, tx *tenant.Tx, rows []Imported) (tenant.Outcome, error) {
	if err := stayMerged(ctx, tx, rows); err != nil {
		return tenant.Outcome{}, err
	}
	if err := stayEdited(ctx, tx, rows); err != nil {
		return tenant.Outcome{}, err
	}
	out, err := tenant.Upsert(ctx, tx, importAccounts, rows)
	if err != nil {
		return out, fmt.Errorf("account: import: %w", err)
	}
	return out, nil
}

const imported = `SELECT id, coalesce(external_id, '') AS external_id, name, website, industry, employees, state,
	country, type, territory, region, owner_id, parent_id, custom::text, fields::text, created_at,
	source_modified_at AS modified_at, deleted_at, merged_into, source_hash AS hash
	FROM app.accounts WHERE tenant_id = @tenant AND `

// Known is the companies of some of the source's keys as they are here.
func Known(ctx context.Context, tx *tenant.Tx, keys []string) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, imported+`external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("account: known: %w", err)
	}
	return plain(found), nil
}

// IDs maps the keys of the source to accounts; that of one that was merged to what it became.
func IDs(ctx context.Context, tx *tenant.Tx) (map[string]uuid.UUID, error) {
	return tenant.ExternalIDs(ctx, tx, `SELECT coalesce(merged_into, id) AS id, external_id FROM app.accounts
		WHERE tenant_id = @tenant AND external_id IS NOT NULL`)
}

// Merge lets one company go in another: what belongs to it follows.
func Merge(ctx context.Context, tx *tenant.Tx, from, into uuid.UUID) error {
	for _, sql := range []string{
		`UPDATE app.accounts SET merged_into = @into WHERE tenant_id = @tenant AND (id = @from OR merged_into = @from)`,
		`UPDATE app.accounts SET parent_id = nullif(@into, id) WHERE tenant_id = @tenant AND parent_id = @from`,
	} {
		if _, err := tx.Exec(ctx, sql, tenant.Args{"from": from, "into": into}); err != nil {
			return fmt.Errorf("account: merge: %w", err)
		}
	}
	return nil
}

// Called is all companies that are there, by their names.
func Called(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id, name AS name
		FROM app.accounts WHERE tenant_id = @tenant AND deleted_at IS NULL`)
}

// stayMerged keeps what was merged here as it is: the source still has it, and knows nothing of the merge.
func stayMerged(ctx context.Context, tx *tenant.Tx, rows []Imported) error {
	merged, err := tenant.MergedHere(ctx, tx, `SELECT a.external_id, a.deleted_at, a.merged_into
		FROM app.merges m JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = m.loser_id
		WHERE m.tenant_id = @tenant AND m.undone_at IS NULL AND a.external_id IS NOT NULL`)
	for i := range rows {
		if m, ok := merged[rows[i].ExternalID]; ok && rows[i].DeletedAt == nil {
			rows[i].DeletedAt, rows[i].MergedInto = m.DeletedAt, m.MergedInto
		}
	}
	return err
}

// Adopt gives companies the keys by which an import tells them apart; an empty one takes it away again.
func Adopt(ctx context.Context, tx *tenant.Tx, keys map[uuid.UUID]string) error {
	return tenant.Adopt(ctx, tx, `UPDATE app.accounts r SET external_id = nullif(x.key, '')
		FROM unnest(@ids::uuid[], @keys::text[]) x(id, key) WHERE r.tenant_id = @tenant AND r.id = x.id`, keys)
}

// Sites is all companies that are there, by their websites.
func Sites(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id, website AS name
		FROM app.accounts WHERE tenant_id = @tenant AND deleted_at IS NULL AND website <> ''`)
}

// Present is some companies as they are here; locked so that nobody else changes them until the transaction ends.
func Present(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, locked bool) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, imported+`id = ANY(@ids) ORDER BY id`+tenant.ForUpdate(locked),
		tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("account: present: %w", err)
	}
	return plain(found), nil
}

// Reset gives companies back what they were before an import that began at a moment, as the actor's act. Both lists are
// in one order.
func Reset(ctx context.Context, tx *tenant.Tx, was, is []Imported, since time.Time) error {
	if _, err := tenant.Upsert(ctx, tx, importAccounts, is); err != nil {
		return fmt.Errorf("account: reset: %w", err)
	}
	all := map[uuid.UUID]command.Payload{}
	for i := range is {
		all[is[i].ID] = fields.Diff(was[i].facts(""), is[i].facts(""))
	}
	return command.Reverted(ctx, tx, command.Account, all, since)
}
