package homepage

import (
	"context"
	"net/http"

	"quarterdeck/internal/connect/founding"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
	"quarterdeck/web/site"
)

// setupOf is how far an organisation is on its way to its first figures.
func (s area) setupOf(ctx context.Context, tx *tenant.Tx) (setupView, error) {
	var setup setupView
	var filled bool
	if setup.Doing, filled = s.Setup.Progress(tx.Actor().TenantID); filled {
		return setup, nil
	}
	first, filling, err := importjob.First(ctx, tx)
	if err != nil {
		return setup, err
	}
	if filling {
		setup.Import = &first
		setup.Objects, err = importjob.Objects(ctx, tx, first.ID)
		return setup, err
	}
	if setup.Forecast, err = work.FirstForecast(ctx, tx); err != nil || setup.Forecast {
		return setup, err
	}
	if made, err := outlook.Any(ctx, tx); err != nil || !made {
		return setup, err
	}
	s.Setup.MarkFilled(tx.Actor().TenantID)
	return setup, nil
}

// stepsOf is what an administrator still has to do in a new organisation.
func stepsOf(ctx context.Context, tx *tenant.Tx) (*founding.Steps, error) {
	if !tx.Actor().Role.May(tenant.ManageSettings) {
		return nil, nil
	}
	steps, err := founding.Progress(ctx, tx)
	if err != nil || steps.Hidden || steps.Done() {
		return nil, err
	}
	return &steps, nil
}

// GET /o/{org}/setup/progress: the part of a home that says how far the first figures are; once they are there, the
// home itself
func (s area) showSetup(w http.ResponseWriter, r *http.Request) error {
	var setup setupView
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		setup, err = s.setupOf(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	base := site.Where(r).Base
	if changed := r.URL.Query().Get("was") != setup.Stage(); changed && site.Fragment(r) {
		w.Header().Set("HX-Redirect", base+"/home")
	}
	if setup.Filling() {
		return s.Render(w, r, setupProgress(base, setup))
	}
	return s.Render(w, r, setupNote(base, setup))
}
