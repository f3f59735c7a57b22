package commission_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

func TestCliffsAreNamedWithWhatTheyPay(t *testing.T) {
	t.Parallel()
	retro := selling("0.10", "0.15 all from 1", "0.20 all from 1.2")
	gated := with(selling("0.10"), func(_ *plan.Document, c *plan.Component) { c.Gate = ptr("0.4") })
	capped := with(selling("0.10", "0.20 from 1"), func(_ *plan.Document, c *plan.Component) {
		c.Cap = plan.Cap{PerOpportunity: ptr("10000"), PerPeriod: ptr("150000")}
	})
	for _, c := range []struct {
		name string
		plan plan.Document
		want string
	}{
		{"the definitions' cliff", retro,
			"retroactive tier at 1000000: 5000000, retroactive tier at 1200000: 6000000, period end at 1000000: 10000000"},
		{"a gate", gated, "gate at 400000: 4000000"},
		{"caps", capped, "cap at 1250000: -2500000, cap at 100000: 1000000, period end at 1000000: -5000000"},
		{"one rate", selling("0.10"), ""},
	} {
		var got []string
		for _, cliff := range commission.Cliffs(c.plan, dec("1000000")) {
			got = append(got, fmt.Sprintf("%s at %s: %d", cliff.Kind, cliff.At, cliff.Jump))
			if cliff.Component != "sales" || !strings.HasSuffix(cliff.Sentence, ".") ||
				strings.Contains(cliff.Sentence, "  ") {
				t.Errorf("%s: %+v", c.name, cliff)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
	if said := commission.Cliffs(retro,
		dec("1000000"))[1].Sentence; said != "Reaching 120 % of quota pays 60,000.00 more at once, since the rate then holds back to the first unit." {
		t.Error(said)
	}
}

// What reaching a place pays at once is what the engine pays there, less what it pays just below it.
func TestACliffIsWhatTheEnginePays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, plan.Restate)
		c := &w.plan.Components[0]
		c.Measure, c.Multipliers, c.Cap.PerOpportunity, c.Qualifies, c.Clawback = plan.Amount, nil, nil,
			plan.Criteria{}, nil
		pays := func(credited decimal.Decimal) int64 {
			w.events = []commission.Event{{ID: "1", Opportunity: "A", Kind: commission.Booking, On: day("2028-05-05"),
				Facts: commission.Facts{Amount: &credited}}}
			return earned(t, w.input())
		}
		quota := w.quota
		if c.Quota != nil && !c.Quota.Assigned {
			quota = c.Quota.Fixed
		}
		jumps := map[string]int64{}
		for _, cliff := range commission.Cliffs(w.plan, w.quota) {
			if cliff.Kind == "gate" || cliff.Kind == "retroactive tier" {
				jumps[cliff.At.String()] = cliff.Jump
			}
		}
		places := []decimal.Decimal{}
		for _, tier := range c.Tiers[1:] {
			at := tier.From
			if !c.ByMeasure {
				at = at.Mul(quota)
			}
			places = append(places, at)
		}
		if c.Gate != nil {
			places = append(places, c.Gate.Mul(quota))
		}
		for _, at := range places {
			jump := pays(at) - pays(at.Sub(decimal.New(1, -9)))
			if named := jumps[at.String()]; max(jump-named, named-jump) > 5 { // the engine rounds each tier
				t.Fatalf("%s\nat %s pay jumps by %d, and the cliff says %d", w, at, jump, named)
			}
		}
	})
}
