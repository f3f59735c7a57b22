package adjustmentpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for adjustments.
type area struct{ *site.Site }

// Routes are what people add to pay, for those who run pay; a second person, who manages pay, decides it and who else
// reads pay.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/commissions/adjustments", a.Handle(a.showAdjustments))
		r.Post("/commissions/adjustments", a.Handle(a.proposeAdjustment))
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.ManagePay))
			r.Post("/commissions/adjustments/{id}/decision", a.Handle(a.decideAdjustment))
			r.Post("/commissions/readers", a.Handle(a.grantPay))
			r.Post("/commissions/seats/{id}/confirmation", a.Handle(a.confirmSeat))
		})
	}
}
