package rule_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/rule"
)

// today is Nov 20, 2026.
var today = func() period.Date {
	d, err := period.ParseDate("2026-11-20")
	if err != nil {
		panic(err)
	}
	return d
}()

// facts are those of a map; what is not in it is not known.
func facts(m map[string]string) rule.Facts {
	return func(field string) *string {
		if v, ok := m[field]; ok {
			return &v
		}
		return nil
	}
}

func asIs(_, value string) string { return value }

func TestATermComparesAsItsFieldDoes(t *testing.T) {
	deal := facts(map[string]string{"amount": "9500.50", "close_on": "2026-11-19", "next_step": " ",
		"type":     "New Business",
		"contacts": "0", "budget_confirmed": "false"})
	for _, c := range []struct {
		term rule.Term
		want bool
	}{
		{rule.Term{Field: "amount", Op: rule.Known}, true},
		{rule.Term{Field: "amount", Op: rule.Least, Value: "9500.5"}, true},
		{rule.Term{Field: "amount", Op: rule.Less, Value: "10000"}, true}, // as numbers: as texts it would be more
		{rule.Term{Field: "amount", Op: rule.Is, Value: "9500.500"}, true},
		{rule.Term{Field: "close_on", Op: rule.Before, Value: "today"}, true},
		{rule.Term{Field: "close_on", Op: rule.After, Value: "2026-11-19"}, false},
		{rule.Term{Field: "next_step", Op: rule.Unknown}, true},
		{rule.Term{Field: "type", Op: rule.Is, Value: "new business"}, true},
		{rule.Term{Field: "type", Op: rule.Contains, Value: "BUSI"}, true},
		{rule.Term{Field: "contacts", Op: rule.Known}, false},
		{rule.Term{Field: "contacts", Op: rule.Less, Value: "2"}, true},
		{rule.Term{Field: "budget_confirmed", Op: rule.Is, Value: "true"}, false},
		{rule.Term{Field: "competitor", Op: rule.IsNot, Value: "Acme"}, true},
		{rule.Term{Field: "source", Op: rule.Less, Value: "1"}, false},
	} {
		if got := c.term.Holds(deal, today); got != c.want {
			t.Errorf("%v holds: %v", c.term, got)
		}
	}
}

func TestARuleReadsAsASentence(t *testing.T) {
	r := rule.Rule{Kind: rule.Check, Message: "Enter a close date first.", Terms: []rule.Term{
		{Field: "stage", Op: rule.Is, Value: "Negotiation"}, {Field: "close_on", Op: rule.Unknown}}}
	want := "When stage is Negotiation and close date is empty, refuse the change: “Enter a close date first.”"
	if got := r.Sentence(asIs); got != want {
		t.Error(got)
	}
	r.Any, r.Warns = true, true
	want = "When stage is Negotiation or close date is empty, show the warning “Enter a close date first.”"
	if got := r.Sentence(asIs); got != want {
		t.Error(got)
	}
}

func TestARuleOfCustomFieldsComparesAndReadsAsItsOrganisationWritesThem(t *testing.T) {
	seats := rule.Term{Field: "custom:1", Label: "Öffnung", Sort: rule.Number, Op: rule.Less, Value: "10"}
	start := rule.Term{Field: "custom:2", Label: "Contract Start", Sort: rule.Day, Op: rule.Before, Value: "today"}
	deal := facts(map[string]string{"custom:1": "9.5", "custom:2": "2026-11-19"})
	r := rule.Rule{Kind: rule.Check, Message: "m", Terms: []rule.Term{seats, start}}
	if want := "When Öffnung is less than 10 and Contract Start is before today, refuse the change: “m”"; r.Sentence(
		asIs) != want {
		t.Error(r.Sentence(asIs))
	}
	v := rule.Apply([]rule.Rule{r}, rule.Change{Facts: deal, Changed: rule.Read([]rule.Rule{r}), Today: today})
	if len(v.Refused) != 1 || v.Refused[0].Field != "custom:1" {
		t.Errorf("%+v", v)
	}
	seats.Op = rule.Known
	if seats.Wanted() != "Öffnung" || seats.Criterion() != "Öffnung" || start.Wanted() !=
		"Contract Start that is before today" {
		t.Error(seats.Wanted(), seats.Criterion(), start.Wanted())
	}
	for _, bad := range []rule.Term{{Field: "custom:1", Op: rule.Known}, {Field: "custom:1", Label: "Seats",
		Sort: rule.Number, Op: rule.Contains, Value: "1"}, {Field: "custom:2", Label: "Start", Sort: rule.Day,
		Op: rule.Before, Value: "soon"}} {
		if bad.Valid() == nil {
			t.Errorf("%+v is valid", bad)
		}
	}
}

