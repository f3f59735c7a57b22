package forecastpage

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/site"
)

// GET /o/{org}/forecast: to the sheet of the present quarter, or to one's own page for those who have nobody below
func (s area) showForecast(w http.ResponseWriter, r *http.Request) error {
	if site.VisitOf(r).Seat.Actor.Role == tenant.Rep {
		http.Redirect(w, r, site.Where(r).To("/forecast/mine"), http.StatusSeeOther)
		return nil
	}
	var key string
	err := s.View(r, func(_ context.Context, tx *tenant.Tx) error {
		key = tx.Calendar().Containing(period.Quarter, tx.Today()).Key
		return nil
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, site.Where(r).To("/forecast/"+key, "period", ""), http.StatusSeeOther)
	return nil
}

// GET /o/{org}/forecast/{period}
func (s area) showSheet(w http.ResponseWriter, r *http.Request) error {
	// the filter names it
	if chosen := r.URL.Query().Get("period"); chosen != "" && chosen != chi.URLParam(r, "period") {
		q := r.URL.Query()
		q.Del("period")
		to := site.Where(r).Base + "/forecast/" + chosen
		if len(q) > 0 {
			to += "?" + q.Encode()
		}
		http.Redirect(w, r, site.LocalPath(to), http.StatusSeeOther)
		return nil
	}
	p, err := s.sheet(r)
	if err != nil {
		return err
	}
	if cell := r.URL.Query().Get("cell"); cell != "" && site.Fragment(r) {
		return s.showCell(w, r, p, cell)
	}
	p.Editing, _ = uuid.Parse(r.URL.Query().Get("judge"))
	return s.sheetPage(w, r, http.StatusOK, p)
}

// sheetPage answers with the whole page or, to a part of it, with the cell that is being typed or the sheet.
func (s area) sheetPage(w http.ResponseWriter, r *http.Request, status int, p forecastView) error {
	if part(r) {
		if n, ok := p.Sheet.Root.Find(p.Editing); ok && p.Editing != uuid.Nil {
			return s.Write(w, r, status, adjustCell(p, n))
		}
		return s.Write(w, r, status, partCard(p))
	}
	f := s.Frame(r, "Forecast", p.Subtitle())
	f.Exports, f.Wide = p.Exports(), true
	return s.Write(w, r, status, screen(f, p))
}

// part tells that a part of the page asks, and not the browser for the page as it was.
func part(r *http.Request) bool {
	return site.Fragment(r) && r.Header.Get("HX-History-Restore-Request") != "true"
}

// showCell answers with one adjustment as it stands.
func (s area) showCell(w http.ResponseWriter, r *http.Request, p forecastView, of string) error {
	id, err := uuid.Parse(of)
	n, ok := p.Sheet.Root.Find(id)
	if err != nil || !ok {
		return site.NotHere
	}
	p.Focus = id
	return s.Render(w, r, adjustmentCell(p, n))
}

// sheet loads what the address of a sheet asks for.
func (s area) sheet(r *http.Request) (forecastView, error) {
	p := forecastView{Where: site.Where(r), Query: r.URL.Query(), Line: forecast.Line(r.URL.Query().Get("line")),
		By: rollup.Dimension(r.URL.Query().Get("by"))}
	if !p.Line.Valid() {
		p.Line = forecast.Call
	}
	if !slices.Contains(rollup.Dimensions, p.By) {
		p.By = ""
	}
	p.Where.Scope.Period = chi.URLParam(r, "period")
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return loadSheet(ctx, tx, &p) })
	return p, err
}

func loadSheet(ctx context.Context, tx *tenant.Tx, p *forecastView) error {
	p.Calendar, p.Base, p.Me, p.Role = tx.Calendar(), tx.Base(), tx.Actor().MemberID, tx.Actor().Role
	sc, err := scope.Resolve(ctx, tx, p.Where.Scope)
	if err != nil {
		return notHereFor(err, "period")
	}
	p.Where.Scope.Period = sc.Period.Key
	if p.Sheet, err = forecast.Load(ctx, tx, sc); err != nil {
		return err
	}
	switch model, err := outlook.Figures(ctx, tx, sc.Period, sc.Today); {
	case err == nil:
		p.Model = &model
		if p.Doubts, err = outlook.Doubts(ctx, tx, p.Model, p.Sheet); err != nil {
			return err
		}
	case !errors.Is(err, outlook.ErrNone):
		return err
	}
	if n, ok := p.Sheet.Root.Find(p.Me); ok && p.Me != uuid.Nil {
		p.Own = n
	}
	p.Dues = p.Sheet.Settings.Dues(sc.Period, tx.Calendar().Location())
	last := time.Time{}
	if p.Own != nil {
		last = p.Own.LastCall()
	}
	p.Due = forecast.Standing(p.Dues, last, sc.Known)
	if p.By != "" {
		p.Groups, err = forecast.GroupBy(ctx, tx, sc, p.By)
	}
	return err
}

// GET /o/{org}/forecast/{period}/members/{id}: what lies behind a figure, and what was said
func (s area) showBehind(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	p, err := s.behind(r, id)
	if err != nil {
		return err
	}
	if part(r) {
		return s.Render(w, r, behindFragment(p))
	}
	return s.Render(w, r, behindPage(s.Frame(r, p.Title(), p.Subtitle()), p))
}

// GET /o/{org}/forecast/{period}/sheet.csv and .xlsx: everybody in the sheet, whoever is opened
func (s area) exportSheet(w http.ResponseWriter, r *http.Request) error {
	p, err := s.sheet(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, peopleSheet(p))
}
