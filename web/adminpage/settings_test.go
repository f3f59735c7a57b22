package adminpage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
	"quarterdeck/web/sitetest"
)

func TestARateIsSetFromADayOn(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Admin)
	b.Get(h.Path("/settings")).Says(t, `href="`+h.Path("/settings/stages")+`"`, `href="`+h.Path("/settings/rules")+`"`,
		"Stages and exit criteria", "None yet", "Validation rules")
	b.Get(h.Path("/settings")).Is(t, http.StatusOK).Says(t, "No exchange rates", "America/New_York", "Q4 2026",
		"starts in January", "50\u00a0%")
	for problem, pairs := range map[string][]string{
		"A currency must be a three-letter code": {"currency", "euro", "rate", "1.08", "valid_from", "2026-11-01"},
		"is not a number such as 1.5":            {"currency", "EUR", "rate", "1e99999999", "valid_from", "2026-11-01"},
		"greater than zero":                      {"currency", "EUR", "rate", "0", "valid_from", "2026-11-01"},
		"USD is the base currency":               {"currency", "USD", "rate", "1", "valid_from", "2026-11-01"},
		"Enter the first day":                    {"currency", "EUR", "rate", "1.08", "valid_from", ""},
	} {
		b.Post(h.Path("/settings/rates"), pairs...).Is(t, http.StatusUnprocessableEntity).Says(t, problem)
	}
	b.Post(h.Path("/settings/rates"), "currency", "eur", "rate", "1.0842", "valid_from",
		"2026-11-01").Leads(t, h.Path("/settings#rates"))
	b.Post(h.Path("/settings/rates"), "currency", "EUR", "rate", "1.1", "valid_from",
		"2026-11-15").Is(t, http.StatusSeeOther)
	b.Get(h.Path("/settings")).Says(t, "Rate for EUR saved.", "1.0842", "until Nov 14, 2026", "today")
}

func TestTheAuditLogNamesWhoChangedWhat(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Admin)
	for range site.PageRows {
		b.Post(h.Path("/settings/rates"), "currency", "EUR", "rate", "1.1", "valid_from",
			"2026-11-15").Is(t, http.StatusSeeOther)
	}
	first := b.Get(h.Path("/audit")).Is(t, http.StatusOK).Says(t, "The admin", "Set exchange rate", "rate 1.1", "EUR",
		`rel="next"`)
	_, after, _ := strings.Cut(first.Body, `rel="next" href="`)
	next, _, _ := strings.Cut(after, `"`)
	rep := h.Members[tenant.Rep].String()
	older := b.Get(next).Is(t, http.StatusOK).Says(t, "Quarterdeck itself", "Assigned member", `rel="prev"`,
		h.Path("/members/"+rep)+`">The rep</a>`)
	if key := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-`).FindString(sitetest.Words(t, older)); key != "" {
		t.Errorf("the log shows a key where a name belongs: %s", key)
	}
	chosen := "?action=set&object=exchange+rate&by=" + h.Members[tenant.Admin].String() +
		"&from=2020-01-01&to=2029-12-31"
	b.Get(h.Path("/audit"+chosen)).Is(t, http.StatusOK).Says(t, "Set exchange rate").Hides(t, "Assigned member")
	b.Get(h.Path("/audit?object=member")).Says(t, "Assigned member").Hides(t, "Set exchange rate")
	b.Get(h.Path("/audit?to=2001-01-01")).Says(t, "No entry matches the filter.", "Clear")
	if rows := b.Get(h.Path("/audit.csv"+chosen)).Is(t, http.StatusOK).Body; strings.Count(rows,
		"The admin,Set,Exchange rate,EUR,EUR,") != site.PageRows || strings.Contains(rows, "Quarterdeck itself") {
		t.Errorf("the file does not hold what the filter chose\n%s", sitetest.Excerpt(rows))
	}
	b.Get(h.Path("/audit.csv?by=system")).Says(t, "Quarterdeck itself,Assigned,Member,The rep,"+rep)
	for _, role := range tenant.Roles {
		if role != tenant.Admin {
			h.As(role).Get(h.Path("/audit")).Is(t, http.StatusNotFound)
			h.As(role).Get(h.Path("/settings")).Is(t, http.StatusNotFound)
		}
	}
}

func TestTheMorePageLeadsEverywhereThatTheRoleMayGo(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	h.As(tenant.Admin).Get(h.Path("/more")).Is(t, http.StatusOK).Says(t, h.Path("/audit"), h.Path("/imports"),
		`href="/me"`, `action="/logout"`, `action="/theme"`)
	page := h.As(tenant.Rep).Get(h.Path("/more")).Is(t, http.StatusOK).Body
	if strings.Contains(page, h.Path("/audit")) || strings.Contains(page, h.Path("/settings")) {
		t.Error("a rep is led to pages that are not theirs")
	}
}

func TestTheServerSaysThatItIsReady(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Stranger()
	b.Get("/healthz").Is(t, http.StatusOK)
	b.Get("/readyz").Is(t, http.StatusOK)
}
