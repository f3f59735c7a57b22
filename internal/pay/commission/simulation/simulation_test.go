package simulation_test

import (
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/commission/simulation"
	"quarterdeck/internal/pay/plan"
)

// document pays a tenth up to the quota and a fifth above it, and $250 for each booking.
const document = `{"name": "Sales", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"},
	"measurement": "quarter", "payout": "month", "components": [
		{"id": "new-business", "kind": "rate", "quota": "assigned",
			"tiers": [{"from": "0", "rate": "0.10"}, {"from": "1.00", "rate": "0.20"}]},
		{"id": "each", "kind": "bonus", "amount": "250.00"}]}`

const events = `"statements": ["2026-01-31", "2026-02-28"], "events": [
	{"id": "b1", "opportunity": "A", "kind": "booking", "on": "2026-01-10", "amount": "80000.00"},
	{"id": "b2", "opportunity": "B", "kind": "booking", "on": "2026-02-10", "amount": "40000.00"}]}`

func run(t *testing.T, script string) (simulation.Outcome, error) {
	t.Helper()
	d, err := plan.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	s, err := plan.ParseScript([]byte(script), d.Currency)
	if err != nil {
		t.Fatal(err)
	}
	return simulation.Run(d, s)
}

func TestAScriptIsStatedInMajorUnitsAndEachStatementPaysWhatIsNew(t *testing.T) {
	t.Parallel()
	out, err := run(t, `{"quota": {"2026-Q1": "100000.00"}, `+events)
	if err != nil || len(out.Statements) != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
	first, second := out.Statements[0], out.Statements[1]
	if first.Payable != "8250.00" || first.PaidBefore != "0.00" || *first.Attainment != "0.8000" {
		t.Errorf("January is %+v", first)
	}
	// 20,000 at a tenth, 20,000 at a fifth, and the bonus
	if second.Payable != "6250.00" || second.PaidBefore != "8250.00" || second.Earned != "14500.00" ||
		*second.Attainment != "1.2000" {
		t.Errorf("February is %+v", second)
	}
	for _, l := range first.Lines {
		if l.Component == "each" && (l.Measure != "1" || l.Rate != "250.00") {
			t.Errorf("a bonus is stated as %+v", l)
		}
		if l.Component == "new-business" && (l.Measure != "80000.00" || l.Rate != "0.10" || l.Multiplier != "1") {
			t.Errorf("a rate is stated as %+v", l)
		}
	}
}

func TestAScriptWithoutTheQuotaThatThePlanAsksForIsRefused(t *testing.T) {
	t.Parallel()
	if out, err := run(t, "{"+events); fault.KindOf(err) != fault.Invalid || fault.Message(err) == "" {
		t.Errorf("%+v, %v", out, err)
	}
}
