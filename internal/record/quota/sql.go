package quota

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// List is the quotas that the actor may see and that are in force on a day of [from, to), as known at a moment (the
// zero time: now). Postgres shows a member's quota to the member, to those above, and to the roles that administer
// quotas.
func List(ctx context.Context, tx *tenant.Tx, from, to period.Date, asOf time.Time) ([]Quota, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	quotas, err := tenant.List[Quota](ctx, tx, `SELECT q.member_id, q.starts_on, q.ends_on, q.valid_from, q.valid_to,
		q.amount, q.currency, q.known_at,
			CASE WHEN q.currency = @base THEN q.amount
			ELSE (SELECT CASE WHEN abs(q.amount * r.minor_rate) <= 900000000000000 THEN round(q.amount * r.minor_rate)::bigint END FROM app.fx_rates r
				WHERE r.tenant_id = @tenant AND r.currency = q.currency AND r.known_at <= @known
				AND r.replaced_at > @known
				  AND r.valid_from <= q.starts_on AND r.valid_to > q.starts_on
				ORDER BY r.valid_from DESC LIMIT 1) END AS base
		FROM app.quotas q
		WHERE q.tenant_id = @tenant AND q.valid_from < @to AND q.valid_to > @from AND q.known_at <= @known
		AND q.replaced_at > @known
		ORDER BY q.member_id, q.valid_from`, tenant.Args{"from": from, "to": to, "known": asOf, "base": tx.Base()})
	if err != nil {
		return nil, fmt.Errorf("quota: list: %w", err)
	}
	return quotas, nil
}

// Assign gives a member a quota for a period, in force from q.ValidFrom: what was in force from that day on is
// replaced.
func Assign(ctx context.Context, tx *tenant.Tx, q Quota) error {
	if err := tx.Require(tenant.ManageMembers); err != nil {
		return err
	}
	if err := q.check(); err != nil {
		return err
	}
	if tx.Is(q.MemberID) { // what they are paid depends on it
		return fault.New(fault.Forbidden, "You cannot set your own quota. Somebody else must.")
	}
	replaced, err := tenant.List[Quota](ctx, tx, `UPDATE app.quotas SET replaced_at = @now
		WHERE tenant_id = @tenant AND member_id = @member AND starts_on = @starts AND ends_on = @ends
		AND valid_to > @from AND replaced_at = 'infinity'
		RETURNING member_id, starts_on, ends_on, valid_from, valid_to, amount, currency, known_at,
		NULL::bigint AS base`,
		tenant.Args{"now": tx.Now(), "member": q.MemberID, "starts": q.StartsOn, "ends": q.EndsOn, "from": q.ValidFrom})
	if err != nil {
		return fmt.Errorf("quota: assign: %w", err)
	}
	for _, old := range replaced {
		if old.ValidFrom < q.ValidFrom {
			old.ValidTo = q.ValidFrom
			if err := insert(ctx, tx, old); err != nil {
				return err
			}
		}
	}
	if err := insert(ctx, tx, q); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "assigned", "quota", q.MemberID.String(),
		map[string]string{"from": q.ValidFrom.String(), "period": q.StartsOn.String() + "/" + q.EndsOn.String()})
}

func insert(ctx context.Context, tx *tenant.Tx, q Quota) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.quotas (tenant_id, id, member_id, starts_on, ends_on, valid_from, valid_to,
			amount, currency, known_at)
		VALUES (@tenant, @id, @member, @starts, @ends, @from, @to, @amount, @currency, @known)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": q.MemberID, "starts": q.StartsOn, "ends": q.EndsOn,
			"from": q.ValidFrom, "to": q.ValidTo, "amount": q.Amount, "currency": q.Currency, "known": tx.Now()})
	if err != nil {
		return fmt.Errorf("quota: assign: %w", err)
	}
	return nil
}

// Imported is a quota as a source has it: for a whole period, known since the first day of its quarter or the import,
// whichever is earlier.
type Imported struct {
	ID         uuid.UUID
	ExternalID string
	MemberID   uuid.UUID
	StartsOn   period.Date
	EndsOn     period.Date
	Amount     int64
	Currency   money.Currency
	Custom     string // JSON object of the source's other columns
	KnownAt    time.Time
	ModifiedAt *time.Time // in the source; nil: it does not say
}

// Known is each key's quota as the last import brought it, whatever was assigned in its place since.
func Known(ctx context.Context, tx *tenant.Tx, keys []string) (map[string]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, `SELECT DISTINCT ON (external_id) id, external_id, member_id,
		starts_on, ends_on, amount, currency, custom::text, known_at, source_modified_at AS modified_at
		FROM app.quotas WHERE tenant_id = @tenant AND external_id = ANY(@keys) ORDER BY external_id, replaced_at DESC`,
		tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("quota: known: %w", err)
	}
	all := make(map[string]Imported, len(found))
	for _, q := range found {
		all[q.ExternalID] = q
	}
	return all, nil
}

