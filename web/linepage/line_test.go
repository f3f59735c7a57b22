package linepage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/web/sitetest"
)

// TestAnAdministratorWhoSeatsThemselvesAboveSomebodyReadsNoPay plays it over the pages: a new seat, taken by an address
// of the administrator's own, and somebody who is put below it. Finance sees who would read whose pay, and only its
// click opens it.
func TestAnAdministratorWhoSeatsThemselvesAboveSomebodyReadsNoPay(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	b := s.Bureau(office.Selling)
	b.Sell(t, b.Ann, "A 71234.50 2026-01-20")
	b.Run(t, "2026-01")
	ada, fay, olga := b.Browser(b.Ada), b.Browser(b.Fay), b.Browser(b.Olga)
	address, base := uuid.NewString()+"@example.com", strings.TrimSuffix(b.Path(""), "/commissions")
	at := ada.Post(base+"/settings/members", "name", "Pat Puppet", "email", "pat.puppet@company.example", "role",
		"manager", "valid_from", "2026-01-01", "manager", b.Eve.String()).Is(t, http.StatusSeeOther).Location
	_, id, _ := strings.Cut(at, "member=")
	// and not the one that the member is known by
	ada.Post(base+"/settings/members/"+id+"/invitation", "email", address).Is(t, http.StatusSeeOther)
	pat := s.Stranger()
	pat.Post(sitetest.Letter(s, address, "join"), "name", "Pat", "password",
		sitetest.Password).Is(t, http.StatusSeeOther)
	ada.Post(base+"/settings/members/"+b.Ann.String()+"/assignment", "role", "rep", "team", "North", "valid_from",
		"2026-01-01", "manager", id).Is(t, http.StatusSeeOther)

	mine := b.Path("/2026-01?member=" + b.Ann.String())
	shut := func() {
		t.Helper()
		for _, path := range []string{mine, b.Path("/2026-01/statement.csv?member=" + b.Ann.String()),
			b.Path("/2026-01/statement.pdf?member=" + b.Ann.String()),
			b.Path("/2026-01/changes?member=" + b.Ann.String())} {
			pat.Get(path).Is(t, http.StatusNotFound)
		}
		if page := pat.Get(b.Path("/team?period=2026-01")).Is(t, http.StatusOK).Body; strings.Contains(page,
			"7,123.45") {
			t.Error("the team's page shows the pay")
		}
	}
	shut()
	pat.Get(b.Path("/team")).Says(t, "1 person reports to you, but finance has not confirmed it yet")
	for _, who := range []*sitetest.Browser{ada, pat, b.Browser(b.Nora), b.Browser(b.Ann)} {
		who.Post(b.Path("/lines"), "line", "x").Is(t, http.StatusNotFound)
	}
	fay.Get(b.Path("/runs")).Is(t, http.StatusOK).Says(t, "1 reporting line needs")
	page := fay.Get(b.Path("/lines")).Is(t, http.StatusOK).Says(t, "Pat Puppet", address, "Ann", "Jan 1").Body
	if strings.Contains(page, "pat.puppet@company.example") {
		t.Error("finance is shown another address than the one that reads")
	}
	olga.Get(b.Path("/lines")).Is(t, http.StatusOK).Says(t, "Pat Puppet")
	key := regexp.MustCompile(`name="line" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if key == nil {
		t.Fatal("no line can be ticked")
	}
	fay.Post(b.Path("/lines")).Is(t, http.StatusUnprocessableEntity).Says(t, "Select at least one reporting line.")
	ada.Post(base+"/settings/members/"+b.Ben.String()+"/assignment", "role", "rep", "team", "North", "valid_from",
		"2026-01-01", "manager", id).Is(t, http.StatusSeeOther)
	fay.Post(b.Path("/lines"), "line", key[1]).Is(t, http.StatusConflict).Says(t, "lines changed since")
	shut()
	key = regexp.MustCompile(`name="line" value="([0-9a-f]+)"`).FindStringSubmatch(fay.Get(b.Path("/lines")).Says(t,
		"Ann, Ben").Body)
	fay.Post(b.Path("/lines"), "line", key[1]).Leads(t, b.Path("/lines"))
	fay.Get(b.Path("/lines")).Says(t, "Every line is confirmed")
	pat.Get(mine).Is(t, http.StatusOK).Says(t, "$7,123.45")

	// the seat is taken by another address
	ada.Post(base+"/settings/members/"+id+"/access/end").Is(t, http.StatusSeeOther)
	next := uuid.NewString() + "@example.com"
	ada.Post(base+"/settings/members/"+id+"/invitation", "email", next).Is(t, http.StatusSeeOther)
	s.Stranger().Get(sitetest.Letter(s, next, "join")).Is(t, http.StatusUnprocessableEntity).Says(t,
		"finance must confirm the invitation first")
	ada.Get(base+"/audit").Is(t, http.StatusOK).Says(t, "Confirmed reporting line", "Pat Puppet")
}
