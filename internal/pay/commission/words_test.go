package commission_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/simulation"
	"quarterdeck/internal/pay/plan"
)

// The first statement of the contract's sample, to the byte.
const sample = `{"on":"2026-01-31","earned_to_date":"8000.00","paid_before":"0.00","payable":"8000.00","draw_balance":"0.00","attainment":"0.8000",` +
	`"lines":[{"component":"new-business","opportunity":"A","event":"1","measure":"80000.00","rate":"0.10","multiplier":"1","amount":"8000.00","why":"80,000.00 × 10 % (0 % to 80 % of quota)"}]}`

const sampleScript = `{"quota": {"2026-Q1": "100000.00"}, "statements": ["2026-01-31", "2026-02-28", "2026-03-31"],
 "events": [
  {"id": "1", "opportunity": "A", "kind": "booking", "on": "2026-01-20", "amount": "80000.00", "type": "New Business", "credit": "1", "term_months": 12},
  {"id": "2", "opportunity": "B", "kind": "booking", "on": "2026-02-10", "amount": "40000.00", "type": "New Business"},
  {"id": "3", "opportunity": "A", "kind": "amendment", "on": "2026-03-05", "amount": "50000.00"},
  {"id": "4", "opportunity": "B", "kind": "cash", "on": "2026-03-20", "amount": "10000.00"}]}`

func TestTheContractsSampleToTheByte(t *testing.T) {
	t.Parallel()
	p := selling("0.10", "0.20 from 1")
	p.Components[0].ID = "new-business"
	document, err := plan.Parse(p.Encode())
	if err != nil {
		t.Fatal(err)
	}
	script, err := plan.ParseScript([]byte(sampleScript), document.Currency)
	if err != nil {
		t.Fatal(err)
	}
	got, err := simulation.Run(document, script)
	if err != nil {
		t.Fatal(err)
	}
	if first, _ := json.Marshal(got.Statements[0]); string(first) != sample {
		t.Errorf("got\n%s\nwant\n%s", first, sample)
	}
	if s := got.Statements; s[1].Payable != "6000.00" || s[2].Payable != "-5000.00" || *s[2].Attainment != "0.9000" ||
		s[2].PaidBefore != "14000.00" || s[2].Earned != "9000.00" {
		t.Errorf("the other statements are %+v", s[1:])
	}
}

