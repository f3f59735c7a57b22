package pipeline_test

import (
	"context"
	"testing"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

func TestAProblemIsTheSumOfTheListThatItOpens(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, r := range []scope.Request{{}, {Period: "2026-Q3"}, {Team: "North"}, {AsOf: "2026-11-19"}} {
		c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
			s := resolve(ctx, t, tx, r)
			problems, err := pipeline.Problems(ctx, tx, s)
			found := int64(0)
			for _, p := range problems {
				b := load(ctx, t, tx, s, p.Filter)
				if p.Count != b.Total.Count || p.Amount != b.Total.Amount {
					t.Errorf("%+v: %+v is %d of %d, the list %d of %d", r, p.Filter, p.Count, p.Amount, b.Total.Count,
						b.Total.Amount)
				}
				if p.Count > 0 {
					found++
				}
			}
			if r == (scope.Request{}) && found != 6 {
				t.Errorf("only %d kinds of problems are found: %+v", found, problems)
			}
			return err
		})
	}
}