// IDs is the quotas that imports brought, by their keys.
func IDs(ctx context.Context, tx *tenant.Tx) (map[string]uuid.UUID, error) {
	return tenant.ExternalIDs(ctx, tx, `SELECT id, external_id FROM app.quotas
		WHERE tenant_id = @tenant AND external_id IS NOT NULL`)
}

// lastImported is each key's quota as the last import brought it, whatever was assigned in its place since.
const lastImported = `WITH last AS (SELECT DISTINCT ON (external_id) external_id, member_id, starts_on, ends_on,
		amount, currency
	FROM app.quotas WHERE tenant_id = @tenant AND external_id = ANY(@external_id)
	ORDER BY external_id, replaced_at DESC)
`

// Import takes quotas from a source; keys within one call are distinct. One that differs from what the source said
// before replaces what was known. Those of an importer who is on a
// compensation plan are left as they are.
func Import(ctx context.Context, tx *tenant.Tx, rows []Imported) (tenant.Outcome, error) {
	if len(rows) == 0 {
		return tenant.Outcome{}, nil
	}
	all := int64(len(rows))
	rows, err := others(ctx, tx, rows)
	if err != nil || len(rows) == 0 {
		return tenant.Outcome{Unchanged: all}, err
	}
	args := tenant.Columns(rows)
	before, err := tenant.Values[string](ctx, tx, lastImported+`SELECT x.external_id FROM last x`,
		tenant.Args{"external_id": args["external_id"]})
	if err != nil {
		return tenant.Outcome{}, fmt.Errorf("quota: import: %w", err)
	}
	replaced, err := replace(ctx, tx, args)
	if err != nil {
		return tenant.Outcome{}, fmt.Errorf("quota: import: %w", err)
	}
	noted, err := note(ctx, tx, args)
	if err != nil {
		return tenant.Outcome{}, err
	}
	args = tenant.Columns(fresh(rows, before, replaced, tx.Now()))
	added, err := tenant.Values[string](ctx, tx, `INSERT INTO app.quotas (tenant_id, id, external_id, member_id,
			starts_on, ends_on, valid_from, valid_to, amount, currency,
			custom, known_at, source_modified_at)
		SELECT t.tenant_id, x.id, x.external_id, x.member_id, x.starts_on, x.ends_on, x.starts_on, x.ends_on, x.amount,
		x.currency, x.custom::jsonb, x.known_at, x.modified_at
		FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @member_id::uuid[],
			@starts_on::date[], @ends_on::date[], @amount::bigint[], @currency::text[], @custom::text[],
			@known_at::timestamptz[], @modified_at::timestamptz[])
			x(id, external_id, member_id, starts_on, ends_on, amount, currency, custom, known_at, modified_at)
		WHERE t.tenant_id = @tenant
		ON CONFLICT (tenant_id, external_id) WHERE replaced_at = 'infinity' DO NOTHING
		RETURNING external_id`, args)
	if err != nil {
		return tenant.Outcome{}, fmt.Errorf("quota: import: %w", err)
	}
	changed := int64(len(replaced))
	return tenant.Outcome{Added: int64(len(added)) - changed, Changed: changed + noted,
		Unchanged: all - int64(len(added)) - noted}, nil
}

// replace ends the quotas that differ from those of the file, and names them with those that were withdrawn and are
// there again.
func replace(ctx context.Context, tx *tenant.Tx, args tenant.Args) ([]string, error) {
	replaced, err := tenant.Values[string](ctx, tx, lastImported+`, differing AS (SELECT l.* FROM last l
			JOIN unnest(@external_id::text[], @member_id::uuid[], @starts_on::date[], @ends_on::date[],
				@amount::bigint[], @currency::text[])
				x(external_id, member_id, starts_on, ends_on, amount, currency) ON x.external_id = l.external_id
			WHERE (l.member_id, l.starts_on, l.ends_on, l.amount, l.currency) <> (x.member_id, x.starts_on, x.ends_on,
				x.amount, x.currency))
		, gone AS (UPDATE app.quotas q SET replaced_at = @now FROM differing d
			WHERE q.tenant_id = @tenant AND q.replaced_at = 'infinity'
			AND (q.external_id = d.external_id OR q.external_id IS NULL
				AND q.member_id = d.member_id AND q.starts_on = d.starts_on AND q.ends_on = d.ends_on))
		SELECT external_id FROM differing`,
		tenant.Args{"now": tx.Now(), "external_id": args["external_id"], "member_id": args["member_id"],
			"starts_on": args["starts_on"], "ends_on": args["ends_on"], "amount": args["amount"],
			"currency": args["currency"]})
	if err != nil {
		return nil, err
	}
	back, err := tenant.Values[string](ctx, tx, lastImported+`SELECT l.external_id FROM last l
		WHERE l.external_id <> ALL(@replaced) AND NOT EXISTS (
			SELECT 1 FROM app.quotas q WHERE q.tenant_id = @tenant AND q.replaced_at = 'infinity'
			AND (q.external_id = l.external_id OR q.external_id IS NULL
				AND q.member_id = l.member_id AND q.starts_on = l.starts_on AND q.ends_on = l.ends_on))`,
		tenant.Args{"external_id": args["external_id"], "replaced": append([]string{}, replaced...)})
	return append(replaced, back...), err // withdrawn, and there again
}