func TestEachReasonIsSaidInWords(t *testing.T) {
	t.Parallel()
	months := 24
	full := selling("0.10", "0.20 from 1")
	full.Components[0].Multipliers = []plan.Multiplier{{When: plan.Criteria{TermMonths: &months}, Factor: dec("1.1")}}
	full.Components[0].Gate, full.Components[0].Cap.PerOpportunity = ptr("0.4"), ptr("9000")
	split := event("A booking 2026-01-20 80000")
	split.Credit, split.TermMonths = ptr("0.5"), 24
	across := event("A booking 2026-01-20 300000")
	across.Credit = ptr("0.5")
	half := event("A booking 2026-01-20 1")
	half.Credit = ptr("0.5")
	below := event("A booking 2026-01-20 30000")
	below.Member = "kim"
	team := selling("0.10")
	team.Components = []plan.Component{{ID: "team", Kind: plan.Override, Measure: plan.Amount, Override: dec("0.02")}}
	capped := selling("0.10")
	capped.Components[0].Cap.PerPeriod = ptr("5000")
	spif := selling("0.10")
	spif.Components = []plan.Component{{ID: "spif", Kind: plan.Bonus, Bonus: dec("500"), Budget: ptr("600")}}
	counting := selling("100", "150 from 2")
	counting.Components[0].Measure, counting.Components[0].ByMeasure, counting.Components[0].Quota = plan.Count, true,
		nil
	cut := func(r plan.Retroactive) *commission.Input {
		return input(under(r, selling("0.10", "0.20 from 1")), "100000",
			events("A booking 2026-01-20 80000", "A amendment 2026-02-05 50000")...)
	}
	for _, c := range []struct {
		name string
		in   *commission.Input
		want string
	}{
		{"a share and a multiplier", input(full, "100000", split),
			"40,000.00 (50 % of 80,000.00) × 10 % × multiplier 1.1 (0 % to 40 % of quota)"},
		{"a gate", input(full, "100000", event("A booking 2026-01-20 30000")),
			"30,000.00 × 10 % (0 % to 30 % of quota); pays nothing until 40 % of quota is reached (30 % so far)"},
		{"a cap", input(full, "100000", event("A booking 2026-01-20 95000")),
			"95,000.00 × 10 % (0 % to 95 % of quota); 9,000.00 of it, up to the cap of 9,000.00 for an opportunity"},
		{"back to the first unit",
			input(selling("0.10", "0.20 all from 1"), "100000", event("A booking 2026-01-20 100000")),
			"100,000.00 × 20 % (on everything back to the first unit, since 100 % of quota is reached)"},
		{"counts", input(counting, "",
			events("A booking 2026-01-20 1", "B booking 2026-01-21 1", "C booking 2026-01-22 1")...),
			"1 × 100.00 (0 to 1 credited in the period) | 1 × 100.00 (1 to 2 credited in the period) | 1 × 150.00 (2 to 3 credited in the period)"},
		{"a part of a share", input(selling("0.10", "0.20 from 1"), "100000", across),
			"100,000.00 of 150,000.00 (50 % of 300,000.00) × 10 % (0 % to 100 % of quota) | 50,000.00 of 150,000.00 (50 % of 300,000.00) × 20 % (100 % to 150 % of quota)"},
		{"a share of a count", input(counting, "", half), "0.5 (50 % of 1) × 100.00 (0 to 0.5 credited in the period)"},
		{"a share of a bonus", input(spif, "", half),
			"A bonus of 500.00 × 50 % of the credit for an opportunity that qualifies"},
		{"an override", input(team, "", below), "30,000.00 × 2 % (credit of those below)"},
		{"a cap that is reached",
			input(capped, "100000", events("A booking 2026-01-20 40000", "B booking 2026-01-21 40000",
				"C booking 2026-01-22 10000", "D booking 2026-01-23 -50000")...),
			"40,000.00 × 10 % (0 % to 40 % of quota) | 40,000.00 × 10 % (40 % to 80 % of quota); 1,000.00 of it, up to the cap of 5,000.00 for a period | " +
				"10,000.00 × 10 % (80 % to 90 % of quota); nothing of it, since the cap of 5,000.00 for a period is reached | " +
				"−50,000.00 × 10 % (40 % to 90 % of quota); −1,000.00 of it, since what is above the cap of 5,000.00 for a period was not paid"},
		{"a budget", input(spif, "",
			events("A booking 2026-01-20 1", "B booking 2026-01-21 1", "C booking 2026-01-22 1")...),
			"A bonus of 500.00 for an opportunity that qualifies | A bonus of 500.00 for an opportunity that qualifies; 100.00 of it, which is all that the budget had left | A bonus of 500.00 for an opportunity that qualifies; nothing, since the budget is used up"},
		{"original_rate", cut(plan.OriginalRate),
			"50,000.00 × 10 % (at the rates of its booking: now 50,000.00 instead of 80,000.00, 0 % to 80 % of quota)"},
		{"prospective", cut(plan.Prospective),
			"80,000.00 × 10 % (0 % to 80 % of quota) | A change of −30,000.00 × 10 % (50 % to 80 % of quota)"},
		{"a clawback", input(clawing(selling("0.10"), false, false), "100000",
			events("A booking 2026-01-20 80000", "A write_off 2026-02-19")...),
			"80,000.00 × 10 % (0 % to 80 % of quota) | Clawback of 8,000.00: written off on 2026-02-19, 30 days after the booking, within 90 days"},
		{"a part of one", input(clawing(selling("0.10"), true, false), "100000",
			events("A booking 2026-01-20 80000", "A cancellation 2026-01-21")...),
			"80,000.00 × 10 % (0 % to 80 % of quota) | Clawback of 89/90 of 8,000.00: cancelled on 2026-01-21, a day after the booking, within 90 days"},
	} {
		statements, err := commission.Make(c.in, []period.Date{day("2026-02-28")})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, l := range statements[0].Lines {
			said = append(said, l.Why)
		}
		if got := strings.Join(said, " | "); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// Many changes of many opportunities under a cap, each of which would have everything priced again, are refused and not
// begun.
func TestTooMuchWorkIsRefused(t *testing.T) {
	t.Parallel()
	p := clawing(selling("0.10"), false, false)
	p.Components[0].Cap.PerPeriod = ptr("1000")
	var list []commission.Event
	for i := range 1200 {
		name := fmt.Sprint("O", i)
		list = append(list, event(name+" booking 2026-01-20 100"), event(name+" cancellation 2026-02-20"))
	}
	if _, err := commission.Evaluate(input(p, "100000", list...), day("2026-03-31")); err == nil ||
		!strings.Contains(err.Error(), "at once") {
		t.Errorf("1,200 cancellations under a cap: %v", err)
	}
	if _, err := commission.Evaluate(input(p, "100000", list[:600]...), day("2026-03-31")); err != nil {
		t.Errorf("300 cancellations under a cap: %v", err)
	}
}

// FuzzSimulate looks for a plan that parses and a script that parses and are answered otherwise than by statements or a
// message.
func FuzzSimulate(f *testing.F) {
	script := []byte(sampleScript)
	for _, r := range policies {
		for _, p := range []plan.Document{selling("0.10", "0.20 all from 1"),
			clawing(selling("0.10", "0.20 from 0.5"), true, true)} {
			p.Draw = &plan.Draw{Recoverable: true, Amount: dec("1500"), Per: period.Quarter}
			p.Components[0].Gate, p.Components[0].Cap.PerPeriod = ptr("0.4"), ptr("1000")
			p.Components = append(p.Components,
				plan.Component{ID: "spif", Kind: plan.Bonus, Bonus: dec("500"), Budget: ptr("600")})
			f.Add(under(r, p).Encode(), script)
			f.Add(under(r, p).Encode(), []byte(strings.ReplaceAll(sampleScript, "80000.00", "99999999999999.00")))
			f.Add(under(r, p).Encode(), []byte(strings.Replace(sampleScript, `"cash"`, `"cancellation"`, 1)))
			f.Add(under(r, p).Encode(), []byte(strings.Replace(strings.Replace(sampleScript, `"amendment"`,
				`"booking"`, 1), "2026-03-05", "2026-12-31", 1)))
		}
	}
	f.Fuzz(func(t *testing.T, document, events []byte) {
		if len(document)+len(events) > 16<<10 {
			t.Skip()
		}
		p, err := plan.Parse(document)
		if err != nil {
			return
		}
		s, err := plan.ParseScript(events, p.Currency)
		if err != nil {
			return
		}
		got, err := simulation.Run(p, s)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a message")
			}
			return
		}
		before := dec("0")
		for _, st := range got.Statements {
			sum := before
			for _, l := range st.Lines {
				sum = sum.Add(dec(l.Amount))
			}
			if before = dec(st.Earned); !sum.Equal(before) {
				t.Errorf("%s: the lines lead to %s, and %s is earned\n%s\n%s", st.On, sum, before, document, events)
			}
		}
	})
}
