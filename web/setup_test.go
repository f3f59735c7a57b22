package web

import (
	"context"
	"net/http"
	"path"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

func TestAHomeSaysThatItsFiguresAreOnTheirWay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	rep := h.as(tenant.Rep)
	home, setup := h.path("/home"), h.path("/setup")
	const filling, forecasting, more = "Your figures are on their way", "The first forecast is being made", "Its plans are being made."
	for _, not := range []string{filling, forecasting} {
		rep.get(home).is(t, http.StatusOK).hides(t, not)
	}
	to := h.as(tenant.Ops).upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "salesforce").is(t, http.StatusSeeOther).Location
	for _, not := range []string{forecasting} {
		rep.get(home).is(t, http.StatusOK).says(t, filling, "about to begin", setup+"?was=import").hides(t, not)
	}
	rep.header.Set("HX-Request", "true")
	if a := rep.get(setup+"?was=import").is(t, http.StatusOK).says(t, filling); a.Header.Get("HX-Redirect") != "" {
		t.Error("it leads home before the import is done")
	}
	run(t, s, h, uuid.MustParse(path.Base(to)))
	s.server.Doing(h.TenantID, more)
	if a := rep.get(setup+"?was=import").is(t, http.StatusOK); a.Header.Get("HX-Redirect") != home {
		t.Errorf("after the import it leads to %q", a.Header.Get("HX-Redirect"))
	}
	rep.header.Del("HX-Request")
	for _, not := range []string{filling} {
		rep.get(home).is(t, http.StatusOK).says(t, more).hides(t, not)
	}
	s.server.Doing(h.TenantID, "")
	h.update(func(ctx context.Context, tx *tenant.Tx) error { return s.server.jobs.EnqueueOutlook(ctx, tx) })
	for _, not := range []string{filling, more} {
		rep.get(home).is(t, http.StatusOK).says(t, forecasting).hides(t, not)
	}
	if _, err := s.db.Pool().Exec(t.Context(), `UPDATE river.river_job SET state = 'completed', finalized_at = now() WHERE kind = 'outlook' AND args ->> 'tenant_id' = $1`,
		h.TenantID.String()); err != nil {
		t.Fatal(err)
	}
	for _, not := range []string{filling, forecasting, more} {
		rep.get(home).is(t, http.StatusOK).hides(t, not)
	}
}
