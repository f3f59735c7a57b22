// Package snapshot keeps how the pipeline stood at the end of each day, so that its course is drawn without reading all
// of history.
//
// It is derived from the versions of opportunities and never the source of a figure: a snapshot of a day is what the
// list answers as of the end of that day, and any of it can be thrown away and built again. A day is built once it is
// over; an import, which brings history, has the days before it built again.
package snapshot

import (
	"context"
	"fmt"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// stretch is how many days one transaction builds.
const stretch = 92

// Day is the state of a period's pipeline at the end of a day, in minor units of the base currency.
type Day struct {
	On       period.Date
	Open     int64 // what counts as open for the period (definitions §3)
	Commit   int64 // of it, in the category Commit
	Weighted int64
	Won      int64 // closed in the period by then
}

// CatchUp builds every day up to yesterday that is missing, or that was built before since (the zero time rebuilds
// nothing). It continues where it stopped and can be repeated. It returns the number of days built.
func CatchUp(ctx context.Context, db *tenant.DB, actor tenant.Actor, since time.Time) (int, error) {
	for built := 0; ; {
		days := 0
		err := db.Update(ctx, actor, func(tx *tenant.Tx) error {
			if err := tx.Alone(ctx, tenant.BuildSnapshots); err != nil {
				return err
			}
			if since.After(tx.Now()) {
				since = tx.Now() // no build is later
			}
			from, to, ok, err := missing(ctx, tx, since)
			if err != nil || !ok {
				return err
			}
			days = int(to-from) + 1
			return Build(ctx, tx, from, to)
		})
		if built += days; err != nil || days == 0 {
			return built, err
		}
	}
}

// Build builds the snapshots of a range of days, both included, and replaces existing ones.
func Build(ctx context.Context, tx *tenant.Tx, from, to period.Date) error {
	if to >= tx.Today() {
		return fmt.Errorf("snapshot: %s is not over", to)
	}
	return build(ctx, tx, from, to)
}

// Quarters is the period whose trend can be drawn for another: itself, or the quarter of a month.
func Quarters(c period.Calendar, p period.Period) period.Period {
	if p.Kind == period.Month {
		return c.Containing(period.Quarter, p.Start)
	}
	return p
}

// Trend is the daily trend of the scope's period from its first day to the current day, for days that have ended. For a
// month it is that of its quarter.
func Trend(ctx context.Context, tx *tenant.Tx, s scope.Scope) ([]Day, error) {
	p := Quarters(tx.Calendar(), s.Period)
	days, err := tenant.List[Day](ctx, tx, `SELECT o.on_day AS on,
			coalesce(sum(o.amount) FILTER (WHERE o.status = 'open' AND o.category <> 'omitted'), 0)::bigint AS open,
			coalesce(sum(o.amount) FILTER (WHERE o.status = 'open' AND o.category = 'commit'), 0)::bigint AS commit,
			coalesce(sum(o.weighted) FILTER (WHERE o.category <> 'omitted'), 0)::bigint AS weighted,
			coalesce(sum(o.amount) FILTER (WHERE o.status = 'won'), 0)::bigint AS won
		FROM app.pipeline_snapshots o
		WHERE o.tenant_id = @tenant AND o.quarter >= @from AND o.quarter < @to AND o.on_day >= @from AND o.on_day < @to
		AND o.on_day <= @today AND `+scope.Owned+`
		GROUP BY o.on_day ORDER BY o.on_day`,
		tenant.Args{"from": p.Start, "to": p.End, "today": s.Today, "owners": s.Owners})
	if err != nil {
		return nil, fmt.Errorf("snapshot: trend: %w", err)
	}
	return days, nil
}

// Cell is one owner's total in one category at the end of a day.
type Cell struct {
	Status      opportunity.Status
	Category    opportunity.Category
	Quarter     period.Date // its first day; zero: no close date
	Count       int64
	Amount      int64 // minor units of the base currency
	Weighted    int64
	Unconverted int64
}

// Cells are the figures of a day by status, category and quarter, of the scope's owners.
func Cells(ctx context.Context, tx *tenant.Tx, s scope.Scope, on period.Date) ([]Cell, error) {
	return tenant.List[Cell](ctx, tx, `SELECT o.status, o.category, o.quarter, sum(o.count)::bigint AS count,
		sum(o.amount)::bigint AS amount, sum(o.weighted)::bigint AS weighted, sum(o.unconverted)::bigint AS unconverted
		FROM app.pipeline_snapshots o WHERE o.tenant_id = @tenant AND o.on_day = @on AND `+scope.Owned+`
		GROUP BY o.status, o.category, o.quarter ORDER BY o.quarter, o.status, o.category`,
		tenant.Args{"on": on, "owners": s.Owners})
}
