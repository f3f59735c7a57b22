package homepage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for the homes, the quotas and what leads through the site.
type area struct{ *site.Site }

// Routes are the homes, a member's page, quotas, the definitions and the search.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/", a.Handle(a.showOrganisation))
		r.Get("/home", a.Handle(a.showHome))
		r.With(a.Require(tenant.AdjustForecast)).Post("/home/nudge", a.Handle(a.nudge))
		r.Get("/setup/progress", a.Handle(a.showSetup))
		r.Get("/home.csv", a.Handle(a.exportHome))
		r.Get("/home.xlsx", a.Handle(a.exportHome))
		r.Get("/home.json", a.Handle(a.sendHome))
		r.Get("/quotas", a.Handle(a.showQuotas))
		r.Get("/quotas.csv", a.Handle(a.exportQuotas))
		r.Get("/quotas.xlsx", a.Handle(a.exportQuotas))
		r.Get("/members/{id}", a.Handle(a.showMember))
		r.Get("/definitions", a.Handle(a.showDefinitions))
		r.Get("/definitions/{id}", a.Handle(a.showDefinition))
		r.Get("/search", a.Handle(a.search))
		r.Get("/more", a.Handle(a.showMore))
	}
}
