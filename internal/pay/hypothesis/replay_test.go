package hypothesis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

// flat pays one rate, and something else besides, by its rate and what comes after.
const flat = `{"name": "Sales", "currency": "USD", "effective": {"from": "2027-01-01", "to": "2028-01-01"}, "measurement": "quarter", "payout": "month",
	"components": [{"id": "sales", "kind": "rate", "quota": "assigned", "tiers": [{"from": "0", "rate": %q}]}%s]}`

// replaying is an office whose past is played again.
type replaying struct{ office.Office }

func opened(t testing.TB, text string) replaying { return replaying{office.Open(t, text)} }

// with is the office's plan with more components.
func with(more string) string { return strings.TrimSuffix(office.Selling, "]}") + more + "]}" }

// replay simulates the plan's quarters under a document, as a member.
func (o replaying) replay(t testing.TB, who uuid.UUID, d plan.Document, from,
	to string) (r hypothesis.Replayed, err error) {
	t.Helper()
	err = o.DB.View(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
		var quarters [2]period.Period
		for i, key := range []string{from, to} {
			if quarters[i], err = tx.Calendar().Parse(key); err != nil {
				return err
			}
		}
		r, err = hypothesis.Simulate(t.Context(), tx, map[uuid.UUID]plan.Document{o.Plan: d}, quarters[0], quarters[1])
		return err
	})
	return r, err
}

