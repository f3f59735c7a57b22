package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
)

// TestAnAdministratorWhoSeatsThemselvesAboveSomebodyReadsNoPay plays it over the pages: a new seat, taken by an address of the administrator's own, and
// somebody who is put below it. Finance sees who would read whose pay, and only its click opens it.
func TestAnAdministratorWhoSeatsThemselvesAboveSomebodyReadsNoPay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.bureau(office.Selling)
	b.Sell(t, b.Ann, "A 71234.50 2026-01-20")
	b.Run(t, "2026-01")
	ada, fay, olga := b.as(b.Ada), b.as(b.Fay), b.as(b.Olga)
	address, base := uuid.NewString()+"@example.com", strings.TrimSuffix(b.path(""), "/commissions")
	at := ada.post(base+"/settings/members", "name", "Pat Puppet", "email", "pat.puppet@company.example", "role", "manager", "valid_from", "2026-01-01", "manager", b.Eve.String()).is(t, http.StatusSeeOther).Location
	_, id, _ := strings.Cut(at, "member=")
	ada.post(base+"/settings/members/"+id+"/invitation", "email", address).is(t, http.StatusSeeOther) // and not the one that the member is known by
	pat := s.stranger()
	pat.post(letter(s, address, "join"), "name", "Pat", "password", password).is(t, http.StatusSeeOther)
	ada.post(base+"/settings/members/"+b.Ann.String()+"/assignment", "role", "rep", "team", "North", "valid_from", "2026-01-01", "manager", id).is(t, http.StatusSeeOther)

	mine := b.path("/2026-01?member=" + b.Ann.String())
	shut := func() {
		t.Helper()
		for _, path := range []string{mine, b.path("/2026-01/statement.csv?member=" + b.Ann.String()), b.path("/2026-01/statement.pdf?member=" + b.Ann.String()), b.path("/2026-01/changes?member=" + b.Ann.String())} {
			pat.get(path).is(t, http.StatusNotFound)
		}
		if page := pat.get(b.path("/team?period=2026-01")).is(t, http.StatusOK).Body; strings.Contains(page, "7,123.45") {
			t.Error("the team's page shows the pay")
		}
	}
	shut()
	pat.get(b.path("/team")).says(t, "1 person reports to you by a line that finance has not confirmed yet")
	for _, who := range []*browser{ada, pat, b.as(b.Nora), b.as(b.Ann)} {
		who.post(b.path("/lines"), "line", "x").is(t, http.StatusNotFound)
	}
	fay.get(b.path("/runs")).is(t, http.StatusOK).says(t, "1 reporting line waits")
	page := fay.get(b.path("/lines")).is(t, http.StatusOK).says(t, "Pat Puppet", address, "Ann", "Jan 1").Body
	if strings.Contains(page, "pat.puppet@company.example") {
		t.Error("finance is shown another address than the one that reads")
	}
	olga.get(b.path("/lines")).is(t, http.StatusOK).says(t, "Pat Puppet")
	key := regexp.MustCompile(`name="line" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if key == nil {
		t.Fatal("no line can be ticked")
	}
	fay.post(b.path("/lines")).is(t, http.StatusUnprocessableEntity).says(t, "Tick the lines first.")
	ada.post(base+"/settings/members/"+b.Ben.String()+"/assignment", "role", "rep", "team", "North", "valid_from", "2026-01-01", "manager", id).is(t, http.StatusSeeOther)
	fay.post(b.path("/lines"), "line", key[1]).is(t, http.StatusConflict).says(t, "have changed since")
	shut()
	key = regexp.MustCompile(`name="line" value="([0-9a-f]+)"`).FindStringSubmatch(fay.get(b.path("/lines")).says(t, "Ann, Ben").Body)
	fay.post(b.path("/lines"), "line", key[1]).leads(t, b.path("/lines"))
	fay.get(b.path("/lines")).says(t, "Every line is confirmed")
	pat.get(mine).is(t, http.StatusOK).says(t, "$7,123.45")

	ada.post(base+"/settings/members/"+id+"/access/end").is(t, http.StatusSeeOther) // the seat is taken by another address
	next := uuid.NewString() + "@example.com"
	ada.post(base+"/settings/members/"+id+"/invitation", "email", next).is(t, http.StatusSeeOther)
	s.stranger().get(letter(s, next, "join")).is(t, http.StatusUnprocessableEntity).says(t, "somebody in finance confirms the invitation first")
	ada.get(base+"/audit").is(t, http.StatusOK).says(t, "Confirmed reporting line", "Pat Puppet")
}
