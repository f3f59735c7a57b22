package letterpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for letters.
type area struct{ *site.Site }

// Routes are the letter of a plan, for who is on it.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/plans/mine", a.Handle(a.showMyPlan))
		r.Get("/plans/{id}/letter", a.Handle(a.showLetter))
		r.Post("/plans/{id}/letter", a.Handle(a.acceptLetter))
	}
}
