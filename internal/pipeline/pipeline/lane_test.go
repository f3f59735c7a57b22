package pipeline_test

import (
	"context"
	"testing"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// The columns of a board are the list, divided: their totals are those of the lists that they lead to, over all
// rows and not only over the cards.
func TestTheColumnsOfABoardAddUpToTheList(t *testing.T) {
	t.Parallel()
	c := company(t)
	asked := []pipeline.Filter{{}, {InPeriod: true}, {Flag: pipeline.Attention}, {Source: "Web"}, {Name: "alpha"}}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		for _, on := range []period.Date{0, tx.Today() - 3} {
			r := scope.Request{}
			if !on.IsZero() {
				r.AsOf = on.String()
			}
			s := resolve(ctx, t, tx, r)
			for _, f := range asked {
				adds(ctx, t, tx, s, f, pipeline.OfStages)
				adds(ctx, t, tx, s, f, pipeline.OfCategories)
			}
		}
		return nil
	})
}

// adds compares a board with the list, and each of its columns with the list of its stage or category.
func adds(ctx context.Context, t *testing.T, tx *tenant.Tx, s scope.Scope, f pipeline.Filter, by pipeline.Axis) {
	t.Helper()
	const most = 2
	b, lanes, err := pipeline.Lanes(ctx, tx, s, f, by, most)
	if err != nil {
		t.Fatal(err)
	}
	if all := load(ctx, t, tx, s, f); b.Total != all.Total {
		t.Errorf("%+v by %s: the board is %+v, the list %+v", f, by, b.Total, all.Total)
	}
	for _, lane := range lanes {
		f := f
		if f.Sort = pipeline.ByAmount; by == pipeline.OfStages {
			f.Stage = lane.Key
		} else {
			f.Category = opportunity.Category(lane.Key)
		}
		f.Limit = most
		list := load(ctx, t, tx, s, f)
		if lane.Total != list.Total || len(lane.Rows) != len(list.Rows) {
			t.Fatalf("%+v, %s: %+v with %d cards, the list %+v with %d rows", f, lane.Key, lane.Total,
				len(lane.Rows), list.Total, len(list.Rows))
		}
		for i, r := range lane.Rows {
			if r.ID != list.Rows[i].ID {
				t.Errorf("%s: card %d is %s, not the largest", lane.Key, i, r.Name)
			}
		}
	}
}
