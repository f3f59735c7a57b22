package planpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for compensation plans.
type area struct{ *site.Site }

// Routes are compensation plans, for those who manage them.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/plans", a.Handle(a.showPlans))
		r.Post("/plans", a.Handle(a.uploadPlan))
		r.Get("/plans/{id}", a.Handle(a.showPlan))
		r.Get("/plans/{id}/versions/{n}.json", a.Handle(a.exportPlan))
		r.Get("/plans/{id}/versions/{n}/publish", a.Handle(a.showPublication))
		r.Post("/plans/{id}/versions/{n}/publish", a.Handle(a.publishPlan))
		r.Post("/plans/{id}/members", a.Handle(a.assignPlan))
		r.Post("/plans/{id}/members/{member}/end", a.Handle(a.endPlan))
	}
}
