package whatifpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the what-if.
type area struct{ *site.Site }

// Routes are what open opportunities would pay, for whoever has a seat: everybody asks about their own.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/commissions/what-if", a.Handle(a.showWhatIf))
	}
}
