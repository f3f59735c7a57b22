package commission_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/simulation"
	"quarterdeck/internal/pay/plan"
)

// dec reads a decimal.
func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// ptr is a decimal that is given.
func ptr(s string) *decimal.Decimal {
	d := dec(s)
	return &d
}

func day(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// tier reads "0.10", "0.15 from 1" or "0.15 all from 1".
func tier(s string) plan.Tier {
	rate, from, found := strings.Cut(s, " from ")
	if !found {
		from = "0"
	}
	rate, all := strings.CutSuffix(rate, " all")
	return plan.Tier{From: dec(from), Rate: dec(rate), All: all}
}

// selling is a plan with one component that pays a rate on the amount.
func selling(tiers ...string) plan.Document {
	c := plan.Component{ID: "sales", Kind: plan.Rate, Measure: plan.Amount, Quota: &plan.Quota{Assigned: true}}
	for _, t := range tiers {
		c.Tiers = append(c.Tiers, tier(t))
	}
	return plan.Document{Name: "Sales", Currency: "USD",
		Effective: plan.Span{From: day("2026-01-01"), To: day("2027-01-01")}, Measurement: period.Quarter,
		Payout: period.Month, Rounding: money.HalfEven, Retroactive: plan.Restate, Components: []plan.Component{c}}
}

// input lays events over a plan and a quota for the first quarter, or the year where the plan measures it.
func input(p plan.Document, quota string, events ...commission.Event) *commission.Input {
	in := &commission.Input{Terms: []commission.Term{{Plan: p, From: p.Effective.From, To: p.Effective.To}},
		Quotas: map[string]decimal.Decimal{}}
	if quota != "" {
		for _, q := range in.Calendar.Between(p.Measurement, day("2026-01-01"), day("2027-01-01")) {
			in.Quotas[q.Key] = dec(quota)
		}
	}
	for i, e := range events {
		if e.ID == "" {
			e.ID = fmt.Sprint(i + 1)
		}
		in.Events = append(in.Events, e)
	}
	return in
}

// event reads "A booking 2026-01-20 80000".
func event(s string) commission.Event {
	f := strings.Fields(s)
	e := commission.Event{Opportunity: f[0], Kind: commission.Kind(f[1]), On: day(f[2])}
	if len(f) > 3 {
		e.Amount = ptr(f[3])
	}
	return e
}

func events(all ...string) []commission.Event {
	var list []commission.Event
	for _, s := range all {
		list = append(list, event(s))
	}
	return list
}

// payables states pay at the ends of months and writes what is paid each time.
func payables(t *testing.T, in *commission.Input, days ...string) string {
	t.Helper()
	var on []period.Date
	for _, d := range days {
		on = append(on, day(d))
	}
	statements, err := commission.Make(in, on)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	before := int64(0)
	for _, s := range statements {
		sum := int64(0)
		for _, l := range s.Lines {
			sum += l.Amount
		}
		if sum != s.Earned-before {
			t.Errorf("%s: the lines sum to %d, and %d was earned since the last statement", s.On, sum, s.Earned-before)
		}
		before = s.Earned
		parts = append(parts, money.Of(s.Payable, in.Terms[0].Plan.Currency).String())
	}
	paid := strings.Join(parts, " ")
	if got := simulated(t, in, days); got != paid {
		t.Errorf("the simulator pays %s from the documents, and the engine %s", got, paid)
	}
	return paid
}

// simulated writes plan and events as documents, reads them and writes what the simulator pays each time.
func simulated(t *testing.T, in *commission.Input, days []string) string {
	t.Helper()
	document, err := plan.Parse(in.Terms[0].Plan.Encode())
	if err != nil {
		t.Fatal(err)
	}
	quotas := map[string]string{}
	for key, q := range in.Quotas {
		quotas[key] = q.String()
	}
	raw, err := json.Marshal(map[string]any{"quota": quotas, "statements": days, "events": in.Events})
	if err != nil {
		t.Fatal(err)
	}
	script, err := plan.ParseScript(raw, document.Currency)
	if err != nil {
		t.Fatal(err)
	}
	got, err := simulation.Run(document, script)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, s := range got.Statements {
		parts = append(parts, s.Payable)
	}
	return strings.Join(parts, " ")
}

func TestTheContractsWorkedExamples(t *testing.T) {
	t.Parallel()
	draw := func(recovery bool) plan.Document {
		p := selling("0.10")
		p.Draw = &plan.Draw{Recoverable: true, Amount: dec("1500"), Per: period.Month, AboveDraw: recovery}
		return p
	}
	cut := events("A booking 2026-01-20 80000", "B booking 2026-02-10 40000", "A amendment 2026-03-05 50000")
	policy := func(r plan.Retroactive) plan.Document {
		p := selling("0.10", "0.20 from 1")
		p.Retroactive = r
		return p
	}
	months := []string{"2026-01-31", "2026-02-28", "2026-03-31"}
	for _, c := range []struct {
		name, want string
		in         *commission.Input
		days       []string
	}{
		{"only on what is above", "150000.00", input(selling("0.10", "0.15 from 1", "0.20 from 1.2"), "1000000",
			events("A booking 2026-01-20 1300000")...), months[:1]},
		{"back to the first unit", "260000.00", input(selling("0.10", "0.15 all from 1", "0.20 all from 1.2"),
			"1000000", events("A booking 2026-01-20 1300000")...), months[:1]},
		{"under the cliff", "179999.85", input(selling("0.10", "0.15 all from 1", "0.20 all from 1.2"), "1000000",
			events("A booking 2026-01-20 1199999")...), months[:1]},
		{"at the cliff", "240000.00", input(selling("0.10", "0.15 all from 1", "0.20 all from 1.2"), "1000000",
			events("A booking 2026-01-20 1200000")...), months[:1]},
		{"mixed", "4700.00", input(selling("0.05", "0.10 all from 0.5", "0.20 from 1"), "33000",
			events("A booking 2026-01-20 40000")...), months[:1]},
		{"mixed, under half", "800.00", input(selling("0.05", "0.10 all from 0.5", "0.20 from 1"), "33000",
			events("A booking 2026-01-20 16000")...), months[:1]},
		{"restate", "8000.00 6000.00 -5000.00", input(policy(plan.Restate), "100000", cut...), months},
		{"original rate", "8000.00 6000.00 -3000.00", input(policy(plan.OriginalRate), "100000", cut...), months},
		{"prospective", "8000.00 6000.00 -5000.00", input(policy(plan.Prospective), "100000", cut...), months},
		{"recoverable draw", "1500.00 2000.00", input(draw(false), "100000",
			events("A booking 2026-01-20 5000", "B booking 2026-02-10 30000")...), months[:2]},
		{"recovery full", "1500.00 1000.00", input(draw(false), "100000",
			events("A booking 2026-01-20 5000", "B booking 2026-02-10 20000")...), months[:2]},
		{"recovery above the draw", "1500.00 1500.00", input(draw(true), "100000",
			events("A booking 2026-01-20 5000", "B booking 2026-02-10 20000")...), months[:2]},
	} {
		if got := payables(t, c.in, c.days...); got != c.want {
			t.Errorf("%s: paid %s, want %s", c.name, got, c.want)
		}
	}
}

func TestALineSaysWhy(t *testing.T) {
	t.Parallel()
	in := input(selling("0.10", "0.15 from 1"), "100000",
		events("A booking 2026-01-20 80000", "B booking 2026-02-10 40000", "A amendment 2026-03-05 50000")...)
	statements, err := commission.Make(in, []period.Date{day("2026-01-31"), day("2026-02-28"), day("2026-03-31")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range statements {
		for _, l := range s.Lines {
			got = append(got, fmt.Sprintf("%s %s %s %d: %s", s.On, l.Opportunity, l.Event, l.Amount, l.Why))
		}
	}
	want := []string{
		"2026-01-31 A 1 800000: 80,000.00 × 10 % (0 % to 80 % of quota)",
		"2026-02-28 B 2 200000: 20,000.00 × 10 % (80 % to 100 % of quota)",
		"2026-02-28 B 2 300000: 20,000.00 × 15 % (100 % to 120 % of quota)",
		"2026-03-31 A 3 -800000: Taken back as it was stated, since it was changed on 2026-03-05: 80,000.00 × 10 % (0 % to 80 % of quota)",
		"2026-03-31 B 3 -200000: Taken back as it was stated, since another opportunity was changed on 2026-03-05: 20,000.00 × 10 % (80 % to 100 % of quota)",
		"2026-03-31 B 3 -300000: Taken back as it was stated, since another opportunity was changed on 2026-03-05: 20,000.00 × 15 % (100 % to 120 % of quota)",
		"2026-03-31 A 3 500000: 50,000.00 × 10 % (0 % to 50 % of quota)",
		"2026-03-31 B 3 400000: 40,000.00 × 10 % (50 % to 90 % of quota)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
