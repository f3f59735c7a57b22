package form_test

import (
	"net/url"
	"strings"
	"testing"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/plan/form"
)

func TestAFormShowsADocumentAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	values := form.Shown(example(t), money.Comma)
	for key, want := range map[string]string{
		"effective.to": "2026-12-31", "components.0.id": "New business", "components.0.gate": "40",
		"components.0.tiers.1.from": "100", "components.0.tiers.1.rate": "15", "components.0.eligible.0.share": "50",
		"components.0.multipliers.0.factor": "1,1", "components.0.cap.per_period": "50.000",
		"components.0.quota": "assigned", "components.1.window.to": "2026-09-30", "components.2.rate": "2",
	} {
		if got := values.Get(key); got != want {
			t.Errorf("%s is shown as %q, want %q", key, got, want)
		}
	}
}

func TestWhatIsTypedIsReadAsTheOrganisationWritesIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format             money.Format
		key, typed, origin string // origin: the same value in the document's own form
	}{
		{money.Point, "components.0.tiers.1.rate", "12.5", "0.125"},
		{money.Point, "components.0.tiers.1.rate", " 12.5 % ", "0.125"},
		{money.Comma, "components.0.tiers.1.rate", "12,5", "0.125"},
		{money.Comma, "components.0.tiers.1.rate", "12,5%", "0.125"},
		{money.Point, "components.0.gate", "33.3333", "0.333333"},
		{money.Point, "components.0.cap.per_period", "60,000", "60000"},
		{money.Comma, "components.0.cap.per_period", "60.000,50", "60000.50"},
		{money.Point, "components.1.budget", "12K", "12000"},
		{money.Point, "components.0.id", "New logos 2026", "new-logos-2026"},
		{money.Point, "effective.to", "2026-11-30", "2026-12-01"},
	} {
		d := example(t)
		typed, origin := form.Shown(d, c.format), form.Values(d)
		typed.Set(c.key, c.typed)
		origin.Set(c.key, c.origin)
		want, problems := form.Build(origin)
		if got := form.Read(typed, c.format); problems != nil || got.Problems != nil || !got.Document.Equal(want) {
			t.Errorf("%s, %s %q: %v %v\n%s", c.format, c.key, c.typed, problems, got.Problems, got.Document.Encode())
		}
	}
}

func TestAFigureThatCannotBeReadStaysInItsField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format           money.Format
		key, typed, says string
	}{
		{money.Point, "components.0.tiers.1.rate", "12,5", "“12,5” is not a percentage such as 10 or 12.5."},
		{money.Comma, "components.0.tiers.1.rate", "12.5", "“12.5” is not a percentage such as 10 or 12,5."},
		{money.Point, "components.0.tiers.1.rate", "abc", "“abc” is not a percentage"},
		{money.Point, "components.0.tiers.1.rate", "-1", "-1 % is below zero."},
		{money.Point, "components.0.tiers.2.from", "90", "The tier starts at 90 %, which is not above"},
		{money.Point, "components.0.eligible.0.share", "x", "is not a percentage"},
		{money.Point, "components.1.budget", "a lot", "is not a clear amount"},
		{money.Point, "effective.to", "2025-12-31", "The last day must not be before the first day."},
		{money.Point, "components.0.id", "Übersee", "Use letters from A to Z"},
		{money.Point, "components.2.rate", "", "Fill in this field."},
	} {
		typed := form.Shown(example(t), c.format)
		typed.Set(c.key, c.typed)
		got := form.Read(typed, c.format)
		if said := got.Problems.At(c.key); !strings.HasPrefix(said, c.says) && !strings.Contains(said, c.says) {
			t.Errorf("%s %q is told %q, want %q", c.key, c.typed, said, c.says)
		}
		if got.Fields.Get(c.key) != c.typed {
			t.Errorf("%s shows %q, want %q as it was typed", c.key, got.Fields.Get(c.key), c.typed)
		}
		if len(got.Problems) != 1 || len(got.Document.Components) > 0 {
			t.Errorf("%s %q has the problems %v", c.key, c.typed, got.Problems)
		}
	}
}

func TestAFixedQuotaHasAFieldOfItsOwn(t *testing.T) {
	t.Parallel()
	read := func(choice, amount string) form.Reading {
		typed := form.Shown(example(t), money.Point)
		typed.Set("components.0.quota", choice)
		typed.Set("components.0.quota_amount", amount)
		return form.Read(typed, money.Point)
	}
	if r := read("fixed", "33,000"); r.Problems != nil || r.Document.Components[0].Quota.Fixed.String() != "33000" ||
		r.Fields.Get("components.0.quota") != "fixed" || r.Fields.Get("components.0.quota_amount") != "33,000" {
		t.Errorf("%v: %v", r.Problems, r.Fields)
	}
	if r := read("assigned", "much"); r.Problems != nil || !r.Document.Components[0].Quota.Assigned {
		t.Errorf("an amount that does not count is told of: %v", r.Problems)
	}
	for _, amount := range []string{"", "much", "0"} {
		r := read("fixed", amount)
		if len(r.Problems) != 1 || r.Problems.At("components.0.quota_amount") == "" ||
			r.Fields.Get("components.0.quota") != "fixed" || r.Fields.Get("components.0.quota_amount") != amount {
			t.Errorf("%q: %v, %v", amount, r.Problems, r.Fields)
		}
	}
	if r := read("", ""); r.Problems.At("components.0.quota") != "Choose a quota: the gate and the tiers are "+
		"percentages of it." {
		t.Errorf("no quota is told %v", r.Problems)
	}
	if r := form.Read(url.Values{}, money.Space); len(r.Problems) == 0 {
		t.Error("an empty form is a plan")
	}
}
