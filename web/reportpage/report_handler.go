package reportpage

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/reports/bookings
func (s area) showBookings(w http.ResponseWriter, r *http.Request) error {
	p, err := s.bookings(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Bookings", p.Subtitle())
	f.Exports = page.Exports(p.Where, "/reports/bookings")
	return s.Render(w, r, bookingsPage(f, p))
}

// GET /o/{org}/reports/bookings.csv and .xlsx
func (s area) exportBookings(w http.ResponseWriter, r *http.Request) error {
	p, err := s.bookings(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, bookingsSheet(p.Report))
}

func (s area) bookings(r *http.Request) (bookingsView, error) {
	p := bookingsView{Where: site.Where(r)}
	return p, s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Scope, err = scope.Resolve(ctx, tx, site.ScopeOf(r)); err != nil {
			return err
		}
		p.Report, err = report.Load(ctx, tx, p.Scope)
		return err
	})
}

// GET /o/{org}/reports/forecast: the weighted forecast by close month and owner
func (s area) showWeighted(w http.ResponseWriter, r *http.Request) error {
	h, err := s.weighted(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Weighted forecast", h.Subtitle())
	f.Exports = page.Exports(h.Where, "/reports/forecast")
	return s.Render(w, r, weightedPage(f, h))
}

// GET /o/{org}/reports/forecast.csv and .xlsx
func (s area) exportWeighted(w http.ResponseWriter, r *http.Request) error {
	h, err := s.weighted(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, weightedSheet(h.Card))
}

func (s area) weighted(r *http.Request) (weightedView, error) {
	h := weightedView{Where: site.Where(r)}
	return h, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		h.Calendar, h.Decay = tx.Calendar(), tx.Settings().OverdueDecayBP
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err == nil {
			h.Card, err = scorecard.Load(ctx, tx, sc)
		}
		return err
	})
}
