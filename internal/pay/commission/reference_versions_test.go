package commission_test

import (
	"testing"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// drawVersions are two versions of a plan, with what happened under them.
func drawVersions(t *rapid.T) *commission.Input {
	var in *commission.Input
	switchOn := day("2028-01-15") + period.Date(rapid.IntRange(1, 300).Draw(t, "the second version begins after days"))
	for i := range 2 {
		w := drawWorld(t, pick(t, "policy", policies...))
		c := &w.plan.Components[0]
		c.Cap, c.Eligible = plan.Cap{}, nil
		months := 24
		w.plan.Components = append(w.plan.Components, plan.Component{ID: "spif", Kind: plan.Bonus,
			Bonus: dec(pick(t, "bonus", "50", "33.4")), Budget: maybe(t, "budget", "120", "77"),
			Qualifies: plan.Criteria{Type: []string{"New"}}, Clawback: &plan.Clawback{WithinDays: 60}},
			plan.Component{ID: "team", Kind: plan.Override, Measure: plan.Amount,
				Override:    dec(pick(t, "override", "0.02", "0.015")),
				Multipliers: []plan.Multiplier{{When: plan.Criteria{TermMonths: &months}, Factor: dec("1.5")}}})
		if i == 0 {
			in = w.input()
			in.Terms[0].To = switchOn
		} else {
			w.plan.Currency, w.plan.Rounding, w.plan.Components[0].Measure = in.Terms[0].Plan.Currency,
				in.Terms[0].Plan.Rounding, in.Terms[0].Plan.Components[0].Measure
			in.Terms = append(in.Terms, commission.Term{Plan: w.plan, From: switchOn, To: w.plan.Effective.To})
		}
		for _, p := range in.Calendar.Between(w.plan.Measurement, w.plan.Effective.From, w.plan.Effective.To) {
			in.Quotas[p.Key] = w.quota
		}
	}
	for i := range in.Events {
		if e := &in.Events[i]; e.Opportunity == "D" || e.Opportunity == "E" {
			e.Member, e.Overlay = "below", e.Kind == commission.Booking && coin(t, "overlay")
		}
	}
	return in
}

func TestTheEngineAgreesWithTheReferenceUnderEveryPolicyAndOverTwoVersions(t *testing.T) {
	t.Parallel()
	often(t, func(t *rapid.T) {
		in := drawVersions(t)
		on := day("2028-12-31") - period.Date(rapid.IntRange(0, 300).Draw(t, "before the end"))
		at, err := commission.Evaluate(in, on)
		if err != nil {
			t.Fatal(err)
		}
		l := &ledger{in: in}
		for _, e := range commission.Ordered(in.Events) {
			if e.On <= on {
				l.take(e)
			}
		}
		want, got := map[string][]int64{}, map[string][]int64{}
		for _, s := range l.spots {
			for _, c := range s.parts {
				want[s.id+" "+c.of.name] = append(want[s.id+" "+c.of.name], l.price(c)...)
			}
		}
		l.bonuses(want)
		for _, line := range at.Lines {
			got[line.Component+" "+line.Opportunity] = append(got[line.Component+" "+line.Opportunity], line.Amount)
		}
		if sortedLines(got) != sortedLines(want) {
			t.Fatalf("%s\n%s\n%s\nthe engine says    %s\nthe reference says %s", in.Terms[0].Plan.Encode(),
				in.Terms[1].Plan.Encode(), written(in.Events), sortedLines(got), sortedLines(want))
		}
	})
}

func written(all []commission.Event) string { return world{events: all}.String() }
