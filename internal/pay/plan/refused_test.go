package plan_test

import (
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/pay/plan"
)

// refusal is what a change of the example is answered with: the place and a part of the sentence.
type refusal struct{ from, to, path, says string }

func TestABadDocumentIsRefusedWithThePlaceAndTheReason(t *testing.T) {
	t.Parallel()
	first, spif, team := "components[0]", "components[1]", "components[2]"
	for _, c := range []refusal{
		{`"name": "Account Executive 2026"`, `"name": ""`, "name", "is empty"},
		{`"name": "Account Executive 2026"`, `"name": " A"`, "name", "begins or ends with a space"},
		{`"name": "Account Executive 2026"`, `"name": "A\u0000"`, "name", "invisible characters"},
		{`"name": "Account Executive 2026"`, `"name": "A\ud800"`, "name", "invisible characters"},
		{`"name": "Account Executive 2026"`, `"name": "` + strings.Repeat("a", 201) + `"`, "name", "more than 200"},
		{`"name": "Account Executive 2026"`, `"name": null`, "name", "This is null"},
		{`"name": "Account Executive 2026",`, ``, "name", "is missing"},
		{`"name": "Account`, `"name": "A", "name": "Account`, "name", "appears twice"},
		{`"currency": "USD"`, `"currency": "usd"`, "currency", "three capitals"},
		{`"currency": "USD"`, `"currency": "EURO"`, "currency", "three capitals"},
		{`"currency": "USD"`, `"currency": "JPY"`, spif + ".amount", ""},
		{`"measurement"`, `"mesurement"`, "mesurement", `The key "mesurement" is not known here. The keys are name, currency`},
		{`"measurement": "quarter"`, `"measurement": "week"`, "measurement", "not one of month, quarter, half or year"},
		{`"payout": "month"`, `"payout": "year"`, "payout", "not one of month or quarter"},
		{`"half_even"`, `"half_odd"`, "rounding", "half_even or half_up"},
		{`"restate"`, `"redo"`, "retroactive_change", "restate, original_rate or prospective"},
		{`"from": "2026-01-01"`, `"from": "2026-1-1"`, "effective.from", "not a date"},
		{`"from": "2026-01-01"`, `"from": "2026-02-30"`, "effective.from", "not a date"},
		{`"from": "2026-01-01"`, `"from": "0001-01-01"`, "effective.from", "between 1990-01-01"},
		{`"to": "2027-01-01"`, `"to": "2026-01-01"`, "effective.to", "must be after the start"},
		{`"to": "2027-01-01"`, `"until": "2027-01-01"`, "effective.until", "is not known here"},
		{`"id": "new-business"`, `"id": "new business"`, first + ".id", "not an id"},
		{`"id": "spif"`, `"id": "new-business"`, spif + ".id", "id of components[0] too"},
		{`"kind": "rate"`, `"kind": "script"`, first + ".kind", "rate, bonus or override"},
		{`"measure": "amount",`, `"measure": "profit",`, first + ".measure", "amount, count, arr or margin"},
		{`"measure": "amount",`, `"measure": "amount", "formula": "a*b",`, first + ".formula", "is not known here"},
		{`"measure": "amount",`,
			`"measure": "amount", "amount": "5.00",`, first + ".amount", "belongs to components of the kind bonus"},
		{`"measure": "amount",`, `"measure": "amount", "rate": "0.1",`, first + ".rate", "not both"},
		{`"kind": "bonus"`,
			`"kind": "bonus", "gate": "0.4"`, spif + ".gate", "kind rate or override; this one is of the kind bonus"},
		{`"of": "team"`, `"of": "region"`, team + ".of", "not one of team"},
		{`, "of": "team"`, ``, team + ".of", "is missing"},
		{`"type": ["New Business"], "min`, `"type": [], "min`, first + ".qualifies.type", "list is empty"},
		{`"type": ["New Business"], "min`, `"type": "New Business", "min`, first + ".qualifies.type", "must be a list"},
		{`"type": ["New Business"], "min`, `"type": ["A", "A"], "min`, first + ".qualifies.type[1]", "twice"},
		{`"type": ["New Business"], "min`, `"type": ["A", ""], "min`, first + ".qualifies.type[1]", "empty"},
		{`"type": ["New Business"], "min`, `"type": [7], "min`, first + ".qualifies.type[0]", "must be a string"},
		{`"min_amount": "1000.00"`,
			`"min_amount": "1000.001"`, first + ".qualifies.min_amount", "more decimals than USD allows (2)"},
		{`"min_amount": "1000.00"`,
			`"min_amount": "1000.00", "max_amount": "999.99"`,
			first + ".qualifies.max_amount", "nothing would qualify"},
		{`"min_amount": "1000.00"`, `"min_amount": "1,000.00"`, first + ".qualifies.min_amount", "not a decimal"},
		{`"quota": "assigned"`, `"quota": "given"`, first + ".quota", "neither"},
		{`"quota": "assigned"`, `"quota": "0"`, first + ".quota", "not above zero"},
		{`"quota": "assigned"`, `"quota": 33000`, first + ".quota", `Write it as a string, "33000"`},
		{`"quota": "assigned",`, ``, first + ".quota", "needs a quota"},
		{`"from": "0"`, `"from": "0.10"`, first + ".tiers[0].from", "must start at 0"},
		{`"from": "1.20"`, `"from": "1.00"`, first + ".tiers[2].from", "not above the tier before"},
		{`"from": "1.20"`, `"from": "-1"`, first + ".tiers[2].from", "below zero"},
		{`"rate": "0.15"`, `"rate": 0.15`, first + ".tiers[1].rate", `Write it as a string, "0.15"`},
		{`"rate": "0.15"`, `"rate": "15%"`, first + ".tiers[1].rate", "not a decimal"},
		{`"rate": "0.15"`, `"rate": "1e-2"`, first + ".tiers[1].rate", "no sign +, exponent"},
		{`"rate": "0.15"`, `"rate": "NaN"`, first + ".tiers[1].rate", "not a decimal"},
		{`"rate": "0.15"`,
			`"rate": "0.` + strings.Repeat("1", 13) + `"`,
			first + ".tiers[1].rate", "at most 14 before the point and 12 after"},
		{`"rate": "0.15"`, `"rate": "-0.15"`, first + ".tiers[1].rate", "below zero"},
		{`"rate": "0.15"`, `"rate": true`, first + ".tiers[1].rate", "decimal written as a string"},
		{`"rate": "0.15"`, `"rate": {"rate": "0.15"}`, first + ".tiers[1].rate", "This is an object"},
		{`"apply": "above"`, `"apply": "marginal"`, first + ".tiers[1].apply", "above or all"},
		{`"gate": "0.40"`, `"gate": "-0.4"`, first + ".gate", "below zero"},
		{`"per_period": "50000.00"`, `"per_period": "0"`, first + ".cap.per_period", "not above zero"},
		{`"per_period": "50000.00"`, `"per_quarter": "1"`, first + ".cap.per_quarter", "per_opportunity, per_period"},
		{`{"term_months_at_least": 24}`,
			`{"term_months_at_least": "24"}`, first + ".multipliers[0].when.term_months_at_least", "without quotes"},
		{`{"term_months_at_least": 24}`,
			`{"term_months_at_least": 1.5}`, first + ".multipliers[0].when.term_months_at_least", "whole number"},
		{`{"term_months_at_least": 24}`, `{"segment": ["A"]}`, first + ".multipliers[0].when.segment", "is not known"},
		{`"factor": "1.10"`, `"factor": "-1"`, first + ".multipliers[0].factor", "below zero"},
		{`"when": {"term_months_at_least": 24}, `, ``, first + ".multipliers[0].when", "missing"},
		{`"on": "cash", "share": "0.50"`, `"on": "cash", "share": "0.40"`, first + ".eligible", "total 0.9"},
		{`"on": "cash"`, `"on": "booking"`, first + ".eligible[1].on", "twice"},
		{`"on": "cash", "share": "0.50"`, `"on": "cash", "share": "0"`, first + ".eligible[1].share", "not above zero"},
		{`"on": "cash"`, `"on": "signature"`, first + ".eligible[1].on", "booking, invoice, cash or go_live"},
		{`"within_days": 90`, `"within_days": 0`, first + ".clawback.within_days", "from 1 to 36500"},
		{`"within_days": 90`,
			`"within_days": 99999999999999999999`, first + ".clawback.within_days", "from 1 to 36500"},
		{`"amount": "full"`, `"amount": "half"`, first + ".clawback.amount", "full or prorata"},
		{`"reduces_attainment": false`,
			`"reduces_attainment": "no"`, first + ".clawback.reduces_attainment", "must be true or false"},
		{`"to": "2026-10-01"`, `"to": "2026-07-01"`, spif + ".window.to", "must be after"},
		{`"budget": "10000.00"`, `"budget": "0.00"`, spif + ".budget", "not above zero"},
		{`"kind": "recoverable"`, `"kind": "loan"`, "draw.kind", "non_recoverable or recoverable"},
		{`"kind": "recoverable"`, `"kind": "non_recoverable"`, "draw.recovery", "has no recovery"},
		{`"per": "month"`, `"per": "week"`, "draw.per", "month or quarter"},
		{`"recovery": "full"`, `"recovery": "some"`, "draw.recovery", "full or above_draw"},
		{`"amount": "1500.00"`, `"amount": "1500.005"`, "draw.amount", "more decimals"},
	} {
		bad := strings.Replace(string(example), c.from, c.to, 1)
		if c.says == "" {
			bad = strings.Replace(bad, `"amount": "500.00"`, `"amount": "500.50"`, 1)
		}
		_, err := plan.Parse([]byte(bad))
		ps, _ := err.(plan.Problems)
		// a key that is misspelled is missing too
		others := slices.DeleteFunc(slices.Clone(ps), func(p plan.Problem) bool {
			return p.Path == c.path || strings.HasSuffix(p.Message, "is missing.")
		})
		if bad == string(example) || len(ps) == 0 || len(others) > 0 || ps[0].Path != c.path ||
			!strings.Contains(ps[0].Message, c.says) {
			t.Errorf("%s instead of %s is answered with\n%v\nwant %s: …%s…", c.to, c.from, err, c.path, c.says)
		}
	}
}

func TestBytesThatAreNoDocumentAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []refusal{
		{"", "", "document", "is empty"},
		{"", "\xef\xbb\xbf{}", "document", "byte order mark"},
		{"", "{\"name\": \"\xff\"}", "document", "not UTF-8"},
		{"", "{\n  \"name\": oops}", "document", "not JSON at line 2, column 11"},
		{"", "{} {}", "document", "not JSON at line 1, column 4"},
		{"", "{\"name\": \"A\"", "document", "not JSON"},
		{"", "[]", "document", "This is a list"},
		{"", "7", "document", "This is a number"},
		{"", strings.Repeat(" ", 1<<20) + "{}", "document", "the limit is 1048576"},
		{"", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), "document", "not JSON"},
		{"", strings.Repeat(`{"components":`,
			13) + "{}" + strings.Repeat("}", 13), "components" + strings.Repeat(".components", 11), "nested deeper"},
	} {
		_, err := plan.Parse([]byte(c.to))
		ps, _ := err.(plan.Problems)
		if len(ps) == 0 || ps[0].Path != c.path || !strings.Contains(ps[0].Message, c.says) {
			t.Errorf("%.40q is answered with %v, want %s: …%s…", c.to, err, c.path, c.says)
		}
	}
}

func TestAllProblemsAreToldAndNotTooMany(t *testing.T) {
	t.Parallel()
	bad := strings.NewReplacer(`"USD"`,
		`"usd"`,
		`"0.15"`, `0.15`, `"spif"`, `"s p"`, `"month", "recovery"`, `"day", "recovery"`).Replace(string(example))
	_, err := plan.Parse([]byte(bad))
	ps, _ := err.(plan.Problems)
	var paths []string
	for _, p := range ps {
		paths = append(paths, p.Path)
	}
	if got := strings.Join(paths, " "); got != "currency components[0].tiers[1].rate components[1].id draw.per" {
		t.Errorf("the problems are at %s", got)
	}
	_, err = plan.Parse([]byte(`{"components": [` + strings.Repeat("1,", 500) + "1]}"))
	if ps, _ := err.(plan.Problems); len(ps) != 101 || !strings.Contains(ps[100].Message, "106 more") {
		t.Errorf("%d problems are told, the last %v", len(ps), ps[len(ps)-1])
	}
}

