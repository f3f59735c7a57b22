package disputepage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for disputes.
type area struct{ *site.Site }

// Routes are the disputes about statements.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/commissions/disputes", a.Handle(a.showDisputes))
		r.Post("/commissions/disputes", a.Handle(a.openDispute))
		r.Get("/commissions/disputes/new", a.Handle(a.showClaim))
		r.Get("/commissions/disputes/{id}", a.Handle(a.showDispute))
		r.Post("/commissions/disputes/{id}", a.Handle(a.answerDispute))
		r.Get("/commissions/disputes/{id}/evidence/{number}", a.Handle(a.showEvidence))
	}
}
