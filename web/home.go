package web

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline"
	"quarterdeck/internal/scope"
	"quarterdeck/internal/scorecard"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/page"
)

// listed is how many rows the short lists of a home show.
const listed = 6

// GET /o/{org}
func (s *Server) showOrganisation(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, where(r).Base+"/home", http.StatusSeeOther)
	return nil
}

// GET /o/{org}/home
func (s *Server) showHome(w http.ResponseWriter, r *http.Request) error {
	var h page.Home
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		h, err = s.home(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	f := s.frame(r, h.Title(visitOf(r).Seat.MemberName, s.now()), h.Subtitle())
	f.Exports = page.Exports(h.Where, "/home")
	return s.render(w, r, page.HomePage(f, h))
}

func (s *Server) home(ctx context.Context, tx *tenant.Tx, r *http.Request) (page.Home, error) {
	h := page.Home{Where: where(r), Role: tx.Actor().Role, Calendar: tx.Calendar(), Decay: tx.Settings().OverdueDecayBP, QuietDays: tx.Settings().UntouchedDays}
	sc, err := scope.Resolve(ctx, tx, asked(r))
	if err != nil {
		return h, err
	}
	if h.Card, err = scorecard.Load(ctx, tx, sc); err != nil {
		return h, err
	}
	for list, filter := range map[*pipeline.Board]pipeline.Filter{
		&h.Overdue:   {Flag: pipeline.Overdue, InPeriod: true, Sort: pipeline.ByAmount, Limit: listed},
		&h.Untouched: {Flag: pipeline.Untouched, Sort: pipeline.ByAmount, Limit: listed},
		&h.Attention: {Flag: pipeline.Attention, Sort: pipeline.ByAmount, Limit: listed},
		&h.Largest:   {InPeriod: true, Sort: pipeline.ByAmount, Limit: listed},
		&h.Won:       {Statuses: page.Won, InPeriod: true, Sort: pipeline.ByRecent, Limit: listed},
		&h.Lost:      {Statuses: page.Lost, InPeriod: true, Sort: pipeline.ByRecent, Limit: listed},
	} {
		if *list, err = pipeline.Load(ctx, tx, sc, filter); err != nil {
			return h, err
		}
	}
	return h, nil
}

// GET /o/{org}/home.csv and .xlsx: the table of the page
func (s *Server) exportHome(w http.ResponseWriter, r *http.Request) error {
	var card scorecard.Card
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) error {
		sc, err := scope.Resolve(ctx, tx, asked(r))
		if err == nil {
			card, err = scorecard.Load(ctx, tx, sc)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.export(w, r, page.LinesSheet(card))
}
