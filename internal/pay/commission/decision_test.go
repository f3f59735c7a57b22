package commission_test

import (
	"strings"
	"testing"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// with changes a plan.
func with(p plan.Document, change func(p *plan.Document, c *plan.Component)) plan.Document {
	change(&p, &p.Components[0])
	return p
}

func under(r plan.Retroactive, p plan.Document) plan.Document {
	p.Retroactive = r
	return p
}

func clawing(p plan.Document, prorata, reduces bool) plan.Document {
	p.Components[0].Clawback = &plan.Clawback{WithinDays: 90, Prorata: prorata, ReducesAttainment: reduces}
	return p
}

// The points on which the contract can be read in two ways, and how they are read: docs/commissions.md.
func TestWhereTheContractLeavesAChoice(t *testing.T) {
	t.Parallel()
	above := func() plan.Document { return selling("0.10", "0.20 from 1") }
	all := func() plan.Document { return selling("0.10", "0.20 all from 1") }
	capped := func(p plan.Document) plan.Document {
		return with(p, func(_ *plan.Document, c *plan.Component) { c.Cap.PerPeriod = ptr("5000") })
	}
	gated := func() plan.Document {
		return with(selling("0.10"), func(_ *plan.Document, c *plan.Component) { c.Gate = ptr("0.40") })
	}
	typed := func(r plan.Retroactive) plan.Document {
		return under(r, with(selling("0.10"),
			func(_ *plan.Document, c *plan.Component) { c.Qualifies.Type = []string{"New"} }))
	}
	of := func(kind string, all ...string) []commission.Event {
		list := events(all...)
		for i := range list {
			if list[i].Kind == commission.Booking {
				list[i].Type = kind
			}
		}
		return list
	}
	retype := func(list []commission.Event, kind string) []commission.Event {
		for i := range list {
			if list[i].Kind == commission.Amendment {
				list[i].Type = kind
			}
		}
		return list
	}
	two := []string{"A booking 2026-01-20 80000", "B booking 2026-02-10 40000"}
	gone := append(two[:2:2], "A cancellation 2026-03-05")
	jan, feb, mar, q2 := "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"
	for _, c := range []struct {
		name, want string
		plan       plan.Document
		events     []commission.Event
		days       string
	}{
		{"an amendment over an all boundary keeps its rate under original_rate", "8000.00 4000.00",
			under(plan.OriginalRate, all()), events(two[0], "A amendment 2026-02-05 120000"), jan + " " + feb},
		{"until a booking reaches it", "8000.00 4000.00 12200.00", under(plan.OriginalRate, all()),
			events(two[0], "A amendment 2026-02-05 120000", "C booking 2026-03-05 1000"), jan + " " + feb + " " + mar},
		{"under restate it reaches it at once", "8000.00 16000.00", all(),
			events(two[0], "A amendment 2026-02-05 120000"), jan + " " + feb},
		{"below an all boundary again, the rate stays under original_rate", "8000.00 16000.00 -6000.00",
			under(plan.OriginalRate, all()), events(append(two[:2:2], "A amendment 2026-03-05 50000")...),
			jan + " " + feb + " " + mar},
		{"and goes under restate", "8000.00 16000.00 -15000.00", all(),
			events(append(two[:2:2], "A amendment 2026-03-05 50000")...), jan + " " + feb + " " + mar},
		{"an opportunity across two tiers is cut at both rates in proportion", "8000.00 6000.00 -3000.00",
			under(plan.OriginalRate, above()), events(append(two[:2:2], "B amendment 2026-03-05 20000")...),
			jan + " " + feb + " " + mar},
		{"under prospective a cut goes back down from where the member stands", "8000.00 6000.00 -4000.00",
			under(plan.Prospective, above()), events(append(two[:2:2], "B amendment 2026-03-05 20000")...),
			jan + " " + feb + " " + mar},
		{"in the next period it starts from nothing", "8000.00 6000.00 0.00 -2000.00", under(plan.Prospective, above()),
			events(append(two[:2:2], "B amendment 2026-04-05 20000")...), jan + " " + feb + " " + mar + " " + q2},

		{"taken back, attainment stays", "8000.00 6000.00 -8000.00", clawing(above(), false, false), events(gone...),
			jan + " " + feb + " " + mar},
		{"attainment falls under restate", "8000.00 6000.00 -10000.00", clawing(above(), false, true), events(gone...),
			jan + " " + feb + " " + mar},
		{"nothing else moves under original_rate", "8000.00 6000.00 -8000.00",
			clawing(under(plan.OriginalRate, above()), false, true), events(gone...), jan + " " + feb + " " + mar},
		{"nor under prospective, and the next booking feels it", "8000.00 6000.00 -6000.00",
			clawing(under(plan.Prospective, above()), false, true),
			events(append(gone[:3:3], "C booking 2026-03-06 20000")...), jan + " " + feb + " " + mar},
		{"the part of the days that are left", "8000.00 -5333.33", clawing(above(), true, false),
			events(two[0], "A cancellation 2026-02-19"), jan + " " + feb},
		{"the last day counts", "8000.00 0.00 0.00 -8000.00", clawing(above(), false, false),
			events(two[0], "A cancellation 2026-04-20"), jan + " " + feb + " " + mar + " " + q2},
		{"the day after does not", "8000.00 0.00", clawing(above(), false, false),
			events(two[0], "A cancellation 2026-04-21"), jan + " " + q2},
		{"a write-off is like a cancellation, and a second end changes nothing", "8000.00 -8000.00",
			clawing(above(), false, false), events(two[0], "A write_off 2026-02-03", "A cancellation 2026-02-04"),
			jan + " " + feb},
		{"cancelled and booked again", "8000.00 -8000.00 7000.00", clawing(above(), false, true),
			events(two[0], "A cancellation 2026-02-03", "A booking 2026-03-03 70000"), jan + " " + feb + " " + mar},
		{"a retroactive tier that is reached later does not revive what was cancelled", "8000.00 -8000.00 20000.00",
			clawing(all(), false, false), events(two[0], "A cancellation 2026-02-03", "B booking 2026-03-03 100000"),
			jan + " " + feb + " " + mar},

		{"what is taken back makes room under a cap", "5000.00 0.00 -1000.00", clawing(capped(selling("0.10")), false,
			false), events(append(gone[:2:2], "A cancellation 2026-03-05")...), jan + " " + feb + " " + mar},
		{"a gate that opens pays everything", "0.00 5000.00", gated(),
			events("A booking 2026-01-20 30000", "B booking 2026-02-10 20000"), jan + " " + feb},
		{"and takes it back when it is lost under restate", "0.00 5000.00 -5000.00", gated(),
			events("A booking 2026-01-20 30000", "B booking 2026-02-10 20000", "B amendment 2026-03-05 5000"),
			jan + " " + feb + " " + mar},
		{"but not under original_rate", "0.00 5000.00 -1500.00", under(plan.OriginalRate, gated()),
			events("A booking 2026-01-20 30000", "B booking 2026-02-10 20000", "B amendment 2026-03-05 5000"),
			jan + " " + feb + " " + mar},

		{"moved to the next quarter under restate", "8000.00 6000.00 0.00 -2000.00", above(),
			events(append(two[:2:2], "A booking 2026-04-05 80000")...), jan + " " + feb + " " + mar + " " + q2},
		{"under original_rate", "8000.00 6000.00 0.00 0.00", under(plan.OriginalRate, above()),
			events(append(two[:2:2], "A booking 2026-04-05 80000")...), jan + " " + feb + " " + mar + " " + q2},
		{"under prospective", "8000.00 6000.00 0.00 0.00", under(plan.Prospective, above()),
			events(append(two[:2:2], "A booking 2026-04-05 80000")...), jan + " " + feb + " " + mar + " " + q2},
		{"moved with another amount, where there is credit in both quarters", "8000.00 6000.00 4000.00 -3000.00",
			under(plan.Prospective, above()),
			events(append(two[:2:2], "C booking 2026-03-20 20000", "D booking 2026-04-01 10000",
				"A booking 2026-04-05 40000")...), jan + " " + feb + " " + mar + " " + q2},

		{"it begins to qualify", "0.00 8000.00", typed(plan.Restate),
			retype(of("Old", two[0], "A amendment 2026-02-05"), "New"), jan + " " + feb},
		{"under original_rate", "0.00 8000.00", typed(plan.OriginalRate),
			retype(of("Old", two[0], "A amendment 2026-02-05"), "New"), jan + " " + feb},
		{"under prospective", "0.00 8000.00", typed(plan.Prospective),
			retype(of("Old", two[0], "A amendment 2026-02-05"), "New"), jan + " " + feb},
		{"it no longer qualifies", "8000.00 -8000.00", typed(plan.OriginalRate),
			retype(of("New", two[0], "A amendment 2026-02-05"), "Old"), jan + " " + feb},
		{"booked before the plan", "0.00 0.00", above(),
			events("A booking 2025-12-31 80000", "A amendment 2026-01-05 90000"), jan + " " + feb},
		{"booked on the last day of the plan and on the first that no longer counts", "1000.00",
			with(above(), func(p *plan.Document, _ *plan.Component) { p.Effective.To = day("2026-01-21") }),
			events("A booking 2026-01-20 10000", "B booking 2026-01-21 10000"), jan},
		{"a booking below nothing", "-1200.00", above(), events("A booking 2026-01-20 -12000"), jan},
		{"on the day of the statement", "1000.00 0.00", above(), events("A booking 2026-01-31 10000"), jan + " " + feb},
		{"on a leap day", "1000.00 2000.00", with(above(), func(p *plan.Document, _ *plan.Component) {
			p.Effective = plan.Span{From: day("2028-01-01"), To: day("2029-01-01")}
			p.Components[0].Quota = &plan.Quota{Fixed: dec("10000")}
		}), events("A booking 2028-02-29 10000", "B booking 2028-03-01 10000"), "2028-02-29 2028-03-31"},
		{"an all boundary that was passed on the way there and back holds nowhere", "24000.00 -20000.00",
			with(all(), func(_ *plan.Document, c *plan.Component) {
				c.Multipliers = []plan.Multiplier{{When: plan.Criteria{Type: []string{"Credit"}}, Factor: dec("2")}}
			}), append(events("A booking 2026-01-20 120000"),
				of("Credit", "A booking 2026-01-20 120000", "B booking 2026-02-10 -40000")[1]), jan + " " + feb},
	} {
		if got := payables(t, input(c.plan, "100000", c.events...), strings.Fields(c.days)...); got != c.want {
			t.Errorf("%s: paid %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWhatIsPayableFollowsTheMoney(t *testing.T) {
	t.Parallel()
	p := with(selling("0.10"), func(_ *plan.Document, c *plan.Component) {
		c.Eligible = []plan.Share{{On: plan.OnBooking, Share: dec("0.50")}, {On: plan.OnCash, Share: dec("0.50")}}
	})
	days := []string{"2026-01-31", "2026-02-28", "2026-03-31"}
	for _, c := range []struct{ name, events, want string }{
		{"half of what was invoiced",
			"A booking 2026-01-20 10000;A invoice 2026-02-01 10000;A cash 2026-02-20 5000;A cash 2026-03-20 5000",
			"500.00 250.00 250.00"},
		{"without an invoice, of the amount", "A booking 2026-01-20 10000;A cash 2026-02-20 5000",
			"500.00 250.00 0.00"},
		{"a refund",
			"A booking 2026-01-20 10000;A invoice 2026-02-01 10000;A cash 2026-02-20 10000;A cash 2026-03-20 -4000",
			"500.00 500.00 -200.00"},
		{"a credit note moves no share of the contract",
			"A booking 2026-01-20 10000;A invoice 2026-02-01 10000;A cash 2026-02-20 5000;A invoice 2026-03-20 -5000",
			"500.00 250.00 0.00"},
		{"but an amendment does",
			"A booking 2026-01-20 10000;A invoice 2026-02-01 10000;A cash 2026-02-20 5000;A invoice 2026-03-20 -5000;A amendment 2026-03-20 5000", "500.00 250.00 -250.00"},
		{"ahead of the invoice", "A booking 2026-01-20 10000;A invoice 2026-02-01 4000;A cash 2026-02-20 5000",
			"500.00 250.00 0.00"},
		{"more is invoiced than was booked",
			"A booking 2026-01-20 10000;A invoice 2026-02-01 12500;A cash 2026-02-20 5000;A cash 2026-03-20 7500",
			"500.00 200.00 300.00"},
		{"more is paid than is owed", "A booking 2026-01-20 10000;A invoice 2026-02-01 10000;A cash 2026-02-20 15000",
			"500.00 500.00 0.00"},
		{"instalments",
			"A booking 2026-01-10 10000;A invoice 2026-01-12 2500;A cash 2026-01-20 2500;A invoice 2026-02-12 2500;A cash 2026-03-20 2500;A invoice 2026-04-12 5000", "625.00 0.00 125.00"},
		{"a return of everything",
			"A booking 2026-01-10 10000;A invoice 2026-01-12 10000;A cash 2026-01-20 10000;B booking 2026-02-10 -10000;B invoice 2026-02-11 -10000;B cash 2026-02-20 -10000", "1000.00 -1000.00 0.00"},
		{"a return that is paid back in parts",
			"B booking 2026-01-10 -10000;B invoice 2026-02-11 -10000;B cash 2026-02-20 -4000;B cash 2026-03-20 -6000",
			"-500.00 -200.00 -300.00"},
		{"money for a return goes the wrong way",
			"B booking 2026-01-10 -10000;B invoice 2026-02-11 -10000;B cash 2026-02-20 4000", "-500.00 0.00 0.00"},
		{"paid before it was booked", "A booking 2026-02-20 10000;A cash 2026-01-20 10000", "0.00 1000.00 0.00"},
	} {
		if got := payables(t, input(p, "", events(strings.Split(c.events, ";")...)...), days...); got != c.want {
			t.Errorf("%s: paid %s, want %s", c.name, got, c.want)
		}
	}
}

// TestAQuotaOfNothingIsAQuota has every tier and the gate reached from the first unit on.
func TestAQuotaOfNothingIsAQuota(t *testing.T) {
	t.Parallel()
	gated := with(selling("0.10"), func(_ *plan.Document, c *plan.Component) { c.Gate = ptr("0.40") })
	for name, c := range map[string]struct {
		plan plan.Document
		want string
	}{"above": {selling("0.10", "0.20 from 1"), "100.00"},
		"back to the first unit": {selling("0.10", "0.20 all from 1"), "100.00"}, "a gate": {gated, "50.00"}} {
		if got := payables(t, input(c.plan, "0", events("A booking 2026-01-10 500")...), "2026-01-31"); got != c.want {
			t.Errorf("%s: paid %s, want %s", name, got, c.want)
		}
	}
	in := input(gated, "0", events("A booking 2026-01-10 -500")...)
	all, err := commission.Make(in, []period.Date{day("2026-01-31")})
	if err != nil || all[0].Payable != 0 || all[0].Attainment != nil {
		t.Errorf("below a gate of nothing: %+v, %v", all, err)
	}
}

// TestWhatIsPayableFollowsTheInvoices is the same for shares at the invoice: by the invoiced share, either way.
func TestWhatIsPayableFollowsTheInvoices(t *testing.T) {
	t.Parallel()
	p := with(selling("0.10"), func(_ *plan.Document, c *plan.Component) {
		c.Eligible = []plan.Share{{On: plan.OnBooking, Share: dec("0.50")}, {On: plan.OnInvoice, Share: dec("0.50")}}
	})
	days := []string{"2026-01-31", "2026-02-28", "2026-03-31"}
	for _, c := range []struct{ name, events, want string }{
		{"all at once", "A booking 2026-01-20 10000;A invoice 2026-02-01 10000", "500.00 500.00 0.00"},
		{"in instalments",
			"A booking 2026-01-20 10000;A invoice 2026-01-21 2500;A invoice 2026-02-01 2500;A invoice 2026-03-01 5000",
			"625.00 125.00 250.00"},
		{"a credit note", "A booking 2026-01-20 10000;A invoice 2026-01-21 10000;A invoice 2026-02-01 -2500",
			"1000.00 -125.00 0.00"},
		{"more than was booked", "A booking 2026-01-20 10000;A invoice 2026-01-21 10000;A invoice 2026-02-01 2500",
			"1000.00 0.00 0.00"},
		{"a return",
			"A booking 2026-01-10 10000;A invoice 2026-01-12 10000;B booking 2026-02-10 -10000;B invoice 2026-03-11 -10000", "1000.00 -500.00 -500.00"},
	} {
		if got := payables(t, input(p, "", events(strings.Split(c.events, ";")...)...), days...); got != c.want {
			t.Errorf("%s: paid %s, want %s", c.name, got, c.want)
		}
	}
}

func TestDrawsFollowTheirPeriods(t *testing.T) {
	t.Parallel()
	drawn := func(kind, per string, payout period.Kind) plan.Document {
		p := selling("0.10")
		p.Payout, p.Draw = payout, &plan.Draw{Recoverable: kind != "non", Amount: dec("1500"), Per: period.Kind(per),
			AboveDraw: kind == "above"}
		return p
	}
	for _, c := range []struct {
		name, want, events, days string
		plan                     plan.Document
	}{
		{"not recoverable", "1500.00 3000.00 1500.00", "A booking 2026-01-20 5000;B booking 2026-02-10 30000",
			"2026-01-31 2026-02-28 2026-03-31", drawn("non", "month", period.Month)},
		{"the field's example begins in August", "1500.00 2000.00",
			"A booking 2026-08-20 5000;B booking 2026-09-10 30000", "2026-08-31 2026-09-30",
			drawn("full", "month", period.Month)},
		{"a quarter's statement has three draws", "4500.00 4500.00", "A booking 2026-01-20 5000",
			"2026-03-31 2026-06-30", drawn("full", "month", period.Quarter)},
		{"a quarter's draw is paid in its first month", "1500.00 0.00 500.00 1500.00",
			"A booking 2026-01-20 5000;B booking 2026-02-10 5000;C booking 2026-03-03 10000",
			"2026-01-31 2026-02-28 2026-03-31 2026-04-30", drawn("full", "quarter", period.Month)},
		{"and is the least of the quarter where it is not recoverable", "1500.00 0.00 500.00 1500.00",
			"A booking 2026-01-20 5000;B booking 2026-02-10 5000;C booking 2026-03-03 10000",
			"2026-01-31 2026-02-28 2026-03-31 2026-04-30", drawn("non", "quarter", period.Month)},
		{"a statement within the month pays the draw once", "1500.00 1000.00",
			"A booking 2026-01-10 5000;B booking 2026-01-20 20000", "2026-01-15 2026-01-31",
			drawn("non", "month", period.Month)},
		{"months without a statement have draws too", "1500.00 3000.00", "A booking 2026-01-10 5000",
			"2026-01-31 2026-03-31", drawn("full", "month", period.Month)},
		{"what is taken back is carried", "1500.00 1500.00 0.00",
			"A booking 2026-01-10 15000;A amendment 2026-02-10 5000;B booking 2026-03-10 25000",
			"2026-01-31 2026-02-28 2026-03-31", drawn("full", "month", period.Month)},
		{"after the plan the balance is still repaid", "1500.00 0.00",
			"A booking 2026-12-10 5000;A amendment 2027-01-10 10000", "2026-12-31 2027-01-31",
			drawn("above", "month", period.Month)},
	} {
		if got := payables(t, input(c.plan, "", events(strings.Split(c.events, ";")...)...),
			strings.Fields(c.days)...); got != c.want {
			t.Errorf("%s: paid %s, want %s", c.name, got, c.want)
		}
	}
}

func TestABudgetCountsWhatIsPaid(t *testing.T) {
	t.Parallel()
	spif := func(r plan.Retroactive) plan.Document {
		months := 24
		p := under(r, selling("0.10"))
		p.Components = []plan.Component{{ID: "spif", Kind: plan.Bonus, Bonus: dec("500"), Budget: ptr("1300"),
			Qualifies:   plan.Criteria{Type: []string{"New"}},
			Window:      &plan.Span{From: day("2026-01-10"), To: day("2026-03-01")},
			Multipliers: []plan.Multiplier{{When: plan.Criteria{TermMonths: &months}, Factor: dec("1.1")}},
			Clawback:    &plan.Clawback{WithinDays: 30}}}
		return p
	}
	booked := func(name, on, credit string, months int) commission.Event {
		e := event(name + " booking " + on + " 1000")
		e.Type, e.TermMonths, e.Credit = "New", months, ptr(credit)
		return e
	}
	list := []commission.Event{booked("A", "2026-01-10", "1", 24), booked("B", "2026-01-20", "0.5", 12),
		booked("C", "2026-02-10", "1", 12), booked("D", "2026-02-20", "1", 12), booked("E", "2026-03-01", "1", 12),
		booked("Z", "2026-01-09", "1", 12)}
	changed := func(e commission.Event, kind string) []commission.Event {
		e.Type = kind
		return append(list[:len(list):len(list)], e)
	}
	days := []string{"2026-01-31", "2026-02-28", "2026-03-31"}
	for _, c := range []struct {
		name, want string
		in         *commission.Input
	}{
		{"the last gets what is left", "800.00 500.00 0.00", input(spif(plan.Restate), "", list...)},
		{"what is taken back is not given out again", "800.00 0.00 0.00",
			input(spif(plan.Restate), "", changed(event("C cancellation 2026-02-25"), "")...)},
		{"under restate what no longer qualifies leaves the budget to others", "800.00 500.00 -50.00",
			input(spif(plan.Restate), "", changed(event("A amendment 2026-03-25"), "Old")...)},
		{"under original_rate the others have what they had", "800.00 500.00 -550.00",
			input(spif(plan.OriginalRate), "", changed(event("A amendment 2026-03-25"), "Old")...)},
		{"moved out of the window", "800.00 500.00 -50.00", input(spif(plan.OriginalRate), "",
			append(list[:len(list):len(list)], booked("A", "2026-03-25", "1", 24))...)},
	} {
		if got := payables(t, c.in, days...); got != c.want {
			t.Errorf("%s: paid %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAnOverrideTakesRevenueCreditOnly(t *testing.T) {
	t.Parallel()
	p := selling("0.10")
	p.Components = append(p.Components,
		plan.Component{ID: "team", Kind: plan.Override, Measure: plan.Amount, Override: dec("0.02")})
	list := events("A booking 2026-01-20 10000", "A booking 2026-01-20 10000", "A booking 2026-01-20 10000")
	list[1].Member, list[1].Credit = "rep", ptr("0.5")
	list[2].Member, list[2].Overlay = "engineer", true
	if got := payables(t, input(p, "", list...), "2026-01-31"); got != "1100.00" {
		t.Errorf("paid %s, want 1000.00 for what is the manager's own and 100.00 for the half that is below", got)
	}
	list[0].Overlay = true
	if got := payables(t, input(p, "", list...), "2026-01-31"); got != "1100.00" {
		t.Errorf("an overlay credit of the member's own pays %s, want 1100.00", got)
	}
}

// Two versions of a plan within one quarter add up in the components that both have.
func TestAVersionTakesOverWithinAPeriod(t *testing.T) {
	t.Parallel()
	before, after := selling("0.10", "0.20 from 1"), selling("0.10", "0.30 from 1")
	after.Components = append(after.Components,
		plan.Component{ID: "kicker", Kind: plan.Rate, Measure: plan.Amount, Tiers: []plan.Tier{{Rate: dec("0.01")}}})
	in := input(before, "100000",
		events("A booking 2026-01-20 80000", "B booking 2026-02-10 40000", "C booking 2026-03-10 10000")...)
	in.Terms = []commission.Term{{Plan: before, From: before.Effective.From, To: day("2026-02-15")},
		{Plan: after, From: day("2026-02-15"), To: after.Effective.To}}
	statements, err := commission.Make(in, []period.Date{day("2026-01-31"), day("2026-02-28"), day("2026-03-31")})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int64{800_000, 600_000, 310_000} { // 10,000 × 30 % above 120 %, and 1 % of it
		if statements[i].Payable != want {
			t.Errorf("%s pays %d, want %d", statements[i].On, statements[i].Payable, want)
		}
	}
	single := selling("0.10")
	single.Components[0].Quota = nil
	in.Terms[0].Plan = single
	if statements, err = commission.Make(in, []period.Date{day("2026-03-31")}); err != nil ||
		statements[0].Payable != 800_000+400_000+310_000 {
		t.Errorf("after a version without a quota: %d, %v", statements[0].Payable, err)
	}
}
