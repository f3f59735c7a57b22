package bulk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/bulk"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/testdb/cast"
)

// Every opportunity that breaks a rule is refused with its message, and none of the others is.
func TestFiveThousandAreMovedButForThoseThatBreakARule(t *testing.T) {
	const all, bad = 5000, 137
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for from := 0; from < all; from += 500 {
			var records []opportunity.Imported
			for i := from; i < from+500; i++ {
				o := c.Opportunity(fmt.Sprint("Deal ", i), c.Ann, "Discovery", 100_00, "2026-12-10")
				if i*bad/all != (i+1)*bad/all { // spread over the batches
					o.State.Amount = nil
				}
				records = append(records, o)
			}
			if _, err := cast.Take(ctx, tx, records...); err != nil {
				return err
			}
		}
		return nil
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := rule.Save(ctx, tx, rule.Rule{Kind: rule.Gate, Stage: "Discovery",
			Terms: []rule.Term{{Field: "amount", Op: rule.Known}}}, uuid.Nil)
		return err
	})
	id := start(t, &c, c.Nora, bulk.Change{Kind: bulk.Stage, Value: "Proposal"})
	began := time.Now()
	want(t, run(t, &c, c.Nora, id), all-bad, 0, bad, 0)
	t.Logf("%d opportunities in %s", all, time.Since(began).Round(time.Millisecond))
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		problems, err := bulk.Problems(ctx, tx, id, 0)
		for _, p := range problems {
			if p.Message != "To leave Discovery, this needs an amount." {
				t.Errorf("%s: %s", p.Name, p.Message)
			}
		}
		if len(problems) != bad {
			t.Errorf("%d problems", len(problems))
		}
		return err
	})
}
