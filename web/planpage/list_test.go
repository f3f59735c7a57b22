package planpage_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quarterdeck/web/sitetest"
)

func TestAPlanIsUploadedShownAndExported(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	ops := f.As("ops")
	ops.Post(f.Path("/plans"), "document", fmt.Sprintf(sitetest.PlanText, "Sales 2026", "0.15"), "note",
		"The first").Is(t, http.StatusSeeOther)
	list := ops.Get(f.Path("/plans")).Is(t, http.StatusOK).Body
	for _, want := range []string{"Sales 2026", "Not published", "1 draft"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	path := cutOut(t, list, `href="`+f.Path("/plans/"), `"`)
	shown := ops.Get(f.Path("/plans/"+path)).Is(t, http.StatusOK).Body
	for _, want := range []string{"Plan in words", "The first", "cliff", "Tier from 50\u00a0%",
		"all credit of the period"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if got, want := ops.Get(f.Path("/plans/"+path+"/versions/1.json")).Is(t, http.StatusOK).Body,
		string(sitetest.PlanDoc(t, "Sales 2026", "0.15").Encode()); got != want {
		t.Errorf("exported is\n%s", got)
	}
	for document, says := range map[string]string{
		"": "Choose a file", "{": "document", `{"name": "x", "pay": 1}`: "is not known here",
		fmt.Sprintf(sitetest.PlanText, "Bad", "much"): "components[0].tiers[2].rate",
	} {
		if a := ops.Post(f.Path("/plans"), "document", document).Is(t,
			http.StatusUnprocessableEntity); !strings.Contains(a.Body, says) {
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