func (o replaying) replayed(t testing.TB, d plan.Document, from, to string) hypothesis.Replayed {
	t.Helper()
	r, err := o.replay(t, o.Olga, d, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (o replaying) name(id uuid.UUID) string {
	return map[uuid.UUID]string{o.Ann: "Ann", o.Ben: "Ben", o.Cat: "Cat", o.Nora: "Nora"}[id]
}

// said is a replay in a line.
func (o replaying) said(r hypothesis.Replayed) string {
	var all []string
	for _, m := range r.Members {
		a, _ := m.After.Attainment()
		b, _ := m.Before.Attainment()
		all = append(all, fmt.Sprintf("%s %s→%s (%s→%s)", o.name(m.MemberID), office.USD(m.Before.Total()),
			office.USD(m.After.Total()), b.StringFixed(2), a.StringFixed(2)))
	}
	for _, l := range r.Left {
		all = append(all, o.name(l.MemberID)+": "+l.Why)
	}
	return strings.Join(all, "; ")
}

func TestASimulationSetsWhatADraftPaysBesideThePlanInForce(t *testing.T) {
	t.Parallel()
	o := opened(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-02-10", "C 30000 2026-05-05")
	o.Sell(t, o.Ben, "D 50000 2026-04-01")
	r := o.replayed(t, office.Document(t, fmt.Sprintf(flat, "0.15", "")), "2026-Q1", "2026-Q2")
	if got, want := o.said(r), "Ben 5000.00→7500.00 (0.25→0.25); Ann 17000.00→22500.00 (0.75→0.75)"; got != want &&
		got != "Ann 17000.00→22500.00 (0.75→0.75); Ben 5000.00→7500.00 (0.25→0.25)" {
		t.Errorf("said %s", got)
	}
	if ann := r.Members[0]; o.name(ann.MemberID) != "Ann" || fmt.Sprint(ann.Before.Earned, ann.After.Earned,
		ann.After.Paid) != "[1400000 300000] [1800000 450000] [1800000 450000]" {
		t.Errorf("the greatest gain is first and by quarter: %+v", ann)
	}
	if r := o.replayed(t, office.Document(t, fmt.Sprintf(flat, "0.10", "")), "2026-Q1",
		"2026-Q1"); o.said(r) != "Ben 0.00→0.00 (0.00→0.00); Ann 14000.00→12000.00 (1.20→1.20)" {
		t.Errorf("a loser is last: %s", o.said(r))
	}
}

func TestASimulationOfThePlanInForceChangesNothingAndIsWhatRunsPay(t *testing.T) {
	t.Parallel()
	text := with(`, {"id": "spif", "kind": "bonus", "amount": "300.00", "budget": "500.00"}`)
	text = strings.Replace(text, `"components"`,
		`"draw": {"kind": "recoverable", "amount": "1500.00", "per": "month"}, "components"`, 1)
	o := opened(t, text)
	o.Sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-02-10")
	o.Sell(t, o.Ben, "C 1000 2026-01-05")
	r := o.replayed(t, office.Document(t, text), "2026-Q1", "2026-Q1")
	if got, want := o.said(r), "Ann 14200.00→14200.00 (1.20→1.20); Ben 400.00→400.00 (0.01→0.01)"; got != want {
		t.Errorf("said %s", got) // Ben's was booked first: 300 to him, and 200 are left
	}
	paid := map[uuid.UUID]int64{}
	for _, month := range []string{"2026-01", "2026-02", "2026-03"} {
		o.Run(t, month)
		for _, m := range []uuid.UUID{o.Ann, o.Ben} {
			s, _ := o.Of(t, m, month)
			paid[m] += s.Payable
			o.Lock(t, m, month)
		}
	}
	for _, m := range r.Members {
		if m.Before.Paid[0] != paid[m.MemberID] || m.After.Paid[0] != paid[m.MemberID] {
			t.Errorf("the runs paid %s %s, the simulation %s and %s", o.name(m.MemberID), office.USD(paid[m.MemberID]),
				office.USD(m.Before.Paid[0]), office.USD(m.After.Paid[0]))
		}
	}
	if again := o.replayed(t, office.Document(t, text), "2026-Q1", "2026-Q1"); o.said(again) != o.said(r) {
		t.Errorf("after statements are locked it is %s", o.said(again))
	}
}

func TestASimulationCreditsWhoIsAboveWhereTheDraftPaysForIt(t *testing.T) {
	t.Parallel()
	o := opened(t, office.Selling)
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return compensation.Assign(ctx, tx,
			compensation.Assignment{MemberID: o.Nora, PlanID: o.Plan, ValidFrom: period.NewDate(2026, 1, 1)})
	})
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	d := office.Document(t,
		fmt.Sprintf(flat, "0.10", `, {"id": "team", "kind": "override", "rate": "0.02", "of": "team"}`))
	d.Components[0].Quota = nil
	r := o.replayed(t, d, "2026-Q1", "2026-Q1")
	if got := o.said(r); !strings.Contains(got, "Nora 0.00→1600.00") {
		t.Errorf("said %s", got)
	}
}

func TestASimulationSaysWhomItLeavesOutAndRefusesWhatItCannot(t *testing.T) {
	t.Parallel()
	o := opened(t, office.Selling)
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return compensation.Assign(ctx, tx,
			compensation.Assignment{MemberID: o.Cat, PlanID: o.Plan, ValidFrom: period.NewDate(2026, 1, 1)})
	})
	o.Sell(t, o.Cat, "A 80000 2026-01-20")
	r := o.replayed(t, office.Document(t, fmt.Sprintf(flat, "0.15", "")), "2026-Q1", "2026-Q1")
	if len(r.Members) != 2 || len(r.Left) != 1 || r.Left[0].MemberID != o.Cat ||
		!strings.Contains(r.Left[0].Why, "quota") {
		t.Errorf("said %s", o.said(r))
	}
	d := office.Document(t, fmt.Sprintf(flat, "0.15", ""))
	for _, who := range []uuid.UUID{o.Ann, o.Nora, o.Eve, o.Ada} {
		if _, err := o.replay(t, who, d, "2026-Q1", "2026-Q1"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody may simulate: %v", err)
		}
	}
	for _, span := range [][2]string{{"2026-Q2", "2026-Q1"}, {"2026-01", "2026-Q1"}, {"1900-Q1", "2199-Q4"}} {
		if _, err := o.replay(t, o.Olga, d, span[0], span[1]); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v is taken: %v", span, err)
		}
	}
	d.Currency = "EUR"
	if r := o.replayed(t, d, "2026-Q1", "2026-Q1"); len(r.Members) != 0 || len(r.Left) != 3 {
		t.Errorf("dollars and euros are compared: %s", o.said(r))
	}
}