func TestAGateNamesWhatIsMissing(t *testing.T) {
	gates := []rule.Rule{
		{Kind: rule.Gate, Stage: "Discovery", Terms: []rule.Term{{Field: "amount", Op: rule.Known},
			{Field: "next_step", Op: rule.Known}, {Field: "contacts", Op: rule.Known}}},
		{Kind: rule.Gate, Stage: "Proposal", Terms: []rule.Term{
			{Field: "budget_confirmed", Op: rule.Is, Value: "true"}, {Field: "contacts", Op: rule.Least, Value: "2"},
			{Field: "type", Op: rule.IsNot, Value: "Other"}}}}
	deal := facts(map[string]string{"amount": "100", "contacts": "1", "type": "Other"})
	v := rule.Apply(gates, rule.Change{Facts: deal, Leaves: []string{"Discovery", "Proposal"}, Today: today})
	want := "To leave Discovery, this needs a next step. To leave Proposal, this needs the budget confirmed, " +
		"2 contacts with a role and type that is not Other."
	if got := rule.Lacking(v.Missing); got != want {
		t.Error(got)
	}
	if v := rule.Apply(gates, rule.Change{Facts: deal, Today: today}); len(v.Missing) > 0 {
		t.Error("a change that leaves no stage was held")
	}
}

func TestARuleAsksOnlyWhenOneOfItsFieldsIsChanged(t *testing.T) {
	r := rule.Rule{Kind: rule.Check, Message: "m", Terms: []rule.Term{
		{Field: "close_on", Op: rule.Before, Value: "today"},
		{Field: "stage", Op: rule.Is, Value: "Negotiation"}}}
	late := facts(map[string]string{"close_on": "2026-01-01", "stage": "Negotiation"})
	for field, broken := range map[string]bool{"next_step": false, "close_on": true, "stage": true} {
		v := rule.Apply([]rule.Rule{r}, rule.Change{Facts: late, Changed: map[string]bool{field: true}, Today: today})
		if (len(v.Refused) == 1) != broken {
			t.Errorf("%s: %v", field, v.Refused)
		}
		if broken && v.Refused[0].Field != field {
			t.Errorf("it is said at %s, not at %s", v.Refused[0].Field, field)
		}
	}
	changed := rule.Change{Facts: late, Changed: map[string]bool{"stage": true}, Today: today}
	for _, change := range []func(*rule.Rule){func(r *rule.Rule) { r.Retired = true },
		func(r *rule.Rule) { r.StartsOn = today + 1 }, func(r *rule.Rule) { r.Warns = true }} {
		other := r
		change(&other)
		if v := rule.Apply([]rule.Rule{other}, changed); len(v.Refused) > 0 || (len(v.Warned) == 1) != other.Warns {
			t.Errorf("%+v: %+v", other, v)
		}
	}
}

func TestWhatComparesNothingIsRefusedAtItsField(t *testing.T) {
	for _, c := range []struct {
		term           rule.Term
		field, message string
	}{
		{rule.Term{Field: "colour", Op: rule.Known}, "field", "Choose a field."},
		{rule.Term{Field: "amount"}, "op", "Choose a comparison."},
		{rule.Term{Field: "amount", Op: rule.Contains, Value: "1"}, "op",
			"“Amount contains” compares nothing. Choose another comparison."},
		{rule.Term{Field: "amount", Op: rule.Least, Value: "much"}, "value",
			"Amount is compared with a number, for example 10000."},
		{rule.Term{Field: "close_on", Op: rule.Before, Value: "soon"}, "value",
			"Close date is compared with a day such as 2026-12-31, or with today."},
		{rule.Term{Field: "budget_confirmed", Op: rule.Is, Value: "maybe"}, "value",
			"Budget confirmed is compared with yes or no."},
		{rule.Term{Field: "type", Op: rule.Is}, "value", "Enter what Type is compared with."},
	} {
		err := c.term.Valid()
		if f, ok := err.(*fault.Fault); !ok || f.Field != c.field || f.Message != c.message {
			t.Errorf("%v: %v", c.term, err)
		}
	}
}

