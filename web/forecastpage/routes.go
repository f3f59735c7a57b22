package forecastpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for the calls of a period.
type area struct{ *site.Site }

// Routes are the sheet of a period, what is behind its figures, calls and adjustments.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/forecast", a.Handle(a.showForecast))
		r.Get("/forecast/mine", a.Handle(a.showMine))
		r.Get("/forecast/{period}", a.Handle(a.showSheet))
		r.Get("/forecast/{period}/sheet.csv", a.Handle(a.exportSheet))
		r.Get("/forecast/{period}/sheet.xlsx", a.Handle(a.exportSheet))
		r.Get("/forecast/{period}/members/{id}", a.Handle(a.showBehind))
		r.With(a.Require(tenant.SubmitForecast)).Post("/forecast/{period}/submissions", a.Handle(a.submitCall))
		r.With(a.Require(tenant.AdjustForecast)).Post("/forecast/{period}/judgements", a.Handle(a.adjust))
		r.With(a.Require(tenant.AdjustForecast)).Post("/forecast/{period}/judgements/{id}/withdrawal",
			a.Handle(a.withdraw))
	}
}
