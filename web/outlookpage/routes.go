package outlookpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for the published forecast.
type area struct{ *site.Site }

// Routes are the published forecast and its scenarios.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/forecast/outlook", a.Handle(a.showOutlook))
		r.Get("/forecast/outlook.csv", a.Handle(a.exportOutlook))
		r.Get("/forecast/outlook.xlsx", a.Handle(a.exportOutlook))
		r.With(a.Require(tenant.PlanScenarios)).Post("/forecast/outlook/scenarios", a.Handle(a.suppose))
		r.With(a.Require(tenant.RunImports)).Post("/forecast/outlook/refresh", a.Handle(a.refreshOutlook))
	}
}