// drawn is any term that is valid, and drawnFacts any facts.
func drawn(t *rapid.T) rule.Term {
	f := rapid.SampledFrom(rule.Fields).Draw(t, "field")
	var fits []rule.Op
	for _, o := range rule.Ops {
		if o.Sorts == nil || slices.Contains(o.Sorts, f.Sort) {
			fits = append(fits, o.Op)
		}
	}
	return rule.Term{Field: f.Name, Op: rapid.SampledFrom(fits).Draw(t, "op"), Value: value(t, f)}
}

func value(t *rapid.T, f rule.Field) string {
	return rapid.SampledFrom(map[rule.Sort][]string{rule.Number: {"0", "1", "2", "2.50"}, rule.Flag: {"true", "false"},
		rule.Day:  {"2026-11-19", "2026-11-20", "2027-01-01"},
		rule.Text: {"Acme", "acme ", "Bolt"}}[f.Sort]).Draw(t, f.Name)
}

func drawnFacts(t *rapid.T) rule.Facts {
	m := map[string]string{}
	for _, f := range rule.Fields {
		if rapid.Bool().Draw(t, "known "+f.Name) {
			m[f.Name] = value(t, f)
		}
	}
	return facts(m)
}

func TestOppositesAreNeverBothTrueAndNeverBothFalse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term, deal := drawn(t), drawnFacts(t)
		if err := term.Valid(); err != nil {
			t.Fatal(err)
		}
		for _, pair := range [][2]rule.Op{{rule.Known, rule.Unknown}, {rule.Is, rule.IsNot}} {
			a, b := term, term
			a.Op, b.Op = pair[0], pair[1]
			if a.Holds(deal, today) == b.Holds(deal, today) {
				t.Errorf("%v and %v", a, b)
			}
		}
		less, least := term, term
		less.Op, least.Op = rule.Less, rule.Least
		if less.Holds(deal, today) && least.Holds(deal, today) {
			t.Error("less and at least")
		}
	})
}

func TestAnyAndAllAgreeWithTheirTerms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deal := drawnFacts(t)
		r := rule.Rule{Kind: rule.Check}
		some, every := false, true
		for range rapid.IntRange(1, 4).Draw(t, "terms") {
			term := drawn(t)
			r.Terms = append(r.Terms, term)
			holds := term.Holds(deal, today)
			some, every = some || holds, every && holds
		}
		if r.Holds(deal, today) != every {
			t.Error("all")
		}
		if r.Any = true; r.Holds(deal, today) != some {
			t.Error("any")
		}
	})
}

// A verdict of several rules is the verdicts of each, whatever their order.
func TestRulesDoNotDisturbEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []rule.Rule
		for range rapid.IntRange(0, 5).Draw(t, "rules") {
			all = append(all, rule.Rule{Kind: rapid.SampledFrom([]rule.Kind{rule.Gate, rule.Check}).Draw(t, "kind"),
				Stage: "A", Terms: []rule.Term{drawn(t)}, Warns: rapid.Bool().Draw(t, "warns")})
		}
		c := rule.Change{Facts: drawnFacts(t), Changed: map[string]bool{"amount": true, "stage": true},
			Leaves: []string{"A"}, Today: today}
		whole, sum := rule.Apply(all, c), [3]int{}
		for _, r := range all {
			v := rule.Apply([]rule.Rule{r}, c)
			sum[0], sum[1], sum[2] = sum[0]+len(v.Refused), sum[1]+len(v.Warned), sum[2]+len(v.Missing)
		}
		if sum != [3]int{len(whole.Refused), len(whole.Warned), len(whole.Missing)} {
			t.Error(sum, whole)
		}
	})
}
