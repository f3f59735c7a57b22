package pipeline

import (
	"context"
	"fmt"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Axis is by what a board divides the list into columns.
type Axis string

// The axes.
const (
	OfStages     Axis = "stage"
	OfCategories Axis = "category"
)

// ParseAxis reads an axis; anything else is the stages.
func ParseAxis(text string) Axis {
	if Axis(text) == OfCategories {
		return OfCategories
	}
	return OfStages
}

var axes = map[Axis]string{OfStages: "o.stage", OfCategories: "o.category"}

// Lane is a column of a board: the total over all of its opportunities, and the largest of them.
type Lane struct {
	Key   string // the stage or category
	Total Total
	Rows  []Row
}

// Lanes loads the list as columns with at most so many rows each, the largest amounts first. Columns without an
// opportunity are not among them. The total of the list is that of its columns.
func Lanes(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter, by Axis, most int) (Board, []Lane, error) {
	b := Board{Scope: s, Filter: f, Base: tx.Base()}
	b.quiet, b.before = quietSince(tx, s)
	lanes, err := laneTotals(ctx, tx, s, f, by)
	if err != nil {
		return b, nil, err
	}
	at := map[string]*Lane{}
	for i := range lanes {
		at[lanes[i].Key] = &lanes[i]
		b.Total = b.Total.plus(lanes[i].Total)
	}
	cards, err := cards(ctx, tx, s, f, by, most)
	if err != nil {
		return b, nil, err
	}
	for _, r := range cards {
		key := r.Stage
		if by == OfCategories {
			key = string(r.Category)
		}
		if lane := at[key]; lane != nil {
			lane.Rows = append(lane.Rows, r)
		}
	}
	return b, lanes, nil
}

func (t Total) plus(u Total) Total {
	return Total{Count: t.Count + u.Count, Amount: t.Amount + u.Amount, Weighted: t.Weighted + u.Weighted,
		Unconverted: t.Unconverted + u.Unconverted}
}

func laneTotals(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter, by Axis) ([]Lane, error) {
	type sums struct {
		Key string
		Total
	}
	found, err := tenant.List[sums](ctx, tx, `SELECT o.lane AS key, `+summed+`
		FROM (SELECT `+axes[by]+` AS lane, `+fx.Base+` AS base, o.probability_bp, o.status, o.close_on
			FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND `+chosen(f)+`) o GROUP BY o.lane`,
		arguments(tx, s, f))
	if err != nil {
		return nil, fmt.Errorf("pipeline: totals of columns: %w", err)
	}
	var lanes []Lane
	for _, t := range found {
		lanes = append(lanes, Lane{Key: t.Key, Total: t.Total})
	}
	return lanes, nil
}

// cards are the largest rows of each column.
func cards(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter, by Axis, most int) ([]Row, error) {
	args := arguments(tx, s, f)
	args["most"] = most
	order := ByAmount.order(Cursor{}).by
	found, err := tenant.List[Row](ctx, tx, `WITH o AS (SELECT * FROM (SELECT o.*, `+fx.Base+` AS base,
				row_number() OVER (PARTITION BY `+axes[by]+` ORDER BY `+order+`) AS place
			FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND `+chosen(f)+`) o
			WHERE o.place <= @most)`+shown(`''`, nil)+` ORDER BY o.place`, args)
	if err != nil {
		return nil, fmt.Errorf("pipeline: cards: %w", err)
	}
	return found, nil
}
