package sitetest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
)

func TestFinanceConfirmsWhoTakesASeatThatReadsPay(t *testing.T) {
	t.Parallel()
	s := New(t)
	b := s.Bureau(office.Selling)
	b.Run(t, "2026-01")
	ada, fay, olga := b.Browser(b.Ada), b.Browser(b.Fay), b.Browser(b.Olga)
	address := uuid.NewString() + "@example.com"
	members := strings.TrimSuffix(b.Path(""), "/commissions") + "/settings/members"
	at := ada.Post(members, "name", "New Controller", "role", "finance", "valid_from",
		"2026-11-01").Is(t, http.StatusSeeOther).Location
	_, id, _ := strings.Cut(at, "member=")
	ada.Post(members+"/"+id+"/invitation", "email", address).Is(t, http.StatusSeeOther)
	link := Letter(s, address, "join")
	s.Stranger().Get(link).Is(t, http.StatusUnprocessableEntity).Says(t,
		"finance must confirm the invitation first")
	if page := olga.Get(b.Path("/adjustments")).Is(t, http.StatusOK).Body; strings.Contains(page, address) {
		t.Error("operations is asked to confirm")
	}
	page := fay.Get(b.Path("/adjustments")).Is(t, http.StatusOK).Says(t, "Invitations to confirm", "New Controller",
		address).Body
	_, after, _ := strings.Cut(page, "/commissions/seats/")
	invitation, _, _ := strings.Cut(after, "/")
	olga.Post(b.Path("/seats/"+invitation+"/confirmation")).Is(t, http.StatusNotFound)
	fay.Post(b.Path("/seats/"+invitation+"/confirmation")).Leads(t, b.Path("/adjustments#readers"))
	fay.Post(b.Path("/seats/"+invitation+"/confirmation")).Is(t, http.StatusNotFound).Says(t,
		"no longer needs confirmation")
	s.Stranger().Get(link).Is(t, http.StatusOK)
}
