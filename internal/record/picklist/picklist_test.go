package picklist_test

import (
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/record/picklist"
)

// list is a list of rivals with some values.
func list(t *testing.T, names ...string) picklist.List {
	t.Helper()
	l := picklist.Lists{}.Of(picklist.Competitor)
	for i, name := range names {
		after := ""
		if i > 0 {
			after = names[i-1]
		}
		next, err := l.With(picklist.Edit{Name: name, After: after})
		if err != nil {
			t.Fatal(err)
		}
		l = next
	}
	return l
}

func TestAListKeepsItsOrderAndItsEarlierNames(t *testing.T) {
	t.Parallel()
	l := list(t, "Acme", "Best & <b>", "Corp")
	l, err := l.With(picklist.Edit{Was: "Corp", Name: "Corporation", After: "Acme"})
	if err != nil || strings.Join(l.Offered(), "|") != "Acme|Corporation|Best & <b>" ||
		l.Did != "Renamed Corp to Corporation" {
		t.Fatalf("%v %+v", err, l)
	}
	if l, err = l.Merged("acme inc.", "Acme"); err != nil {
		t.Fatal(err)
	}
	if l, err = l.Merged("Corporation", "Acme"); err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"ACME": "Acme", "Acme Inc.": "Acme", "corp": "Acme",
		" Corporation ": "Acme", "best & <B>": "Best & <b>"} {
		if got, known := l.Read(word); got != want || !known {
			t.Errorf("%q is read as %q, %v", word, got, known)
		}
	}
	if got, known := l.Read("Unheard"); got != "Unheard" || known {
		t.Errorf("a strange word is read as %q, %v", got, known)
	}
	if l, err = l.With(picklist.Edit{Name: "Corp"}); err != nil {
		t.Fatal(err)
	}
	if got, _ := l.Read("corp"); got != "Corp" {
		t.Errorf("a name that is given again is read as %q", got)
	}
	if got := l.Sort([]string{"Zed", "Acme", "Corp"}); !slices.Equal(got, []string{"Corp", "Acme", "Zed"}) {
		t.Errorf("sorted as %v", got)
	}
}

func TestWhatAListRefusesIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	l := list(t, "Acme", "Best")
	for said, e := range map[string]picklist.Edit{"Write the name of the competitor": {Name: " "},
		"is in the list already. Merge": {Name: "ACME"}, "at most 120 characters": {Name: strings.Repeat("x", 121)},
		"Choose the value that it follows": {Name: "New", After: "Nobody"}} {
		if _, err := l.With(e); !strings.Contains(fault.Message(err), said) {
			t.Errorf("%+v: %v", e, err)
		}
	}
	if _, err := l.With(picklist.Edit{Was: "Best", Name: "best", After: "Acme"}); err != nil {
		t.Errorf("another case of its own name: %v", err)
	}
	if _, err := l.With(picklist.Edit{Was: "Nobody", Name: "x"}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a value that is not there: %v", err)
	}
	if _, err := l.Merged("Acme", "acme"); err == nil {
		t.Error("a value became itself")
	}
	gone, err := l.Retired("Best", true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Merged("Acme", "Best"); err == nil {
		t.Error("a retired value took over")
	}
	if _, err := gone.Choose("best", ""); !strings.Contains(fault.Message(err), "no longer used") {
		t.Errorf("a retired value: %v", err)
	}
	if v, err := gone.Choose("Best", "Best"); v != "Best" || err != nil {
		t.Errorf("a record cannot keep it: %q %v", v, err)
	}
	if v, err := gone.Choose("Zed", ""); v != "Zed" || err != nil {
		t.Errorf("another word: %q %v", v, err)
	}
	gone.Closed = true
	if _, err := gone.Choose("Zed", ""); !strings.Contains(fault.Message(err), `"Zed" is not in the list`) {
		t.Errorf("a closed list: %v", err)
	}
	if l.Entries[1].Retired {
		t.Error("a change reached the list that it was made of")
	}
}

func TestWordsOfRecordsAreAdoptedOnce(t *testing.T) {
	t.Parallel()
	l, err := list(t, "Acme").Adopted([]string{"acme", "Zed", "Best", "", "zed"})
	if err != nil || !slices.Equal(l.Offered(), []string{"Acme", "Zed", "Best"}) ||
		l.Did != "Added 2 values that deals have" {
		t.Errorf("%v %+v", err, l)
	}
	if _, err := l.Adopted(nil); err == nil {
		t.Error("nothing was adopted")
	}
}
