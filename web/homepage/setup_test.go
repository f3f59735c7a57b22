package homepage_test

import (
	"context"
	"net/http"
	"path"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

func TestAHomeSaysThatItsFiguresAreOnTheirWay(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	rep := h.As(tenant.Rep)
	home, setup := h.Path("/home"), h.Path("/setup/progress")
	const filling, forecasting, more = "Your figures are on their way", "The first forecast is being made",
		"Its plans are being made."
	for _, not := range []string{filling, forecasting} {
		rep.Get(home).Is(t, http.StatusOK).Hides(t, not)
	}
	to := h.As(tenant.Ops).Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format",
		"salesforce").Is(t, http.StatusSeeOther).Location
	for _, not := range []string{forecasting} {
		rep.Get(home).Is(t, http.StatusOK).Says(t, filling, "about to begin", setup+"?was=import").Hides(t, not)
	}
	rep.Header.Set("HX-Request", "true")
	if a := rep.Get(setup+"?was=import").Is(t, http.StatusOK).Says(t, filling); a.Header.Get("HX-Redirect") != "" {
		t.Error("it leads home before the import is done")
	}
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(to)))
	s.Server.Doing(h.TenantID, more)
	if a := rep.Get(setup+"?was=import").Is(t, http.StatusOK); a.Header.Get("HX-Redirect") != home {
		t.Errorf("after the import it leads to %q", a.Header.Get("HX-Redirect"))
	}
	rep.Header.Del("HX-Request")
	for _, not := range []string{filling} {
		rep.Get(home).Is(t, http.StatusOK).Says(t, more).Hides(t, not)
	}
	s.Server.Doing(h.TenantID, "")
	h.Update(func(ctx context.Context, tx *tenant.Tx) error { return s.Server.Jobs.EnqueueOutlook(ctx, tx) })
	for _, not := range []string{filling, more} {
		rep.Get(home).Is(t, http.StatusOK).Says(t, forecasting).Hides(t, not)
	}
	if _, err := s.DB.Pool().Exec(t.Context(), `UPDATE river.river_job SET state = 'completed', finalized_at = now()
		WHERE kind = 'outlook' AND args ->> 'tenant_id' = $1`,
		h.TenantID.String()); err != nil {
		t.Fatal(err)
	}
	for _, not := range []string{filling, forecasting, more} {
		rep.Get(home).Is(t, http.StatusOK).Hides(t, not)
	}
}
