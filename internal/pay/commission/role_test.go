package commission_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// held are the days on which a plan is the payee's, from the first up to the second.
func held(p plan.Document, from, to string) commission.Term {
	return commission.Term{Plan: p, From: day(from), To: day(to)}
}

// from is the plan in effect from a day on.
func from(on string, p plan.Document) plan.Document {
	p.Effective.From = day(on)
	return p
}

// stated is what each statement pays.
func stated(t *testing.T, in *commission.Input, days ...string) string {
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
	for _, s := range statements {
		parts = append(parts, money.Of(s.Payable, in.Terms[0].Plan.Currency).String())
	}
	return strings.Join(parts, " ")
}

func TestWhoeverIsInRoleForAPartOfAPeriodHasThatPartOfItsQuotaAndDraw(t *testing.T) {
	t.Parallel()
	fixed := func(quota string) plan.Document {
		return with(selling("0.10", "0.20 from 1"),
			func(_ *plan.Document, c *plan.Component) { c.Quota = &plan.Quota{Fixed: dec(quota)} })
	}
	drawn := func() plan.Document {
		p := selling("0.10")
		p.Draw = &plan.Draw{Recoverable: true, Amount: dec("1500"), Per: period.Month}
		return p
	}
	march := "A booking 2026-03-01 100000"
	for _, c := range []struct {
		name, want, events, days string
		terms                    []commission.Term
	}{
		{"all of the quarter", "11000.00", march, "2026-03-31",
			[]commission.Term{held(fixed("90000"), "2026-01-01", "2027-01-01")}},
		{"45 of 90 days", "15500.00", march, "2026-03-31",
			[]commission.Term{held(fixed("90000"), "2026-02-15", "2027-01-01")}},
		{"until the 45th of the last days", "15500.00", march, "2026-03-31",
			[]commission.Term{held(fixed("90000"), "2026-01-31", "2026-03-17")}},
		{"away for 28 of 90 days", "13800.00", march, "2026-03-31",
			[]commission.Term{held(fixed("90000"), "2026-01-01", "2026-02-01"),
				held(fixed("90000"), "2026-03-01", "2027-01-01")}},
		{"a plan that begins within the quarter says its quota for what it has of it", "11000.00", march, "2026-03-31",
			[]commission.Term{held(from("2026-02-15", fixed("90000")), "2026-02-15", "2027-01-01")}},
		{"a version in the middle of the quarter raises it from its day on", "11000.00", march, "2026-03-31",
			[]commission.Term{held(fixed("60000"), "2026-01-01", "2026-02-15"),
				held(from("2026-02-15", fixed("120000")), "2026-02-15", "2027-01-01")}},

		{"a draw for 17 of 31 days, and all of the next month", "822.58 1500.00", "", "2026-03-31 2026-04-30",
			[]commission.Term{held(drawn(), "2026-03-15", "2027-01-01")}},
		{"and for ten of 30 before they leave", "1500.00 500.00 0.00", "", "2026-03-31 2026-04-30 2026-05-31",
			[]commission.Term{held(drawn(), "2026-01-01", "2026-04-11")}},
		{"a month away brings none", "1500.00 0.00 1500.00", "", "2026-01-31 2026-02-28 2026-03-31",
			[]commission.Term{held(drawn(), "2026-01-01", "2026-02-01"), held(drawn(), "2026-03-01", "2027-01-01")}},
		{"a plan that begins within the month says its draw for what it has of it", "1500.00", "", "2026-03-31",
			[]commission.Term{held(from("2026-03-15", drawn()), "2026-03-15", "2027-01-01")}},
		{"another version within the month changes nothing", "1500.00", "", "2026-03-31",
			[]commission.Term{held(drawn(), "2026-01-01", "2026-03-15"),
				held(from("2026-03-15", drawn()), "2026-03-15", "2027-01-01")}},
	} {
		in := input(c.terms[0].Plan, "")
		if c.events != "" {
			in = input(c.terms[0].Plan, "", events(strings.Split(c.events, ";")...)...)
		}
		in.Terms = c.terms
		if got := stated(t, in, strings.Fields(c.days)...); got != c.want {
			t.Errorf("%s: paid %s, want %s", c.name, got, c.want)
		}
	}
}

// A version may measure another length of period from its day on: each length adds up for itself, against the quota of
// its own days, also where two of them begin on the same day.
func TestAVersionMeasuresAnotherLengthOfPeriodFromItsDayOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		to     period.Kind
		quotas map[string]decimal.Decimal
		want   string
	}{
		{period.Month, map[string]decimal.Decimal{"2026-Q1": dec("50000"), "2026-02": dec("20000"),
			"2026-03": dec("40000")}, "7000.00 4000.00 4000.00"},
		{period.Year, map[string]decimal.Decimal{"2026-Q1": dec("50000"), "2026": dec("60000")},
			"7000.00 3000.00 5000.00"},
	} {
		before, after := selling("0.10", "0.20 from 1"), from("2026-02-15", selling("0.10", "0.20 from 1"))
		after.Measurement = c.to
		in := input(before, "",
			events("A booking 2026-01-20 60000", "B booking 2026-02-20 30000", "C booking 2026-03-05 40000")...)
		in.Terms, in.Quotas = []commission.Term{held(before, "2026-01-01", "2026-02-15"),
			held(after, "2026-02-15", "2027-01-01")}, c.quotas
		if got := stated(t, in, "2026-01-31", "2026-02-28", "2026-03-31"); got != c.want {
			t.Errorf("from quarters to a %s: paid %s, want %s", c.to, got, c.want)
		}
	}
}
