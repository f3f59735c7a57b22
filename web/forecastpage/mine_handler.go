package forecastpage

import (
	"context"
	"net/http"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// mineRows is how many of their opportunities a member's own page lists; the list has the others.
const mineRows = 60

// GET /o/{org}/forecast/mine
func (s area) showMine(w http.ResponseWriter, r *http.Request) error {
	return s.minePage(w, r, http.StatusOK, r.URL.Query().Get("period"), page.Form{})
}

func (s area) minePage(w http.ResponseWriter, r *http.Request, status int, period string, form page.Form) error {
	m := mineView{forecastView: forecastView{Where: site.Where(r), Query: r.URL.Query(), Line: forecast.Call,
		Form: form}}
	m.Where.Scope.Owner, m.Where.Scope.Team, m.Where.Scope.Period = "me", "", period
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err = loadSheet(ctx, tx, &m.forecastView); err != nil {
			return err
		}
		sc := m.Sheet.Scope
		f := pipeline.Filter{Statuses: []opportunity.Status{opportunity.Open, opportunity.Won}, InPeriod: true,
			Whose: pipeline.TheirOwn, Sort: pipeline.ByAmount, Limit: mineRows}
		if m.Board, err = pipeline.Load(ctx, tx, sc, f); err != nil {
			return err
		}
		if m.Tags, err = forecast.Marked(ctx, tx, sc); err != nil {
			return err
		}
		m.Calls, err = forecast.Submissions(ctx, tx, m.Me, sc.Period, sc.AsOf)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "My forecast", m.Subtitle())
	f.Path = f.Base + "/forecast/mine"
	return s.Write(w, r, status, minePage(f, m))
}
