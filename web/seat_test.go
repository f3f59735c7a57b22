package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
)

func TestFinanceConfirmsWhoTakesASeatThatReadsPay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.bureau(office.Selling)
	b.Run(t, "2026-01")
	ada, fay, olga := b.as(b.Ada), b.as(b.Fay), b.as(b.Olga)
	address := uuid.NewString() + "@example.com"
	members := strings.TrimSuffix(b.path(""), "/commissions") + "/settings/members"
	at := ada.post(members, "name", "New Controller", "role", "finance", "valid_from", "2026-11-01").is(t, http.StatusSeeOther).Location
	_, id, _ := strings.Cut(at, "member=")
	ada.post(members+"/"+id+"/invitation", "email", address).is(t, http.StatusSeeOther)
	link := letter(s, address, "join")
	s.stranger().get(link).is(t, http.StatusUnprocessableEntity).says(t, "somebody in finance confirms the invitation first")
	if page := olga.get(b.path("/adjustments")).is(t, http.StatusOK).Body; strings.Contains(page, address) {
		t.Error("operations is asked to confirm")
	}
	page := fay.get(b.path("/adjustments")).is(t, http.StatusOK).says(t, "Seats that wait for you", "New Controller", address).Body
	_, after, _ := strings.Cut(page, "/commissions/seats/")
	invitation, _, _ := strings.Cut(after, "/")
	olga.post(b.path("/seats/"+invitation+"/confirmation")).is(t, http.StatusNotFound)
	fay.post(b.path("/seats/"+invitation+"/confirmation")).leads(t, b.path("/adjustments#readers"))
	fay.post(b.path("/seats/"+invitation+"/confirmation")).is(t, http.StatusNotFound).says(t, "does not wait for you any more")
	s.stranger().get(link).is(t, http.StatusOK)
}
