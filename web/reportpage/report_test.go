package reportpage_test

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
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

func TestAReportOfNothingSaysSo(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Executive)
	b.Get(h.Path("/reports/bookings")).Is(t, http.StatusOK).Says(t, "No bookings")
	b.Get(h.Path("/reports/forecast")).Is(t, http.StatusOK)
	for _, path := range []string{"/reports/bookings.csv", "/reports/forecast.csv"} {
		if a := b.Get(h.Path(path)).Is(t, http.StatusOK); strings.Count(strings.TrimSpace(a.Body), "\n") > 0 {
			t.Errorf("%s is %s", path, strconv.Quote(a.Body))
		}
	}
}
