package reportpage_test

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/sitetest"
)

func TestAReportShowsARoleItsOwnAndItsFileAddsUpToThePage(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("report")
	far, mate := sitetest.Mark("report", "far"), sitetest.Mark("report", "mate")
	for _, path := range []string{"/reports/bookings", "/reports/forecast"} {
		f.As("executive").Get(f.Path(path+".csv")).Is(t, http.StatusOK).Says(t, far, mate)
		f.As("manager").Get(f.Path(path+".csv")).Is(t, http.StatusOK).Says(t, mate).Hides(t, far)
		f.As("rep").Get(f.Path(path)).Is(t, http.StatusOK).Hides(t, mate)
	}
	rows, err := csv.NewReader(strings.NewReader(f.As("executive").Get(f.Path("/reports/bookings.csv")).Body)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatal(rows, err)
	}
	sums := map[string]int64{}
	for _, row := range rows[1:] {
		sums[row[0]] += sitetest.Minor(row[4])
	}
	for quarter, minor := range sums {
		f.As("executive").Get(f.Path("/reports/bookings?period="+quarter)).Is(t, http.StatusOK).Says(t,
			sitetest.Dollars(minor))
	}
}

// push moves the close date of somebody's open opportunity by ten days, and returns their mark.
func push(f *sitetest.Firm, t *testing.T, who string) string {
	t.Helper()
	err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		return opportunity.Edit(t.Context(), tx, f.Opportunities[who], 0,
			func(s opportunity.State) (opportunity.State, error) {
				s.CloseOn += 10
				return s, nil
			})
	})
	if err != nil {
		t.Fatal(err)
	}
	return sitetest.Mark("report", who)
}

func TestAPushedCloseDateIsListedForThoseWhoSeeTheOpportunity(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("report")
	far, mate := push(f, t, "far"), push(f, t, "mate")
	at := f.Path("/reports/slippage")
	f.As("executive").Get(at).Is(t, http.StatusOK).Says(t, "2 opportunities", far, mate,
		"/opportunities/"+f.Opportunities["mate"].String(), "slippage.xlsx")
	f.As("executive").Get(at+".csv").Is(t, http.StatusOK).Says(t, far, ",10,")
	f.As("manager").Get(at).Is(t, http.StatusOK).Says(t, "1 opportunity,", mate).Hides(t, far)
	f.As("rep").Get(at+".csv").Is(t, http.StatusOK).Hides(t, mate)
	f.As("executive").Get(at+"?as_of=2026-11-01").Is(t, http.StatusOK).Says(t, "No pushed close dates")
	f.As("executive").Get(at+"?period=2026-Q3").Is(t, http.StatusOK).Says(t, "No pushed close dates")
	f.As("executive").Get(at+"?period=nothing").Is(t, http.StatusUnprocessableEntity)
}

func TestAReportOfNothingSaysSo(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Executive)
	b.Get(h.Path("/reports/bookings")).Is(t, http.StatusOK).Says(t, "No bookings")
	b.Get(h.Path("/reports/forecast")).Is(t, http.StatusOK)
	b.Get(h.Path("/reports/slippage")).Is(t, http.StatusOK).Says(t, "No pushed close dates")
	for _, path := range []string{"/reports/bookings.csv", "/reports/forecast.csv", "/reports/slippage.csv"} {
		if a := b.Get(h.Path(path)).Is(t, http.StatusOK); strings.Count(strings.TrimSpace(a.Body), "\n") > 0 {
			t.Errorf("%s is %s", path, strconv.Quote(a.Body))
		}
	}
}
