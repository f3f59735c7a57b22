package rulespage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the rules of the forecast.
type area struct{ *site.Site }

// Routes are the rules, closing a period, and the sheets that closing kept.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/settings/forecast", a.Handle(a.showForecastRules))
		r.Post("/settings/forecast", a.Handle(a.setForecastRules))
		r.Post("/settings/forecast/lock", a.Handle(a.lockForecast))
		r.Get("/settings/forecast/cutoffs/{id}.csv", a.Handle(a.exportCutoff))
	}
}
