package linepage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for reporting lines.
type area struct{ *site.Site }

// Routes are the lines that wait to be confirmed, for those who read all pay.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/commissions/lines", a.Handle(a.showLines))
		r.Post("/commissions/lines", a.Handle(a.confirmLines))
	}
}