// others are the rows that say nothing, now or before, of the quota of somebody who imports and is on a compensation
// plan: what they are paid depends on it.
func others(ctx context.Context, tx *tenant.Tx, rows []Imported) ([]Imported, error) {
	me := tx.Actor().MemberID
	own, err := tenant.Values[string](ctx, tx, `WITH paid AS (SELECT a.tenant_id, a.member_id
			FROM app.plan_assignments a WHERE a.tenant_id = @tenant AND a.member_id = @me
			AND a.replaced_at = 'infinity')
		SELECT x.external_id FROM unnest(@external_id::text[], @member_id::uuid[]) x(external_id, member_id)
		WHERE EXISTS (SELECT 1 FROM paid p WHERE p.tenant_id = @tenant)
			AND (x.member_id = @me OR EXISTS (SELECT 1 FROM app.quotas q
				WHERE q.tenant_id = @tenant AND q.external_id = x.external_id AND q.member_id = @me))`,
		tenant.Args{"external_id": tenant.Columns(rows)["external_id"], "member_id": tenant.Columns(rows)["member_id"],
			"me": me})
	if err != nil {
		return nil, fmt.Errorf("quota: import: %w", err)
	}
	if len(own) == 0 {
		return rows, nil
	}
	return slices.DeleteFunc(slices.Clone(rows), func(r Imported) bool { return slices.Contains(own, r.ExternalID) }),
		nil
}

// note keeps what else the source says of the quotas in force. That is no quota of its own, so none is replaced for it.
func note(ctx context.Context, tx *tenant.Tx, columns tenant.Args) (int64, error) {
	noted, err := tx.Exec(ctx, `UPDATE app.quotas q SET custom = x.custom::jsonb
		FROM unnest(@external_id::text[], @custom::text[]) x(external_id, custom)
		WHERE q.tenant_id = @tenant AND q.external_id = x.external_id AND q.replaced_at = 'infinity'
		AND q.custom <> x.custom::jsonb`,
		tenant.Args{"external_id": columns["external_id"], "custom": columns["custom"]})
	if err != nil {
		return 0, fmt.Errorf("quota: import: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE app.quotas q SET source_modified_at = x.modified_at
		FROM unnest(@external_id::text[], @modified_at::timestamptz[]) x(external_id, modified_at)
		WHERE q.tenant_id = @tenant AND q.external_id = x.external_id
		AND x.modified_at > coalesce(q.source_modified_at, '-infinity')`,
		tenant.Args{"external_id": columns["external_id"], "modified_at": columns["modified_at"]})
	if err != nil {
		return 0, fmt.Errorf("quota: import: %w", err)
	}
	return noted, nil
}

// fresh are the rows to insert: those that no import brought before, and those that differ from what the last one
// brought, which are known from now on. What somebody assigned here in place of an imported quota stays until the
// source differs.
func fresh(rows []Imported, before, replaced []string, now time.Time) []Imported {
	var kept []Imported
	for _, r := range rows {
		switch {
		case slices.Contains(replaced, r.ExternalID):
			r.KnownAt = now
		case slices.Contains(before, r.ExternalID):
			continue
		}
		kept = append(kept, r)
	}
	return kept
}

// Withdraw ends the quotas that the source deleted: from now on nobody has them. It answers how many were in force.
func Withdraw(ctx context.Context, tx *tenant.Tx, keys []string) (int64, error) {
	if len(keys) == 0 {
		return 0, nil
	}
	gone, err := tx.Exec(ctx, `UPDATE app.quotas SET replaced_at = @now
		WHERE tenant_id = @tenant AND external_id = ANY(@keys) AND replaced_at = 'infinity'
		AND NOT (member_id = @me AND EXISTS (SELECT 1 FROM app.plan_assignments a
			WHERE a.tenant_id = @tenant AND a.member_id = @me AND a.replaced_at = 'infinity'))`,
		tenant.Args{"now": tx.Now(), "keys": keys, "me": tx.Actor().MemberID})
	if err != nil {
		return 0, fmt.Errorf("quota: withdraw: %w", err)
	}
	return gone, nil
}
