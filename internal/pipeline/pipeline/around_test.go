package pipeline_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// The way from one opportunity to the next goes through the whole list, in its order.
func TestTheNeighboursOfARowAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s := resolve(ctx, t, tx, scope.Request{})
		for _, by := range everyOrder() {
			f := pipeline.Filter{Sort: by}
			rows := load(ctx, t, tx, s, f).Rows
			for i, r := range rows {
				a, err := pipeline.Neighbours(ctx, tx, s, f, r.ID)
				if err != nil {
					return err
				}
				if a.Place != int64(i+1) || a.Of != int64(len(rows)) || (a.Prev == nil) != (i == 0) ||
					(a.Next == nil) != (i == len(rows)-1) || i > 0 && *a.Prev != rows[i-1].ID ||
					i < len(rows)-1 && *a.Next != rows[i+1].ID {
					t.Errorf("by %s, row %d of %d has %+v", by, i+1, len(rows), a)
				}
			}
		}
		a, err := pipeline.Neighbours(ctx, tx, s, pipeline.Filter{}, uuid.New())
		if a != (pipeline.Around{}) {
			t.Errorf("what is not in the list has %+v", a)
		}
		return err
	})
}
