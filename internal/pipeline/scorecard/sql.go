package scorecard

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// openCell sums what is open by everything that the figures divide it by.
type openCell struct {
	OwnerID     *uuid.UUID
	Month       period.Date // first day of the close month; zero: no close date
	Category    opportunity.Category
	Stage       string
	Overdue     bool
	Count       int64
	Amount      int64
	Weighted    int64
	Decayed     int64 // Weighted at the decay for overdue opportunities
	Unconverted int64
}

func openCells(ctx context.Context, tx *tenant.Tx, s scope.Scope) ([]openCell, error) {
	args := s.Args(tx)
	args["decay"] = tx.Settings().OverdueDecayBP
	cells, err := tenant.List[openCell](ctx, tx, `SELECT p.owner_id, p.month, p.category, p.stage, p.overdue,
		count(*) AS count,
			coalesce(sum(p.base), 0)::bigint AS amount,
			coalesce(sum(`+opportunity.WeightedSQL("p.base", "p.probability_bp")+`), 0)::bigint AS weighted,
			coalesce(sum(`+opportunity.DecayedSQL("p.base", "p.probability_bp")+`) FILTER (WHERE p.overdue),
			0)::bigint AS decayed,
			count(*) FILTER (WHERE p.base IS NULL) AS unconverted
		FROM (SELECT o.owner_id, o.close_on - (extract(day FROM o.close_on)::int - 1) AS month, o.category, o.stage,
				coalesce(o.close_on < @today, false) AS overdue, o.probability_bp, `+fx.Base+` AS base
			FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND o.status = 'open' AND `+scope.Owned+`) p
		GROUP BY p.owner_id, p.month, p.category, p.stage, p.overdue`, args)
	if err != nil {
		return nil, fmt.Errorf("scorecard: open: %w", err)
	}
	return cells, nil
}

// closedCell sums what closed by owner, month and outcome.
type closedCell struct {
	OwnerID *uuid.UUID
	Month   period.Date
	Status  opportunity.Status
	Type    string
	SoFar   bool // in the days of its period that correspond to those of the page's so far
	Count   int64
	Amount  int64
	Unknown int64 // how many have no amount, or no rate to convert it
	Days    int64 // Σ days from creation to closing
	Undated int64 // how many closed before they were known of, so that nobody knows their days
}

// cycle is the days from creation to closing, an SQL expression. What closed before it was known of has none.
const cycle = `CASE WHEN o.close_on >= (o.created_at AT TIME ZONE @zone)::date THEN o.close_on - (o.created_at AT TIME ZONE @zone)::date END`

// closedCells sums what closed in spans that follow each other; each has the day up to which it corresponds to the
// page's period so far.
func closedCells(ctx context.Context, tx *tenant.Tx, s scope.Scope, spans []span) ([]closedCell, error) {
	args := s.Args(tx)
	starts, until := make([]period.Date, len(spans)), make([]period.Date, len(spans))
	for i, p := range spans {
		starts[i], until[i] = p.Start, p.until
	}
	args["from"], args["to"], args["zone"] = spans[0].Start, spans[len(spans)-1].End, tx.Settings().TimeZone
	args["starts"], args["until"] = starts, until
	cells, err := tenant.List[closedCell](ctx, tx, `SELECT p.owner_id, p.month, p.status, p.type, p.so_far,
		count(*) AS count, coalesce(sum(p.base), 0)::bigint AS amount,
		count(*) FILTER (WHERE p.base IS NULL) AS unknown, coalesce(sum(p.days), 0)::bigint AS days,
		count(*) FILTER (WHERE p.days IS NULL) AS undated
		FROM (SELECT o.owner_id, o.close_on - (extract(day FROM o.close_on)::int - 1) AS month, o.status, o.type,
				o.close_on < (@until::date[])[width_bucket(o.close_on, @starts::date[])] AS so_far,
				`+cycle+` AS days, `+fx.Base+` AS base
			FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND o.status <> 'open'
			AND o.close_on >= @from AND o.close_on < @to
				AND `+scope.Owned+`) p
		GROUP BY p.owner_id, p.month, p.status, p.type, p.so_far`, args)
	if err != nil {
		return nil, fmt.Errorf("scorecard: closed: %w", err)
	}
	return cells, nil
}

func medians(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Medians, error) {
	args := s.Args(tx)
	args["from"], args["to"], args["zone"] = s.Period.Start, s.Period.End, tx.Settings().TimeZone
	m, err := tenant.One[Medians](ctx, tx, `SELECT coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY p.base),
			0)::bigint AS deal,
			coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY p.days), 0)::bigint AS cycle
		FROM (SELECT `+cycle+` AS days, `+fx.Base+` AS base
			FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND o.status = 'won' AND o.close_on >= @from
			AND o.close_on < @to
				AND `+scope.Owned+`) p`, args)
	if err != nil {
		return m, fmt.Errorf("scorecard: medians: %w", err)
	}
	return m, nil
}

// days is what was won on each day of the period so far.
func days(ctx context.Context, tx *tenant.Tx, s scope.Scope) ([]Day, error) {
	args := s.Args(tx)
	args["from"], args["to"] = s.Period.Start, s.Period.End
	found, err := tenant.List[Day](ctx, tx, `SELECT o.close_on AS on, coalesce(sum(`+fx.Base+`), 0)::bigint AS won
		FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND o.status = 'won' AND o.close_on >= @from
		AND o.close_on < @to
			AND `+scope.Owned+` GROUP BY o.close_on ORDER BY o.close_on`, args)
	if err != nil {
		return nil, fmt.Errorf("scorecard: days: %w", err)
	}
	for i := 1; i < len(found); i++ {
		found[i].Won += found[i-1].Won
	}
	return found, nil
}

// quiet counts the open opportunities of each owner on which nothing was done for the organisation's number of days.
func quiet(ctx context.Context, tx *tenant.Tx, s scope.Scope) (map[uuid.UUID]int64, error) {
	type count struct {
		OwnerID uuid.UUID
		Count   int64
	}
	since := s.Today - period.Date(tx.Settings().UntouchedDays)
	rows, err := tenant.List[count](ctx, tx, `SELECT o.owner_id, count(*) AS count FROM `+opportunity.From(s.AsOf)+`
		WHERE o.tenant_id = @tenant AND o.status = 'open' AND o.owner_id IS NOT NULL AND o.created_at < @quiet_at
		AND `+scope.Owned+`
			AND NOT EXISTS (SELECT 1 FROM app.activities q WHERE q.tenant_id = @tenant AND q.opportunity_id = o.id
				AND q.occurs_on > @quiet AND q.occurs_on <= @today
				AND q.done AND q.created_at <= @known AND (q.deleted_at IS NULL OR q.deleted_at > @known))
		GROUP BY o.owner_id`,
		tenant.Args{"owners": s.Owners, "known": s.Known, "today": s.Today, "quiet": since,
			"quiet_at": tx.Calendar().EndOf(since)})
	if err != nil {
		return nil, fmt.Errorf("scorecard: untouched: %w", err)
	}
	counts := map[uuid.UUID]int64{}
	for _, r := range rows {
		counts[r.OwnerID] = r.Count
	}
	return counts, nil
}