func TestAProgramsDocumentIsHeldToTheRulesToo(t *testing.T) {
	t.Parallel()
	d := parsed(t, example)
	if ps := d.Validate(); ps != nil {
		t.Fatal(ps)
	}
	d.Components[1].Tiers = d.Components[0].Tiers
	d.Currency = "$"
	if got := d.Validate().Error(); !strings.Contains(got, "components[1].tiers: The key") ||
		!strings.Contains(got, "currency: ") {
		t.Errorf("a bonus with tiers in no currency: %s", got)
	}
}

func TestWhatIsLeftOutHasItsDefault(t *testing.T) {
	t.Parallel()
	d := parsed(t,
		[]byte(`{"name": "P", "currency": "EUR", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "year", "payout": "quarter",
		"components": [{"id": "c", "kind": "rate", "rate": "0.1", "multipliers": [{"when": {"type": "Renewal"}, "factor": "0.5"}]}],
		"draw": {"kind": "recoverable", "amount": "1", "per": "month"}}`))
	c := d.Components[0]
	if d.Rounding != "half_even" || d.Retroactive != plan.Restate || d.Draw.AboveDraw || c.Measure != plan.Amount ||
		c.ByMeasure || len(c.Tiers) != 1 || c.Tiers[0].All ||
		!c.Tiers[0].From.IsZero() || len(c.Eligible) != 1 || c.Eligible[0].On != plan.OnBooking ||
		c.Eligible[0].Share.IntPart() != 1 || c.Multipliers[0].When.Type[0] != "Renewal" {
		t.Errorf("the defaults make %s", d.Encode())
	}
}
