package fact_test

import (
	"context"
	"strings"
	"testing"

	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

// A version that measures years instead of quarters from the middle of one has the quota of its own days, and so has
// the one before: Ann's 100,000 a quarter are 50,000 until 14 February, and 350,000 for the rest of the year, although
// quarter and year begin on one day.
func TestAVersionThatMeasuresAnotherLengthOfPeriodHasTheQuotaOfItsOwnDays(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	yearly := strings.NewReplacer(`"from": "2026-01-01"`,
		`"from": "2026-02-15"`, `"measurement": "quarter"`, `"measurement": "year"`).Replace(office.Selling)
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := compensation.Save(ctx, tx, office.Document(t, yearly), "")
		if err != nil {
			return err
		}
		return compensation.Publish(ctx, tx, v.ID)
	})
	o.Sell(t, o.Ann, "A 60000 2026-01-20", "B 30000 2026-02-20")
	o.Run(t, "2026-01") // in turn
	o.Run(t, "2026-02")
	_, r := o.Of(t, o.Ann, "2026-02")
	if r.Earned != 10_000_00 { // 50,000 at 10 % and 10,000 at 20 %, then 30,000 at 10 %
		t.Errorf("%d is earned, want 1000000", r.Earned)
	}
	if a := r.Attainment; a == nil || a.StringFixed(6) != "0.085714" {
		t.Errorf("the attainment is %v, want 30,000 of 350,000", a)
	}
}
