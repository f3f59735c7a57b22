package billingpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for billing and credit.
type area struct{ *site.Site }

// Routes are who is credited with an opportunity, and what happened after its booking.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/opportunities/{id}/credit", a.Handle(a.showCredit))
		r.Post("/opportunities/{id}/credit", a.Handle(a.setCredit))
		r.Post("/opportunities/{id}/credit/events", a.Handle(a.recordBilling))
		r.Post("/opportunities/{id}/credit/events/{event}/withdraw", a.Handle(a.withdrawBilling))
		r.Get("/commissions/billing", a.Handle(a.showBilling))
		r.Post("/commissions/billing", a.Handle(a.takeBilling))
	}
}
