package web

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/pipeline/search"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/homepage"
	"quarterdeck/web/page"
)

// GET /o/{org}/reports/bookings
func (s *Server) showBookings(w http.ResponseWriter, r *http.Request) error {
	p, err := s.bookings(r)
	if err != nil {
		return err
	}
	f := s.frame(r, "Bookings", p.Subtitle())
	f.Exports = page.Exports(p.Where, "/reports/bookings")
	return s.render(w, r, homepage.BookingsPage(f, p))
}

// GET /o/{org}/reports/bookings.csv and .xlsx
func (s *Server) exportBookings(w http.ResponseWriter, r *http.Request) error {
	p, err := s.bookings(r)
	if err != nil {
		return err
	}
	return s.export(w, r, homepage.BookingsSheet(p.Report))
}

func (s *Server) bookings(r *http.Request) (homepage.Bookings, error) {
	p := homepage.Bookings{Where: where(r)}
	return p, s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Scope, err = scope.Resolve(ctx, tx, asked(r)); err != nil {
			return err
		}
		p.Report, err = report.Load(ctx, tx, p.Scope)
		return err
	})
}

// GET /o/{org}/reports/forecast: the weighted forecast by close month and owner
func (s *Server) showWeighted(w http.ResponseWriter, r *http.Request) error {
	h, err := s.weighted(r)
	if err != nil {
		return err
	}
	f := s.frame(r, "Weighted forecast", h.Subtitle())
	f.Exports = page.Exports(h.Where, "/reports/forecast")
	return s.render(w, r, homepage.WeightedPage(f, h))
}

// GET /o/{org}/reports/forecast.csv and .xlsx
func (s *Server) exportWeighted(w http.ResponseWriter, r *http.Request) error {
	h, err := s.weighted(r)
	if err != nil {
		return err
	}
	return s.export(w, r, homepage.WeightedSheet(h.Card))
}

func (s *Server) weighted(r *http.Request) (homepage.Home, error) {
	h := homepage.Home{Where: where(r)}
	return h, s.view(r, func(ctx context.Context, tx *tenant.Tx) error {
		h.Calendar, h.Role, h.Decay = tx.Calendar(), tx.Actor().Role, tx.Settings().OverdueDecayBP
		sc, err := scope.Resolve(ctx, tx, asked(r))
		if err == nil {
			h.Card, err = scorecard.Load(ctx, tx, sc)
		}
		return err
	})
}

// GET /o/{org}/quotas
func (s *Server) showQuotas(w http.ResponseWriter, r *http.Request) error {
	p, err := s.quotas(r)
	if err != nil {
		return err
	}
	f := s.frame(r, "Quotas", p.Subtitle())
	f.Exports = page.Exports(p.Where, "/quotas")
	return s.render(w, r, homepage.QuotasPage(f, p))
}

// GET /o/{org}/quotas.csv and .xlsx
func (s *Server) exportQuotas(w http.ResponseWriter, r *http.Request) error {
	p, err := s.quotas(r)
	if err != nil {
		return err
	}
	return s.export(w, r, homepage.QuotasSheet(p))
}

func (s *Server) quotas(r *http.Request) (homepage.Quotas, error) {
	p := homepage.Quotas{Where: where(r)}
	return p, s.view(r, func(ctx context.Context, tx *tenant.Tx) error {
		p.Calendar = tx.Calendar()
		sc, err := scope.Resolve(ctx, tx, asked(r))
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
func (s *Server) showDefinitions(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, page.DefinitionsPage(s.frame(r, "Definitions", "What each figure means")))
}

// found is how many records of each kind a search shows.
const found = 8

// GET /o/{org}/search?q=: a page, or the lines of the palette
func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	p := page.Search{Where: page.Where{Base: where(r).Base}, Text: r.URL.Query().Get("q")}
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Hits, err = search.Find(ctx, tx, p.Text, found)
		return err
	})
	if err != nil {
		return err
	}
	p.Pages = page.Navigation(p.Where.Base, visitOf(r).Seat.Actor.Role, "")
	if fragment(r) {
		return s.render(w, r, page.SearchResults(p))
	}
	return s.render(w, r, page.SearchPage(s.frame(r, "Search", ""), p))
}
