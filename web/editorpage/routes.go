package editorpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the editor of compensation plans.
type area struct{ *site.Site }

// Routes are the editor, for a new plan and for a plan's next version.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/plans/new", a.Handle(a.newPlan))
		r.Post("/plans/new", a.Handle(a.changePlan))
		r.Get("/plans/{id}/edit", a.Handle(a.editPlan))
		r.Post("/plans/{id}/edit", a.Handle(a.changePlan))
	}
}
