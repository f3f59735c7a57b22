package pipeline

import (
	"context"
	"fmt"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Problem is something that is wrong with open opportunities and makes the forecast worse: the list of Filter, in sum.
type Problem struct {
	Filter Filter
	Count  int64
	Amount int64 // minor units of the base currency, of those that have one
}

// wrong are the problems of a period's opportunities, with the condition on the opportunity o of each.
var wrong = []struct {
	filter    Filter
	condition string
}{
	{Filter{InPeriod: true, Flag: Overdue}, overdue},
	{Filter{InPeriod: true, Flag: NoStep}, stepless},
	{Filter{InPeriod: true, Whose: Nobodys}, `o.owner_id IS NULL`},
	{Filter{InPeriod: true, Flag: Unpriced}, `o.amount IS NULL`},
	{Filter{InPeriod: true, Flag: NoRate}, unrated},
}

// Problems sums what is wrong with the open opportunities of a scope's period, all kinds, in one reading of them; what
// has no close date is in no period and comes last.
func Problems(ctx context.Context, tx *tenant.Tx, s scope.Scope) ([]Problem, error) {
	kinds := `CASE`
	for n, w := range wrong {
		kinds += fmt.Sprintf(` WHEN w.kind = %d THEN %s`, n, w.condition)
	}
	args := arguments(tx, s, Filter{InPeriod: true})
	delete(args, "decay") // nothing is weighted
	args["last"] = len(wrong) - 1
	rows, err := tenant.List[struct {
		Kind          int
		Count, Amount int64
	}](ctx, tx, `SELECT w.kind, count(*) AS count, coalesce(sum(`+fx.Base+`), 0)::bigint AS amount
		FROM `+opportunity.From(s.AsOf)+` CROSS JOIN generate_series(0, @last::int) w (kind)
			WHERE o.tenant_id = @tenant AND `+chosen(Filter{})+` AND `+kinds+` END GROUP BY w.kind`, args)
	if err != nil {
		return nil, fmt.Errorf("pipeline: problems: %w", err)
	}
	all := make([]Problem, len(wrong), len(wrong)+1)
	for n, w := range wrong {
		all[n].Filter = w.filter
	}
	for _, r := range rows {
		all[r.Kind].Count, all[r.Kind].Amount = r.Count, r.Amount
	}
	undated := Filter{Flag: NoDate}
	t, err := total(ctx, tx, s, undated)
	return append(all, Problem{Filter: undated, Count: t.Count, Amount: t.Amount}), err
}
