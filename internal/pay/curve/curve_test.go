package curve_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/curve"
	"quarterdeck/internal/pay/plan"
)

// tiered is a plan of one component, by what stands in it.
func tiered(t testing.TB, component string) plan.Document {
	t.Helper()
	d, err := plan.Parse(fmt.Appendf(nil,
		`{"name": "X", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
		"components": [{"id": "sales", "kind": "rate", %s}]}`, component))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAnExampleIsWhatTheContractSays(t *testing.T) {
	t.Parallel()
	const all = `"quota": "assigned", "tiers": [{"from": "0", "rate": "0.10"}, {"from": "1.00", "rate": "0.15", "apply": "all"}, {"from": "1.20", "rate": "0.20", "apply": "all"}]`
	const above = `"quota": "assigned", "tiers": [{"from": "0", "rate": "0.10"}, {"from": "1.00", "rate": "0.15"}, {"from": "1.20", "rate": "0.20"}]`
	for _, c := range []struct {
		component, quota, credit string
		parts                    int
		pays                     int64
	}{
		{above, "1000000", "1300000", 1, 150_000_00}, {all, "1000000", "1300000", 1, 260_000_00},
		{all, "1000000", "1199999", 1, 179_999_85}, {all, "1000000", "1200000", 1, 240_000_00},
		{above, "1000000", "1300000", 20, 150_000_00}, {above, "1000000", "0", 20, 0},
		{`"tiers": [{"from": "0", "rate": "0.10"}], "cap": {"per_opportunity": "1000.00"}`,
			"0", "100000", 20, 10_000_00},
		{`"tiers": [{"from": "0", "rate": "0.10"}], "cap": {"per_opportunity": "1000.00"}`, "0", "100000", 1, 1_000_00},
		{`"tiers": [{"from": "0", "rate": "0.10"}], "qualifies": {"min_amount": "30000.00", "type": ["New"], "product": ["Suite"]}`, "0", "90000", 20, 9_000_00},
		{`"tiers": [{"from": "0", "rate": "0.10"}], "qualifies": {"max_amount": "900.00"}`, "0", "90000", 20, 9_000_00},
		{`"tiers": [{"from": "0", "rate": "0.10"}], "qualifies": {"min_amount": "30000.00"}`, "0", "20000", 20, 0},
		{`"measure": "count", "boundary": "measure", "tiers": [{"from": "0", "rate": "100"}, {"from": "5", "rate": "200"}]`, "0", "7", 20, 900_00},
		{`"quota": "assigned", "gate": "0.40", "tiers": [{"from": "0", "rate": "0.10"}]`, "100000", "39999", 1, 0},
	} {
		d := tiered(t, c.component)
		got, err := curve.Example(d, &d.Components[0], period.Calendar{}, decimal.RequireFromString(c.quota),
			decimal.RequireFromString(c.credit), c.parts)
		if err != nil || got != c.pays {
			t.Errorf("%s pays %d for %s of %s in %d, not %d: %v", c.component, got, c.credit, c.quota, c.parts, c.pays,
				err)
		}
	}
}

func TestABoundarySaysWhatTheNextUnitPaysAndWhatSplittingAndDelayingDo(t *testing.T) {
	t.Parallel()
	d := tiered(t,
		`"quota": "assigned", "gate": "0.20", "tiers": [{"from": "0", "rate": "0.10"}, {"from": "1.00", "rate": "0.05"}]`)
	all, err := curve.Boundaries(d, &d.Components[0], period.Calendar{}, decimal.NewFromInt(100_000))
	if err != nil || len(all) != 2 {
		t.Fatalf("there are %d: %v", len(all), err)
	}
	if g := all[0]; !g.Gate || g.OneMore != 2_000_00 || g.Usual != 0 {
		t.Errorf("the gate is %+v", g)
	}
	// 10,000 from 95,000 on: 5,000 at 10 % and 5,000 at 5 %; half of it moved into the next quarter is under its gate
	if b := all[1]; b.Whole != 750_00 || b.Split != 500_00 || b.Later != 0 || b.OneMore != 10 || b.Usual != 10 {
		t.Errorf("the boundary is %+v", b)
	}
	d = tiered(t, `"quota": "assigned", "tiers": [{"from": "0", "rate": "0.10"}, {"from": "1.00", "rate": "0.05"}]`)
	if all, err = curve.Boundaries(d, &d.Components[0], period.Calendar{}, decimal.NewFromInt(100_000)); err != nil ||
		all[0].Split != 1000_00 || all[0].Later != 1000_00 || all[0].Whole != 750_00 {
		t.Errorf("where the rate falls, splitting and delaying pay: %+v, %v", all, err)
	}
}
