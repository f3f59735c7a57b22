package homepage

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/pipeline/search"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
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
	return s.Render(w, r, BookingsPage(f, p))
}

// GET /o/{org}/reports/bookings.csv and .xlsx
func (s area) exportBookings(w http.ResponseWriter, r *http.Request) error {
	p, err := s.bookings(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, BookingsSheet(p.Report))
}

func (s area) bookings(r *http.Request) (Bookings, error) {
	p := Bookings{Where: site.Where(r)}
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
	return s.Render(w, r, WeightedPage(f, h))
}

// GET /o/{org}/reports/forecast.csv and .xlsx
func (s area) exportWeighted(w http.ResponseWriter, r *http.Request) error {
	h, err := s.weighted(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, WeightedSheet(h.Card))
}

func (s area) weighted(r *http.Request) (Home, error) {
	h := Home{Where: site.Where(r)}
	return h, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		h.Calendar, h.Role, h.Decay = tx.Calendar(), tx.Actor().Role, tx.Settings().OverdueDecayBP
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err == nil {
			h.Card, err = scorecard.Load(ctx, tx, sc)
		}
		return err
	})
}

// GET /o/{org}/quotas
func (s area) showQuotas(w http.ResponseWriter, r *http.Request) error {
	p, err := s.quotas(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Quotas", p.Subtitle())
	f.Exports = page.Exports(p.Where, "/quotas")
	return s.Render(w, r, QuotasPage(f, p))
}

// GET /o/{org}/quotas.csv and .xlsx
func (s area) exportQuotas(w http.ResponseWriter, r *http.Request) error {
	p, err := s.quotas(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, QuotasSheet(p))
}

func (s area) quotas(r *http.Request) (Quotas, error) {
	p := Quotas{Where: site.Where(r)}
	return p, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		p.Calendar = tx.Calendar()
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err != nil {
			return err
		}
		if p.Card, err = scorecard.Load(ctx, tx, sc); err != nil {
			return err
		}
		p.Quotas, err = quota.List(ctx, tx, sc.Period.Start, sc.Period.End, sc.AsOf)
		return err
	})
}

// GET /o/{org}/definitions
func (s area) showDefinitions(w http.ResponseWriter, r *http.Request) error {
	return s.Render(w, r, page.DefinitionsPage(s.Frame(r, "Definitions", "What each figure means")))
}

// found is how many records of each kind a search shows.
const found = 8

// GET /o/{org}/search?q=: a page, or the lines of the palette
func (s area) search(w http.ResponseWriter, r *http.Request) error {
	p := page.Search{Where: page.Where{Base: site.Where(r).Base}, Text: r.URL.Query().Get("q")}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Hits, err = search.Find(ctx, tx, p.Text, found)
		return err
	})
	if err != nil {
		return err
	}
	p.Pages = page.Navigation(p.Where.Base, site.VisitOf(r).Seat.Actor.Role, "")
	if site.Fragment(r) {
		return s.Render(w, r, page.SearchResults(p))
	}
	return s.Render(w, r, page.SearchPage(s.Frame(r, "Search", ""), p))
}
