package form_test

import (
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/form"
)

// example is the plan that the format is explained with.
func example(t *testing.T) plan.Document {
	t.Helper()
	text, err := os.ReadFile("../testdata/account-executive.json")
	if err != nil {
		t.Fatal(err)
	}
	d, err := plan.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAFormAddsAndRemovesByItsValues(t *testing.T) {
	t.Parallel()
	values := form.Values(example(t))
	set := func(key, value string) { values[key] = []string{value} }
	set("components.0.tiers.1.from", " ")      // the row is taken away
	set("components.0.tiers.7.from", "1.50")   // and one added
	set("components.0.tiers.7.rate", " 0.25 ") //
	set("components.0.tiers.8.apply", "above") // an empty row for the next
	set("components.1.id", "")                 // no bonus any more
	set("components.2.boundary", "attainment") // a choice that an override does not have
	set("components.0.qualifies.type", "A\r\nB, C\r\n")
	set("components.9.id", "")
	set("draw.kind", "")
	set("csrf", "token")
	values["components.0.clawback.reduces_attainment"] = []string{"false", "on"}
	d, ps := form.Build(values)
	if ps != nil {
		t.Fatal(ps)
	}
	c := d.Components[0]
	if len(d.Components) != 2 || d.Components[1].ID != "team" || d.Draw != nil || len(c.Tiers) != 3 ||
		c.Tiers[1].From.StringFixed(2) != "1.20" || c.Tiers[2].Rate.StringFixed(2) != "0.25" ||
		!slices.Equal(c.Qualifies.Type, []string{"A", "B, C"}) || !c.Clawback.ReducesAttainment {
		t.Errorf("the form makes\n%s", d.Encode())
	}
}

func TestAFormPassesOverAChoiceThatHasNoMeaning(t *testing.T) {
	t.Parallel()
	values := form.Values(example(t))
	values.Set("draw.kind", "non_recoverable") // and the recovery is still chosen
	d, ps := form.Build(values)
	if ps != nil || d.Draw == nil || d.Draw.Recoverable || d.Draw.AboveDraw {
		t.Errorf("%v: %+v", ps, d.Draw)
	}
}

func TestAFormIsToldAtItsFields(t *testing.T) {
	t.Parallel()
	values := form.Values(example(t))
	values.Set("components.0.tiers.0.from", "")
	values.Set("components.0.tiers.2.rate", "a lot")
	values["components.0.qualifies.type"] = []string{"A", "A"}
	values.Set("components.0.tiers.2.colour", "red")
	values.Set("components.1.gate", "0.5")
	values.Set("name.a.b.c.d.e.f.g.h", "deep")
	values.Set("components.x.id", "odd")
	_, ps := form.Build(values)
	tidy := form.Tidy(values)
	for key, says := range map[string]string{
		"components.0.tiers.0.from": "must start at 0", "components.0.tiers.1.rate": "not a number",
		"components.0.qualifies.type": "twice", "components.0.tiers.1.colour": "is not known here",
		"components.1.gate": "belongs to components of the kind rate or override", "name": "plans do not have",
		"components.3.kind": "Fill in",
	} {
		if got := ps.At(key); !strings.Contains(got, says) {
			t.Errorf("%s is told %q, want …%s… of\n%v", key, got, says, ps)
		}
	}
	if got := tidy.Get("components.0.tiers.1.rate"); got != "a lot" {
		t.Errorf("the field shows %q beside its problem", got)
	}
	if _, ps := form.Build(url.Values{}); len(ps) == 0 {
		t.Error("an empty form is a plan")
	}
}
