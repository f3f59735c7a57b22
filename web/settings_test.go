package web

import (
	"net/http"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
)

func TestARateIsSetFromADayOn(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	b := h.as(tenant.Admin)
	b.get(h.path("/settings")).is(t, http.StatusOK).says(t, "No exchange rates", "America/New_York", "Q4 2026", "starts in January", "50%")
	for problem, pairs := range map[string][]string{
		"A currency is a three-letter code": {"currency", "euro", "rate", "1.08", "valid_from", "2026-11-01"},
		"is not a number such as 1.5":       {"currency", "EUR", "rate", "1e99999999", "valid_from", "2026-11-01"},
		"greater than zero":                 {"currency", "EUR", "rate", "0", "valid_from", "2026-11-01"},
		"USD is the base currency":          {"currency", "USD", "rate", "1", "valid_from", "2026-11-01"},
		"Type the first day":                {"currency", "EUR", "rate", "1.08", "valid_from", ""},
	} {
		b.post(h.path("/settings/rates"), pairs...).is(t, http.StatusUnprocessableEntity).says(t, problem)
	}
	b.post(h.path("/settings/rates"), "currency", "eur", "rate", "1.0842", "valid_from", "2026-11-01").leads(t, h.path("/settings#rates"))
	b.post(h.path("/settings/rates"), "currency", "EUR", "rate", "1.1", "valid_from", "2026-11-15").is(t, http.StatusSeeOther)
	b.get(h.path("/settings")).says(t, "The rate of EUR is set.", "1.0842", "until Nov 14, 2026", "today")
}

func TestTheAuditLogNamesWhoChangedWhat(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	b := h.as(tenant.Admin)
	for range pageRows {
		b.post(h.path("/settings/rates"), "currency", "EUR", "rate", "1.1", "valid_from", "2026-11-15").is(t, http.StatusSeeOther)
	}
	first := b.get(h.path("/audit")).is(t, http.StatusOK).says(t, "The admin", "Set exchange rate", "rate 1.1", "EUR", `rel="next"`)
	_, after, _ := strings.Cut(first.Body, `rel="next" href="`)
	next, _, _ := strings.Cut(after, `"`)
	b.get(next).is(t, http.StatusOK).says(t, "Quarterdeck itself", "Assigned member", "The rep", `rel="prev"`)
	for _, role := range tenant.Roles {
		if role != tenant.Admin {
			h.as(role).get(h.path("/audit")).is(t, http.StatusNotFound)
			h.as(role).get(h.path("/settings")).is(t, http.StatusNotFound)
		}
	}
}

func TestTheMorePageLeadsEverywhereThatTheRoleMayGo(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	h.as(tenant.Admin).get(h.path("/more")).is(t, http.StatusOK).says(t, h.path("/audit"), h.path("/imports"), `href="/me"`, `action="/logout"`, `action="/theme"`)
	page := h.as(tenant.Rep).get(h.path("/more")).is(t, http.StatusOK).Body
	if strings.Contains(page, h.path("/audit")) || strings.Contains(page, h.path("/settings")) {
		t.Error("a rep is led to pages that are not theirs")
	}
}

func TestTheServerSaysThatItIsReady(t *testing.T) {
	t.Parallel()
	b := newSite(t).stranger()
	b.get("/healthz").is(t, http.StatusOK)
	b.get("/readyz").is(t, http.StatusOK)
}
