package opportunity

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// columns are those that a current opportunity and a version have in common, but for the key.
const columns = `o.account_id, o.owner_id, o.name, o.stage, o.status, o.category, o.category_manual, o.probability_bp,
	o.probability_manual, o.amount, o.currency, o.close_on, o.type, o.source, o.competitor, o.budget_confirmed,
	o.loss_reason, o.next_step, nullif(o.fields, '{}') AS fields, o.created_at, o.closed_at`

// Get is an opportunity that the actor may see, now or (with a moment) as it was known then; else NotFound. What never
// changes, such as the source's other columns, is as it is now.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID, asOf time.Time) (Opportunity, error) {
	known := asOf
	if known.IsZero() {
		known = tx.Now()
	}
	members, all := tx.Visible()
	o, err := tenant.One[Opportunity](ctx, tx, `SELECT o.id, coalesce(n.external_id, '') AS external_id, `+columns+`,
			n.changed_at, n.deleted_at, n.revision, n.custom
		FROM `+ever(asOf)+` JOIN app.opportunities n ON n.tenant_id = @tenant AND n.id = o.id
		WHERE o.tenant_id = @tenant AND o.id = @id AND (@all OR o.owner_id = ANY(@members::uuid[]))
		AND @known::timestamptz IS NOT NULL`,
		tenant.Args{"id": id, "all": all, "members": members, "known": known})
	if err != nil {
		return o, fmt.Errorf("opportunity: get: %w", err)
	}
	return o, nil
}

// Names maps opportunities that the actor may see to their names.
func Names(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	type named struct {
		ID   uuid.UUID
		Name string
	}
	members, all := tx.Visible()
	rows, err := tenant.List[named](ctx, tx, `SELECT o.id, o.name FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.id = ANY(@ids) AND (@all OR o.owner_id = ANY(@members::uuid[]))`,
		tenant.Args{"ids": ids, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("opportunity: names: %w", err)
	}
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}

// ever is From with what is deleted now, whose page and history stay.
func ever(asOf time.Time) string {
	if asOf.IsZero() {
		return "app.opportunities o"
	}
	return From(asOf)
}

// History lists the changes of an opportunity that were known at a moment (the zero time: now), oldest first. It does
// not ask whether the actor may see the opportunity: Get does.
func History(ctx context.Context, tx *tenant.Tx, id uuid.UUID, asOf time.Time) ([]Change, error) {
	known := asOf
	if known.IsZero() {
		known = tx.Now()
	}
	return tenant.List[Change](ctx, tx, `SELECT id, opportunity_id, field, old_value, new_value, true_since, known_at,
		recorded_at, seq, member_id, source, external_id
		FROM app.opportunity_changes WHERE tenant_id = @tenant AND opportunity_id = @id AND known_at <= @known
		ORDER BY known_at, seq`,
		tenant.Args{"id": id, "known": known})
}

// ChangedBetween tells which of some opportunities were created or changed after a moment, as far as it was known at
// another one. It does not ask whether the actor may see them.
func ChangedBetween(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID,
	since, known time.Time) (map[uuid.UUID]bool, error) {
	changed, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT DISTINCT opportunity_id FROM app.opportunity_changes
		WHERE tenant_id = @tenant AND opportunity_id = ANY(@ids::uuid[]) AND known_at > @since AND known_at <= @known
			AND field IN ('created', 'stage', 'status', 'amount', 'close_on', 'category', 'owner')`,
		tenant.Args{"ids": ids, "since": since, "known": known})
	if err != nil {
		return nil, fmt.Errorf("opportunity: changed: %w", err)
	}
	set := map[uuid.UUID]bool{}
	for _, id := range changed {
		set[id] = true
	}
	return set, nil
}
