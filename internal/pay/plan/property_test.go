package plan_test

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/form"
	"quarterdeck/internal/pay/plan/wording"
)

func TestWhatIsWrittenIsReadAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := made(t, "plan")
		if ps := d.Validate(); ps != nil {
			t.Fatalf("a plan that was made is not valid: %v", ps)
		}
		b := d.Encode()
		again, err := plan.Parse(b)
		if err != nil || !same(d, again) {
			t.Fatalf("%v\n%s\nbecame\n%s", err, b, again.Encode())
		}
		if !bytes.Equal(b, again.Encode()) || d.Hash() != again.Hash() {
			t.Fatalf("written again it is\n%s", again.Encode())
		}
	})
}

func TestAFormMakesTheDocumentThatItShows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := made(t, "plan")
		values := form.Values(d)
		again, ps := form.Build(values)
		if ps != nil || !same(d, again) {
			t.Fatalf("%v\n%s\nbecame\n%s", ps, d.Encode(), again.Encode())
		}
		if tidy := form.Tidy(values); tidy.Encode() != values.Encode() {
			t.Fatalf("%v became %v", values, tidy)
		}
	})
}

func TestWhatAFormShowsToPeopleIsReadAsTheSameBytes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, f := made(t, "plan"), rapid.SampledFrom(money.Formats).Draw(t, "format")
		fields := form.Shown(d, f)
		again := form.Read(fields, f)
		if again.Problems != nil || !bytes.Equal(again.Document.Encode(), d.Encode()) {
			t.Fatalf("%v\n%s\nbecame\n%s", again.Problems, d.Encode(), again.Document.Encode())
		}
		if again.Fields.Encode() != fields.Encode() {
			t.Fatalf("%v is shown again as %v", fields, again.Fields)
		}
	})
}

func TestADifferenceIsToldAndOnlyADifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := made(t, "before")
		after := made(t, "after")
		if coin(t, "one value") {
			after = altered(t, before)
		}
		if told := wording.Diff(before, before); len(told) > 0 {
			t.Fatalf("a plan differs from itself: %v", told)
		}
		changes := wording.Diff(before, after)
		if before.Equal(after) != (len(changes) == 0) {
			t.Fatalf("%v tells of\n%s\nand\n%s", changes, before.Encode(), after.Encode())
		}
		for _, c := range changes {
			if c.Path == "" || c.Label == "" || c.Old == c.New || !strings.HasSuffix(c.Sentence, ".") ||
				strings.Contains(c.Sentence, "the  ") {
				t.Fatalf("a change is told as %+v", c)
			}
		}
	})
}

// altered is the document with another value in one field of its form, if that is valid.
func altered(t *rapid.T, d plan.Document) plan.Document {
	values := form.Values(d)
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	key := pick(t, "field", keys...)
	with := url.Values{}
	for k, v := range values {
		with[k] = v
	}
	with[key] = []string{pick(t, "value", "", "0.50", "2", "7", "month", "all", "above", "assigned", "prorata", "true",
		"margin", "count", "EUR", "2021-01-01", "Other", "half_up")}
	if other, ps := form.Build(with); ps == nil {
		return other
	}
	return d
}

func TestEverythingIsSaidInWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := made(t, "plan")
		sections := wording.Words(d)
		if want := 1 + len(d.Components); len(sections) < want {
			t.Fatalf("%d sections, want %d", len(sections), want)
		}
		for _, s := range sections {
			for _, said := range s.Sentences {
				if s.Title == "" || !strings.HasSuffix(said, ".") || strings.Contains(said, "%!") ||
					strings.Contains(said, "  ") {
					t.Fatalf("%q says %q", s.Title, said)
				}
			}
		}
		for _, w := range wording.Warnings(d) {
			if w.Path == "" || !strings.HasSuffix(w.Message, ".") || strings.Contains(w.Message, "%!") {
				t.Fatalf("a warning is %q", w)
			}
		}
	})
}

// FuzzParse looks for bytes that make the reader fail otherwise than by saying what is wrong, and for documents that
// are not written as they were read.
func FuzzParse(f *testing.F) {
	f.Add(example)
	for _, change := range []string{`"0.10"`, `[`, `{`, `"rate"`, `:`, `"quarter"`, `"USD"`, `1`} {
		for _, with := range []string{"", "null", `"-0"`,
			"1e9", `"ʼ"`, "[[[[[[[[[[[[[[", `{"a":{"a":{"a":1}}}`, "\xff", `"a":1,"a":2,`, `"JPY"`} {
			f.Add(bytes.Replace(example, []byte(change), []byte(with), 1))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := plan.Parse(b)
		if err != nil {
			ps, ok := err.(plan.Problems)
			if !ok || len(ps) == 0 {
				t.Fatalf("the error is %v", err)
			}
			for _, p := range ps {
				if p.Path == "" || p.Message == "" {
					t.Fatalf("a problem is %q", p)
				}
			}
			return
		}
		again, err := plan.Parse(d.Encode())
		if err != nil || !same(d, again) {
			t.Fatalf("%v: %s", err, d.Encode())
		}
		if read := form.Read(form.Shown(d, money.Comma), money.Comma); read.Problems != nil || !same(d, read.Document) {
			t.Fatalf("%v: %v", read.Problems, form.Shown(d, money.Comma))
		}
		if built, ps := form.Build(form.Values(d)); ps != nil || !same(d, built) {
			t.Fatalf("%v: %v", ps, form.Values(d))
		}
		wording.Words(d)
		wording.Warnings(d)
	})
}

// FuzzBuild looks for form values that make the reader fail otherwise than by saying what is wrong, and for values that
// mean something else once they are tidy.
func FuzzBuild(f *testing.F) {
	d, err := plan.Parse(example)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(form.Values(d).Encode())
	f.Add("name=a&name.b=c&components=1&components.0.id=x&components.0.kind=rate&components.00.id=y&components.-1.id=z&draw.kind.kind=1")
	f.Add("components.0.tiers.0.from=0&components.0.tiers.0.tiers.0.from=0&components.0.id=a&components.0.qualifies.type.0=b&effective=1")
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		d, ps := form.Build(values)
		for _, p := range ps {
			if p.Path == "" || p.Message == "" {
				t.Fatalf("a problem is %q", p)
			}
		}
		for _, p := range form.Read(values, money.Point).Problems {
			if p.Path == "" || p.Message == "" {
				t.Fatalf("a problem of what was typed is %q", p)
			}
		}
		tidy := form.Tidy(values)
		again, others := form.Build(tidy)
		if len(ps) == 0 && (len(others) > 0 || !same(d, again)) {
			t.Fatalf("%v became %v: %v", values, tidy, others)
		}
		if len(ps) == 0 && d.Validate() != nil {
			t.Fatalf("a form makes a plan that is not valid: %v", d.Validate())
		}
	})
}
