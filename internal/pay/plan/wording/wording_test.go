package wording_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/wording"
)

// example is the document of the format's description.
var example = func() []byte {
	b, err := os.ReadFile("../testdata/account-executive.json")
	if err != nil {
		panic(err)
	}
	return b
}()

// parsed is a document that a test knows to be valid.
func parsed(t testing.TB, b []byte) plan.Document {
	t.Helper()
	d, err := plan.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// with is the example with some of its words replaced by others.
func with(t testing.TB, oldnew ...string) plan.Document {
	t.Helper()
	return parsed(t, []byte(strings.NewReplacer(oldnew...).Replace(string(example))))
}

func said(d plan.Document) string {
	var b strings.Builder
	for _, s := range wording.Words(d) {
		b.WriteString("[" + s.ID + "] " + s.Title + "\n" + strings.Join(s.Sentences, "\n") + "\n")
	}
	return b.String()
}

func TestThePlanIsSaidInPlainSentences(t *testing.T) {
	t.Parallel()
	const want = `[] The plan
The plan “Account Executive 2026” is in effect from Jan 1, 2026 to Dec 31, 2026, both days included. Amounts are in USD.
Attainment is measured per fiscal quarter and restarts at zero with the next.
There is a statement every fiscal month. It pays what is earned and payable in the quarter so far, less earlier payouts.
Each line is rounded once, to USD 0.01; banker's rounding (half to even).
When an opportunity changes later, everything is recalculated as if the change had always applied, and the difference is posted to the open statement.
[new-business] New business
The member is credited with the amount of each opportunity.
An opportunity qualifies if it is of the type New Business and has an amount of at least USD 1,000.00.
Attainment is measured against the quota that is assigned to the member, by the days on which it is in force.
From the start of the quarter it pays 10 % of the amount.
From 100 % of the quota on it pays 15 %, only on the amount above.
From 120 % of the quota on it pays 20 %, only on the amount above.
Nothing is paid below 40 % of the quota. Once it is reached, everything counts.
Lines are multiplied: × 1.10 where the opportunity has a term of at least 24 months.
An opportunity earns at most USD 10,000.00.
A quarter earns at most USD 50,000.00.
What is earned becomes payable 50 % at the booking and 50 % when the customer pays, in proportion to the share paid.
If an opportunity is cancelled or written off within 90 days of the booking, all earnings on it are taken back, at the rate at which it was paid; the attainment of the period stays as it was.
[spif] Spif
USD 500.00 is paid for each opportunity that qualifies. It does not count towards attainment.
An opportunity qualifies if it is of the type New Business.
It counts if it is booked from Jul 1, 2026 to Sep 30, 2026, both days included.
The budget is USD 10,000.00, first come, first served. The last bonus is what is left of it.
What is earned becomes payable at the booking.
[team] Team
2 % is paid on the amount credited to everyone on the member's team, as the hierarchy was on the booking date.
Every opportunity qualifies.
What is earned becomes payable at the booking.
[draw] Draw
A fiscal month that earns less than USD 1,500.00 still pays USD 1,500.00. The difference is added to the draw balance.
In a month that earns at least the draw, earnings repay the balance first, and the rest is paid.
`
	if got := said(parsed(t, example)); got != want {
		t.Errorf("the plan says\n%s", got)
	}
}

func TestTheOtherWordsOfAPlan(t *testing.T) {
	t.Parallel()
	d := with(t, `"measure": "amount",
     "qualifies"`, `"measure": "count", "boundary": "measure",
     "qualifies"`,
		`"1.00", "rate": "0.15", "apply": "above"`,
		`"12", "rate": "150", "apply": "all"`, `"1.20"`, `"20"`, `"measurement": "quarter"`, `"measurement": "month"`,
		`"payout": "month"`,
		`"payout": "quarter"`,
		`"quota": "assigned"`,
		`"quota": "30"`, `"restate"`, `"original_rate"`, `"amount": "full"`, `"amount": "prorata"`,
		`"kind": "recoverable"`, `"kind": "non_recoverable"`, `, "recovery": "full"`, ``)
	got := said(d)
	for _, want := range []string{
		"It pays the total earned in its months.", "the paid amount is reversed",
		"The member is credited with the number of opportunities.", "against a quota of 30 opportunities each month.",
		"it pays USD 0.10 an opportunity.",
		"From 12 opportunities on it pays USD 150.00 an opportunity, on everything back to the start of the period.",
		"From 20 opportunities on it pays USD 0.20 an opportunity, only on the opportunities above.",
		"the earnings for the remaining days are taken back",
		"Each fiscal month pays at least USD 1,500.00. The draw is not repaid.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestAChangeIsToldWithWhatItWas(t *testing.T) {
	t.Parallel()
	before := parsed(t, example)
	for _, c := range []struct{ from, to, path, sentence string }{
		{`"0.15"`,
			`"0.18"`,
			"components[new-business].tiers[1.00].rate",
			"Component new-business, tier from 100 %: the rate changes from 15 % to 18 %."},
		{`"1.20", "rate": "0.20", "apply": "above"`,
			`"1.20", "rate": "0.20", "apply": "all"`, "components[new-business].tiers[1.20].apply",
			"Component new-business, tier from 120 %: the rate's reach changes from “only on the amount above” to “on " +
				"everything back to the start of the period”."},
		{`{"from": "1.20", "rate": "0.20", "apply": "above"}`,
			`{"from": "1.20", "rate": "0.20"}, {"from": "1.50", "rate": "0.25"}`,
			"components[new-business].tiers[1.50]",
			"Component new-business, tier from 150 % is new: 25 %, only on the amount above."},
		{`"gate": "0.40",`, ``, "components[new-business].gate", "Component new-business: the gate ends; it was 40 %."},
		{`"budget": "10000.00"`,
			`"budget": "12000"`,
			"components[spif].budget", "Component spif: the budget changes from USD 10,000.00 to USD 12,000.00."},
		{`"to": "2027-01-01"`,
			`"to": "2026-07-01"`, "effective.to", "The last day changes from Dec 31, 2026 to Jun 30, 2026."},
		{`"recovery": "full"`,
			`"recovery": "above_draw"`,
			"draw.recovery",
			"Draw: the recovery changes from “all earnings repay the draw first” to “only earnings above the draw " +
				"repay it”."},
		{`,
    {"id": "team", "kind": "override", "measure": "amount", "rate": "0.02", "of": "team"}`, ``, "components[team]",
			"Component team: removed. It said: 2 % is paid on the amount credited to everyone on the " +
				"member's team, as the hierarchy was on the booking date. Every opportunity qualifies. What is earned " +
				"becomes payable at the booking."},
	} {
		changes := wording.Diff(before, with(t, c.from, c.to))
		if len(changes) != 1 || changes[0].Path != c.path || changes[0].Sentence != c.sentence {
			t.Errorf("%s instead of %s is told as %+v", c.to, c.from, changes)
		}
	}
	after := with(t)
	slices.Reverse(after.Components)
	if changes := wording.Diff(before, after); len(changes) != 1 ||
		changes[0].Sentence != "The order of the components changes from new-business, spif, team to team, spif, new-business." {
		t.Errorf("another order is told as %v", changes)
	}
	after.Draw = nil
	if changes := wording.Diff(before, after); len(changes) != 2 ||
		!strings.HasPrefix(changes[1].Sentence, "Draw: removed. It said: A fiscal month") {
		t.Errorf("without the draw: %v", changes)
	}
}

func TestWhatIsSuspiciousIsWarnedOf(t *testing.T) {
	t.Parallel()
	if ws := wording.Warnings(parsed(t, example)); len(ws) > 0 {
		t.Errorf("the example of the format is warned of: %v", ws)
	}
	for _, c := range []struct{ from, to, path, says string }{
		{`"USD"`, `"UDS"`, "currency", "not a currency of ISO 4217"},
		{`"rate": "0.20"`, `"rate": "20"`, "components[0].tiers[2].rate", "The rate is 2,000 %"},
		{`"rate": "0.15", "apply": "above"`,
			`"rate": "0.15", "apply": "all"`,
			"components[0].tiers[1].apply",
			"There is a cliff at 100 %: the rate applies to the whole period, so reaching it pays 5 % of the quota more"},
		{`"rate": "0.20", "apply": "above"`,
			`"rate": "0.05", "apply": "all"`,
			"components[0].tiers[2].apply", "A member who reaches 120 % is paid 7 % of the quota less"},
		{`"rate": "0.10"},
               {"from": "1.00", "rate": "0.15", "apply": "above"}`, `"rate": "0.10"},
               {"from": "0.50", "rate": "0.10", "apply": "all"}, {"from": "1.00", "rate": "0.15", "apply": "all"}`,
			"components[0].tiers[2].apply", "pays 5 % of the quota more"},
		{`"gate": "0.40"`, `"gate": "1.10"`, "components[0].gate", "above the tier from 100 %"},
		{`"gate": "0.40"`, `"gate": "0"`, "components[0].gate", "has no effect"},
		{`"quota": "assigned"`,
			`"quota": "600000"`, "components[0].cap.per_period", "within the first tier, which earns USD 60,000.00"},
		{`"per_opportunity": "10000.00"`,
			`"per_opportunity": "90000.00"`, "components[0].cap.per_opportunity", "above the cap per period"},
		{`{"term_months_at_least": 24}`, `{}`, "components[0].multipliers[0].when", "no condition"},
		{`"factor": "1.10"`, `"factor": "0"`, "components[0].multipliers[0].factor", "earns nothing"},
		{`, "budget": "10000.00"`, ``, "components[1].budget", "no budget"},
		{`"budget": "10000.00"`, `"budget": "100.00"`, "components[1].budget", "less than one bonus"},
		{`{"from": "2026-07-01", "to": "2026-10-01"}`,
			`{"from": "2027-01-01", "to": "2027-04-01"}`, "components[1].window", "never paid"},
		{`"to": "2026-10-01"`, `"to": "2027-02-01"`, "components[1].window", "reaches beyond"},
		{`"per": "month"`, `"per": "quarter"`, "draw.per", "per quarter, but there is a statement per month"},
	} {
		ws := wording.Warnings(with(t, c.from, c.to))
		if len(ws) != 1 || ws[0].Path != c.path || !strings.Contains(ws[0].Message, c.says) {
			t.Errorf("%s instead of %s is warned of as %v", c.to, c.from, ws)
		}
	}
}
