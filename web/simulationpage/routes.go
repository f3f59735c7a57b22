package simulationpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for simulations.
type area struct{ *site.Site }

// Routes are what a plan would have paid, for those who manage plans.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/plans/{id}/simulate", a.Handle(a.showSimulation))
		r.Get("/plans/{id}/simulate.csv", a.Handle(a.exportSimulation))
		r.Get("/plans/{id}/simulate.xlsx", a.Handle(a.exportSimulation))
	}
}
