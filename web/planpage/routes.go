package planpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for compensation plans.
type area struct{ *site.Site }

// Routes are compensation plans, for those who manage them.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		manages := r.With(a.Require(tenant.ManagePlans))
		manages.Get("/plans", a.Handle(a.showPlans))
		manages.Post("/plans", a.Handle(a.uploadPlan))
		manages.Get("/plans/new", a.Handle(a.newPlan))
		manages.Post("/plans/new", a.Handle(a.changePlan))
		manages.Get("/plans/{id}/edit", a.Handle(a.editPlan))
		manages.Post("/plans/{id}/edit", a.Handle(a.changePlan))
		manages.Get("/plans/{id}", a.Handle(a.showPlan))
		manages.Get("/plans/{id}/versions/{n}.json", a.Handle(a.exportPlan))
		manages.Get("/plans/{id}/versions/{n}/publish", a.Handle(a.showPublication))
		manages.Post("/plans/{id}/versions/{n}/publish", a.Handle(a.publishPlan))
		manages.Post("/plans/{id}/members", a.Handle(a.assignPlan))
		manages.Post("/plans/{id}/members/{member}/end", a.Handle(a.endPlan))
	}
}
