package web

import (
	"context"
	"net/http"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
	"quarterdeck/web/homepage"
)

// setupOf is how far an organisation is on its way to its first figures.
func (s *Server) setupOf(ctx context.Context, tx *tenant.Tx) (homepage.Setup, error) {
	var setup homepage.Setup
	var filled bool
	if setup.Doing, filled = s.setup.of(tx.Actor().TenantID); filled {
		return setup, nil
	}
	first, filling, err := importer.First(ctx, tx)
	if err != nil {
		return setup, err
	}
	if filling {
		setup.Import = &first
		setup.Objects, err = importer.Objects(ctx, tx, first.ID)
		return setup, err
	}
	if setup.Forecast, err = work.FirstForecast(ctx, tx); err != nil || setup.Forecast {
		return setup, err
	}
	if made, err := outlook.Any(ctx, tx); err != nil || !made {
		return setup, err
	}
	s.setup.fill(tx.Actor().TenantID)
	return setup, nil
}

// GET /o/{org}/setup: the part of a home that says how far the first figures are; once they are there, the home itself
func (s *Server) showSetup(w http.ResponseWriter, r *http.Request) error {
	var setup homepage.Setup
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		setup, err = s.setupOf(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	base := where(r).Base
	if changed := r.URL.Query().Get("was") != setup.Stage(); changed && fragment(r) {
		w.Header().Set("HX-Redirect", base+"/home")
	}
	if setup.Filling() {
		return s.render(w, r, homepage.SetupProgress(base, setup))
	}
	return s.render(w, r, homepage.SetupNote(base, setup))
}
