package simulationpage_test

import (
	"net/http"
	"strings"
	"testing"

	"quarterdeck/web/sitetest"
)

func TestASimulationIsShownAndExported(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	rep, _ := f.Pays(t)
	finance := f.As("finance")
	path := f.Path("/plans/" + rep.PlanID.String() + "/simulate")
	finance.Get(path+"?from=2026-Q4&to=2026-Q4").Is(t, http.StatusOK).Says(t, "Winners and losers",
		sitetest.Mark("west", "rep"), "Cost by quarter", "Under 80\u00a0%")
	if a := finance.Get(path+".csv?from=2026-Q4&to=2026-Q4").Is(t, http.StatusOK); !strings.Contains(a.Body,
		sitetest.Mark("west", "rep")) || strings.Contains(a.Body, sitetest.Mark("west", "far")) {
		t.Errorf("the export of one plan is\n%s", a.Body)
	}
	if a := finance.Get(path+".csv?from=2026-Q4&to=2026-Q4&all=1").Is(t, http.StatusOK); !strings.Contains(a.Body,
		sitetest.Mark("west", "far")) {
		t.Errorf("the export of all plans is\n%s", a.Body)
	}
	finance.Get(path+"?from=2026-Q4&to=2026-Q1").Is(t, http.StatusUnprocessableEntity).Says(t, "before the first")
	for _, query := range []string{"?from=1990-Q1", "?to=2031-Q1", "?from=2026-11", "?v=9", "?v=x"} {
		finance.Get(path+query).Is(t, http.StatusNotFound)
	}
}
