package commission_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/commission"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

func TestTheCurveJumpsAtTheCliff(t *testing.T) {
	t.Parallel()
	p := selling("0.10", "0.15 all from 1", "0.20 all from 1.2")
	var got []string
	for _, at := range commission.Marginal(input(p, "1000000"), "sales", day("2026-02-02")) {
		if at.Credited.Equal(dec("1200000")) || at.Credited.IsZero() || at.Credited.Equal(dec("2000000")) {
			got = append(got, fmt.Sprintf("%s %s %d %s", at.Credited, at.Attainment, at.Pay, at.Rate))
		}
	}
	want := "0 0 0 0.1 | 1200000 1.2 18000000 0 | 1200000 1.2 24000000 0.2 | 2000000 2 40000000 0.2"
	if s := strings.Join(got, " | "); s != want {
		t.Errorf("the curve is %s, want %s", s, want)
	}
	if none := commission.Marginal(input(p, ""), "sales", day("2026-02-02")); none != nil {
		t.Errorf("without a quota the curve has %d points", len(none))
	}
	if none := commission.Marginal(input(p, "1"), "other", day("2026-02-02")); none != nil {
		t.Errorf("a component that is not there has %d points", len(none))
	}
}

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
		{"the definitions' cliff", retro, "retroactive tier at 1000000: 5000000, retroactive tier at 1200000: 6000000, period end at 1000000: 10000000"},
		{"a gate", gated, "gate at 400000: 4000000"},
		{"caps", capped, "cap at 1250000: -2500000, cap at 100000: 1000000, period end at 1000000: -5000000"},
		{"one rate", selling("0.10"), ""},
	} {
		var got []string
		for _, cliff := range commission.Cliffs(c.plan, dec("1000000")) {
			got = append(got, fmt.Sprintf("%s at %s: %d", cliff.Kind, cliff.At, cliff.Jump))
			if cliff.Component != "sales" || !strings.HasSuffix(cliff.Sentence, ".") || strings.Contains(cliff.Sentence, "  ") {
				t.Errorf("%s: %+v", c.name, cliff)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
	if said := commission.Cliffs(retro, dec("1000000"))[1].Sentence; said != "Reaching 120 % of quota pays 60,000.00 more at once, since the rate then holds back to the first unit." {
		t.Error(said)
	}
}

// The curve is what one opportunity of that size earns in the period.
func TestTheCurveIsWhatTheEnginePays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, plan.Restate)
		c := &w.plan.Components[0]
		c.Measure, c.Multipliers, c.Cap.PerOpportunity, c.Qualifies, c.Clawback = plan.Amount, nil, nil, plan.Criteria{}, nil
		w.events = nil
		points := commission.Marginal(w.input(), "sales", day("2028-05-05"))
		if len(points) < 41 {
			t.Fatalf("%s\n%d points", w, len(points))
		}
		for i, p := range points {
			if i+1 < len(points) && points[i+1].Credited.Equal(p.Credited) {
				continue // just below
			}
			credited := p.Credited
			w.events = []commission.Event{{ID: "1", Opportunity: "A", Kind: commission.Booking, On: day("2028-05-05"), Facts: commission.Facts{Amount: &credited}}}
			if got := earned(t, w.input()); max(got-p.Pay, p.Pay-got) > 4 { // the engine rounds each tier
				t.Fatalf("%s\nat %s the curve has %d, and the engine pays %d", w, p.Credited, p.Pay, got)
			}
		}
	})
}

func TestAPreviewSaysWhatEachPolicyWouldCost(t *testing.T) {
	t.Parallel()
	list := events("A booking 2026-01-20 80000", "B booking 2026-02-10 40000", "A amendment 2026-03-05 50000")
	in := input(selling("0.10", "0.20 from 1"), "100000", list...)
	all, err := commission.Make(input(selling("0.10", "0.20 from 1"), "100000", list[:2]...), []period.Date{day("2026-02-28")})
	if err != nil {
		t.Fatal(err)
	}
	before := all[0].Prior()
	costs, err := commission.Preview(in, before, day("2026-03-31"))
	if err != nil {
		t.Fatal(err)
	}
	for policy, want := range map[plan.Retroactive]int64{plan.Restate: -500_000, plan.OriginalRate: -300_000, plan.Prospective: -500_000} {
		if costs[policy] != (commission.Cost{Earned: want, Due: want}) {
			t.Errorf("%s costs %+v, want %d", policy, costs[policy], want)
		}
	}
	in.Events = in.Events[:2]
	in.Events[1].Amount = ptr("20000") // the booking itself says another amount now
	if costs, err = commission.Preview(in, before, day("2026-03-31")); err != nil || costs[plan.Restate].Earned != -400_000 {
		t.Errorf("a booking that was replaced costs %+v, %v", costs, err)
	}
	in.Quotas = map[period.Date]decimal.Decimal{}
	if _, err = commission.Preview(in, before, day("2026-03-31")); err == nil {
		t.Error("a preview without a quota passed")
	}
}