func TestAMembersSimulationOpensToWhatDiffersOpportunityByOpportunity(t *testing.T) {
	t.Parallel()
	o := opened(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-02-10", "C 30000 2026-05-05")
	o.Sell(t, o.Ben, "D 50000 2026-04-01")
	d := office.Document(t, fmt.Sprintf(flat, "0.15", ""))
	apart := func(who, of uuid.UUID, from, to string) (parts hypothesis.Differing, err error) {
		err = o.DB.View(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
			one, _ := tx.Calendar().Parse(from)
			two, _ := tx.Calendar().Parse(to)
			parts, err = hypothesis.SimulateOne(t.Context(), tx, map[uuid.UUID]plan.Document{o.Plan: d}, one, two, of)
			return err
		})
		return parts, err
	}
	said := func(d hypothesis.Differing) string {
		var all []string
		for _, p := range d.Parts {
			all = append(all, fmt.Sprintf("%s %s→%s", d.Names[uuid.MustParse(p.Opportunity)].Name, office.USD(p.Before),
				office.USD(p.After)))
		}
		return strings.Join(all, "; ") + fmt.Sprintf(" = %s→%s", office.USD(d.Before), office.USD(d.After))
	}
	ann, err := apart(o.Olga, o.Ann, "2026-Q1", "2026-Q2")
	if err != nil || said(ann) != "A 8000.00→12000.00; C 3000.00→4500.00; B 6000.00→6000.00 = 17000.00→22500.00" {
		t.Errorf("said %s, %v", said(ann), err) // what the simulation says of Ann in one sum
	}
	if p := ann.Parts[0]; !strings.Contains(p.Was, "10 %") || !strings.Contains(p.Is, "15 %") {
		t.Errorf("the reasons are %q and %q", p.Was, p.Is)
	}
	if late, err := apart(o.Olga, o.Ann, "2026-Q2", "2026-Q2"); err != nil ||
		said(late) != "C 3000.00→4500.00 = 3000.00→4500.00" {
		t.Errorf("what was earned before the first quarter counts: %s, %v", said(late), err)
	}
	if _, err := apart(o.Olga, o.Nora, "2026-Q1", "2026-Q2"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("who is not on the plan is taken apart: %v", err)
	}
	if _, err := apart(o.Nora, o.Ann, "2026-Q1", "2026-Q2"); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a manager may: %v", err)
	}
}

func TestWhatAPublicationCorrectsIsSaidByPolicy(t *testing.T) {
	t.Parallel()
	o := opened(t, office.Selling)
	deals := o.Sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-02-10")
	for _, month := range []string{"2026-01", "2026-02"} {
		o.Run(t, month)
		o.Lock(t, o.Ann, month)
	}
	o.Sell(t, o.Ann, "C 10000 2026-05-05") // in no locked statement
	correct := func(text string) (c hypothesis.Correction) {
		o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
			v, err := compensation.Save(ctx, tx, office.Document(t, text), "")
			if err != nil {
				return err
			}
			c, err = hypothesis.Correct(ctx, tx, v)
			return err
		})
		return c
	}
	said := func(c hypothesis.Correction) string {
		s := fmt.Sprintf("%s until %s:", office.USD(c.Open), c.Until)
		for _, p := range c.Policies {
			s += fmt.Sprintf(" %s %s %d", p.Policy, office.USD(p.Cost), p.Moved)
		}
		return s
	}
	higher := strings.Replace(office.Selling, `"rate": "0.10"`, `"rate": "0.12"`, 1)
	if got := said(correct(higher)); got != "0.00 until 2026-02-28: restate 2000.00 1 original_rate 2000.00 1 prospective 2000.00 1" {
		t.Errorf("a higher rate: %s", got)
	}
	o.Amend(t, deals["A"], 50_000_00)
	if got := said(correct(office.Selling)); got != "-5000.00 until 2026-02-28: restate -5000.00 0 original_rate -3000.00 1 prospective -3000.00 1" {
		t.Errorf("an amendment: %s", got)
	}
	later := strings.Replace(higher, `"2026-01-01"`, `"2026-04-01"`, 1)
	if c := correct(later); len(c.Members) != 0 || len(c.Policies) != 0 {
		t.Errorf("nothing is locked of the days from April on: %s", said(c))
	}
	o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := hypothesis.Correct(ctx, tx, compensation.Version{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a rep may: %v", err)
		}
		return nil
	})
}
