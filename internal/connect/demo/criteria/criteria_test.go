package criteria_test

import (
	"context"
	"testing"

	"quarterdeck/internal/connect/demo/criteria"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb/cast"
)

// fill furnishes the company and tells how many rules it has.
func fill(t *testing.T, c *cast.Company) (n int) {
	t.Helper()
	if err := criteria.Fill(t.Context(), c.DB, tenant.Organisation{TenantID: c.TenantID}); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := rule.At(ctx, tx, tx.Now())
		n = len(all)
		return err
	})
	return n
}

func TestTheDemoAsksOnceAndOnlyOfItsOwnStages(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	if n := fill(t, &c); n != 0 {
		t.Fatalf("%d rules without the stages that they are about", n)
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for i, name := range []string{"Qualification", "Technical Evaluation"} {
			if err := stage.Define(ctx, tx, stage.Stage{Name: name, Position: 10 + i, Status: "open",
				Category: "pipeline"}, cast.Since); err != nil {
				return err
			}
		}
		return nil
	})
	for range 2 {
		if n := fill(t, &c); n != 3 {
			t.Errorf("%d rules", n)
		}
	}
}
