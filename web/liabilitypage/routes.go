package liabilitypage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the liability.
type area struct{ *site.Site }

// Routes are what is owed to sellers.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/commissions/liability", a.Handle(a.showLiability))
		r.Get("/commissions/liability.csv", a.Handle(a.exportLiability))
		r.Get("/commissions/liability.xlsx", a.Handle(a.exportLiability))
		r.Get("/commissions/liability/{period}", a.Handle(a.showOwed))
		r.Get("/commissions/liability/{period}/members.csv", a.Handle(a.exportOwed))
		r.Get("/commissions/liability/{period}/members.xlsx", a.Handle(a.exportOwed))

	}
}
