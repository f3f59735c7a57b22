package fact

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/rollup"
)

// wonColumns are a version o of an opportunity n as pay reads it. The account and the products are as they are now:
// their past is not kept. Where the source has columns for a contract's length, its yearly revenue or its margin, they
// are among the custom ones.
func wonColumns() string {
	segment, _ := rollup.BySegment.SQL()
	territory, _ := rollup.ByTerritory.SQL()
	return `o.id, n.name, o.known_from, o.owner_id, o.amount, o.currency, o.close_on, o.type, o.source,
		` + segment + ` AS segment, ` + territory + ` AS territory,
			coalesce((SELECT array_agg(DISTINCT p.name ORDER BY p.name) FROM app.line_items l
			JOIN app.products p ON p.tenant_id = @tenant AND p.id = l.product_id
				WHERE l.tenant_id = @tenant AND l.opportunity_id = o.id AND l.deleted_at IS NULL), '{}') AS products,
			coalesce(n.custom->>'Term_Months__c', n.custom->>'Contract_Term__c', n.custom->>'term_months', '') AS term,
			coalesce(n.custom->>'ARR__c', n.custom->>'arr', '') AS arr,
			coalesce(n.custom->>'Margin__c', n.custom->>'margin', '') AS margin`
}

// listWon reads the versions of each opportunity that is won as known at a moment, since it was won last; of all, or of
// those that some members owned or have a share of. It goes through the versions once, so that it takes as long without
// statistics of the tables as with them.
func listWon(ctx context.Context, tx *tenant.Tx, known time.Time, only []uuid.UUID) ([]Version, error) {
	of, err := listOwned(ctx, tx, only)
	if err != nil {
		return nil, err
	}
	rows, err := tenant.List[Version](ctx, tx, `WITH o AS (
			SELECT v.*, max(v.known_from) FILTER (WHERE v.status <> 'won') OVER (PARTITION BY v.id) AS other,
				bool_or(v.status = 'won' AND v.known_to > @known) OVER (PARTITION BY v.id) AS is_won
			FROM app.opportunity_versions v WHERE v.tenant_id = @tenant AND v.known_from <= @known
			AND (@of::uuid[] IS NULL OR v.id = ANY(@of::uuid[])))
		SELECT `+wonColumns()+`
		FROM o CROSS JOIN LATERAL (SELECT p.* FROM app.opportunities p
		WHERE p.tenant_id = @tenant AND p.id = o.id OFFSET 0) n -- by its key, whatever is estimated
		WHERE o.tenant_id = @tenant AND o.is_won AND o.status = 'won' AND (o.other IS NULL OR o.known_from > o.other)
		ORDER BY o.id, o.known_from`, tenant.Args{"known": known, "of": of})
	if err != nil {
		return nil, fmt.Errorf("fact: bookings: %w", err)
	}
	return rows, nil
}

// listOwned is what some members ever owned or have a share of; nil where they are nil, which is everybody.
func listOwned(ctx context.Context, tx *tenant.Tx, members []uuid.UUID) ([]uuid.UUID, error) {
	if members == nil {
		return nil, nil
	}
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT w.id FROM app.opportunity_versions w
		WHERE w.tenant_id = @tenant AND w.owner_id = ANY(@members::uuid[])
		UNION SELECT c.opportunity_id FROM app.credit_splits c
		WHERE c.tenant_id = @tenant AND c.member_id = ANY(@members::uuid[])`, tenant.Args{"members": members})
	if err != nil {
		return nil, fmt.Errorf("fact: owned: %w", err)
	}
	return append([]uuid.UUID{}, ids...), nil
}

// ListOpen lists the open opportunities that the actor may see, as they are now.
func ListOpen(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]Version, error) {
	open := map[uuid.UUID]Version{}
	if len(ids) == 0 {
		return open, nil
	}
	args := tenant.Args{"ids": ids, "owners": nil}
	if visible, all := tx.Visible(); !all {
		args["owners"] = visible
	}
	rows, err := tenant.List[Version](ctx, tx, `SELECT `+wonColumns()+` FROM app.opportunity_versions o
		JOIN app.opportunities n ON n.tenant_id = @tenant AND n.id = o.id
		WHERE o.tenant_id = @tenant AND o.id = ANY(@ids::uuid[]) AND o.known_to = 'infinity' AND o.status = 'open'
		AND (@owners::uuid[] IS NULL OR o.owner_id = ANY(@owners::uuid[]))`, args)
	if err != nil {
		return nil, fmt.Errorf("fact: open: %w", err)
	}
	for _, r := range rows {
		open[r.ID] = r
	}
	return open, nil
}

// over is that somebody was above a member on some days.
type over struct {
	ManagerID uuid.UUID
	MemberID  uuid.UUID
	ValidFrom period.Date
	ValidTo   period.Date // zero: until further notice
}

func listOver(ctx context.Context, tx *tenant.Tx) ([]over, error) {
	rows, err := tenant.List[over](ctx, tx, `SELECT m.manager_id, m.member_id, m.valid_from, m.valid_to
		FROM app.management m WHERE m.tenant_id = @tenant AND m.depth > 0
		ORDER BY m.member_id, m.manager_id, m.valid_from`, nil)
	if err != nil {
		return nil, fmt.Errorf("fact: hierarchy: %w", err)
	}
	return rows, nil
}

// listRates are the rates that were known at a moment.
func listRates(ctx context.Context, tx *tenant.Tx, known time.Time) ([]fx.Rate, error) {
	rates, err := fx.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	kept := rates[:0]
	for _, r := range rates {
		if !r.KnownAt.After(known) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}
