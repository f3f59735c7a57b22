package bulk_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/bulk"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/testdb/cast"
)

// lacking is a company with so many opportunities in Discovery, some of which, spread over the batches, lack the amount
// that its exit criteria ask.
func lacking(t testing.TB, all, bad int) cast.Company {
	t.Helper()
	c := cast.Found(t)
	var records []opportunity.Imported
	for i := range all {
		o := c.Opportunity(fmt.Sprint("Deal ", i), c.Ann, "Discovery", 100_00, "2026-12-10")
		if i*bad/all != (i+1)*bad/all {
			o.State.Amount = nil
		}
		records = append(records, o)
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for len(records) > 0 {
			n := min(500, len(records))
			if _, err := cast.Take(ctx, tx, records[:n]...); err != nil {
				return err
			}
			records = records[n:]
		}
		return nil
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := rule.Save(ctx, tx, rule.Rule{Kind: rule.Gate, Stage: "Discovery",
			Terms: []rule.Term{{Field: "amount", Op: rule.Known}}}, uuid.Nil)
		return err
	})
	return c
}

var onward = bulk.Change{Kind: bulk.Stage, Value: "Proposal"}

func TestEveryOpportunityThatBreaksARuleIsRefusedWithItsMessageAndNoOther(t *testing.T) {
	t.Parallel()
	const all, bad = 300, 37
	c := lacking(t, all, bad)
	id := start(t, &c, c.Nora, onward)
	want(t, run(t, &c, c.Nora, id), all-bad, 0, bad, 0)
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

func TestWhatOnlyWarnsIsChangedAndListedWithItsMessage(t *testing.T) {
	t.Parallel()
	const all, bad = 30, 4
	c := lacking(t, all, bad)
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := rule.Save(ctx, tx, rule.Rule{Kind: rule.Check, Warns: true, Message: "A next step without an amount.",
			Terms: []rule.Term{{Field: "next_step", Op: rule.Known}, {Field: "amount", Op: rule.Unknown}}}, uuid.Nil)
		return err
	})
	id := start(t, &c, c.Nora, bulk.Change{Kind: bulk.NextStep, Value: "Call"})
	j := run(t, &c, c.Nora, id)
	want(t, j, all, 0, 0, 0)
	if j.Warned != bad {
		t.Errorf("%d have a warning, not %d", j.Warned, bad)
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		listed, err := bulk.Problems(ctx, tx, id, 0)
		for _, r := range listed {
			if *r.Result != "changed" || r.Message != "A next step without an amount." {
				t.Errorf("%s is listed as %s: %s", r.Name, *r.Result, r.Message)
			}
		}
		if len(listed) != bad {
			t.Errorf("%d are listed", len(listed))
		}
		return err
	})
}

func BenchmarkFiveThousandAreMovedButForThoseThatBreakARule(b *testing.B) {
	const all, bad = 5000, 137
	for range b.N {
		b.StopTimer()
		c := lacking(b, all, bad)
		id := start(b, &c, c.Nora, onward)
		b.StartTimer()
		want(b, run(b, &c, c.Nora, id), all-bad, 0, bad, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/all, "ms/row")
}
