package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestAPlanIsUploadedShownAndExported(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	ops := f.as("ops")
	ops.post(f.path("/plans"), "document", fmt.Sprintf(planText, "Sales 2026", "0.15"), "note", "The first").is(t, http.StatusSeeOther)
	list := ops.get(f.path("/plans")).is(t, http.StatusOK).Body
	for _, want := range []string{"Sales 2026", "Not published", "1 draft"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	path := cutOut(t, list, `href="`+f.path("/plans/"), `"`)
	shown := ops.get(f.path("/plans/"+path)).is(t, http.StatusOK).Body
	for _, want := range []string{"In words", "The first", "cliff", "Boundary at 50%", "on everything, back to the first unit"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if got, want := ops.get(f.path("/plans/"+path+"/versions/1.json")).is(t, http.StatusOK).Body, string(planDoc(t, "Sales 2026", "0.15").Encode()); got != want {
		t.Errorf("exported is\n%s", got)
	}
	for document, says := range map[string]string{
		"": "Choose a file", "{": "document", `{"name": "x", "pay": 1}`: "There is no key", fmt.Sprintf(planText, "Bad", "much"): "components[0].tiers[2].rate",
	} {
		if a := ops.post(f.path("/plans"), "document", document).is(t, http.StatusUnprocessableEntity); !strings.Contains(a.Body, says) {
			t.Errorf("%s is refused without %q", document, says)
		}
	}
}

// cutOut is what stands between two texts.
func cutOut(t *testing.T, s, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(s, before)
	for ok && strings.HasPrefix(rest, "new") {
		_, rest, ok = strings.Cut(rest, before)
	}
	got, _, there := strings.Cut(rest, after)
	if !ok || !there {
		t.Fatalf("nothing stands between %q and %q", before, after)
	}
	return got
}

func TestASimulationIsShownAndExported(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	rep, _ := f.pays(t)
	finance := f.as("finance")
	path := f.path("/plans/" + rep.PlanID.String() + "/simulate")
	finance.get(path+"?from=2026-Q4&to=2026-Q4").is(t, http.StatusOK).says(t, "Winners and losers", mark("west", "rep"), "Cost by quarter", "under 80%")
	if a := finance.get(path+".csv?from=2026-Q4&to=2026-Q4").is(t, http.StatusOK); !strings.Contains(a.Body, mark("west", "rep")) || strings.Contains(a.Body, mark("west", "far")) {
		t.Errorf("the export of one plan is\n%s", a.Body)
	}
	if a := finance.get(path+".csv?from=2026-Q4&to=2026-Q4&all=1").is(t, http.StatusOK); !strings.Contains(a.Body, mark("west", "far")) {
		t.Errorf("the export of all plans is\n%s", a.Body)
	}
	finance.get(path+"?from=2026-Q4&to=2026-Q1").is(t, http.StatusUnprocessableEntity).says(t, "not before it")
	for _, query := range []string{"?from=1990-Q1", "?to=2031-Q1", "?from=2026-11", "?v=9", "?v=x"} {
		finance.get(path+query).is(t, http.StatusNotFound)
	}
}
