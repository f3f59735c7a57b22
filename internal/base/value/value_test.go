package value_test

import (
	"testing"

	"quarterdeck/internal/base/value"
)

func TestWordsForNothing(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "null", "NULL", "N/A", "n/a", "-", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000",
		"00.00.0000", "0000-00-00T00:00:00Z", `\N`} {
		if !value.Nothing(s) {
			t.Errorf("%q is something", s)
		}
	}
	for _, s := range []string{"0", "Null", "None", "2026-00-00", "00000000", "--5", "NA"} {
		if value.Nothing(s) {
			t.Errorf("%q is nothing", s)
		}
	}
}

func TestAWordIsReadInAnyCaseAndMostLanguages(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		v          *value.Vocabulary
		word, want string
	}{
		{value.Status, "Won", "won"}, {value.Status, " CLOSED  won ", "won"}, {value.Status, "Verloren", "lost"},
		{value.Status, "Open", "open"}, {value.Category, "BestCase", "best_case"},
		{value.Category, "best case", "best_case"}, {value.Category, "Forecast", "commit"},
		{value.Category, "Omitted", "omitted"}, {value.Category, "MostLikely", "most_likely"},
		{value.YesNo, "TRUE", "yes"}, {value.YesNo, "FALSCH", "no"}, {value.YesNo, "WAHR", "yes"},
		{value.YesNo, "1", "yes"}, {value.Length, "Quarterly", "quarter"}, {value.Done, "Completed", "done"},
		{value.Role, "Sales Manager", "manager"}, {value.Category, "Bestfall", "best_case"},
		{value.Category, "Meilleur cas", "best_case"}, {value.Category, "Engagement", "commit"},
		{value.Category, "Solid", ""}, {value.Status, "", ""}, {value.YesNo, "-", ""},
	} {
		if got, ok := x.v.Read(x.word); got != x.want || ok != (x.want != "") {
			t.Errorf("%q is %q", x.word, got)
		}
	}
	for _, v := range []*value.Vocabulary{value.Status, value.Category, value.YesNo, value.Role, value.Length,
		value.Done} {
		for _, m := range v.Means {
			if got, ok := v.Read(m.Label); !ok || got != m.Name || !v.Has(m.Name) {
				t.Errorf("%q is %q", m.Label, got)
			}
		}
	}
}

func TestOneKeyInItsForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// the last three characters fit
		"0065f00000XyZabAAF": "0065f00000XyZab", "0065f00000XyZab": "0065f00000XyZab",
		"0055f000003ABcDAAW": "0055f000003ABcD",
		// they do not: another system's key
		"0065f00000BBBB0001": "0065f00000BBBB0001", "0065f00000XyZabAAC": "0065f00000XyZabAAC",
		"12.0": "12", "12.00": "12", "12.5": "12.5", "0.0": "0.0", "012.0": "012.0", "v1.0": "v1.0", "": "", "12": "12",
	} {
		if got := value.Key(text); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
	for text, want := range map[string]bool{"5.12346E+14": true, "1,23E+11": true, "5E+12": true, "1E5": false,
		"5.12E-14": false, "5.1E+3": false} {
		if value.Shortened(text) != want {
			t.Errorf("%q is shortened: %t", text, !want)
		}
	}
}
