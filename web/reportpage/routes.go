package reportpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the reports.
type area struct{ *site.Site }

// Routes are the bookings, the weighted forecast and the pushed close dates.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/reports/bookings", a.Handle(a.showBookings))
		r.Get("/reports/bookings.csv", a.Handle(a.exportBookings))
		r.Get("/reports/bookings.xlsx", a.Handle(a.exportBookings))
		r.Get("/reports/forecast", a.Handle(a.showWeighted))
		r.Get("/reports/forecast.csv", a.Handle(a.exportWeighted))
		r.Get("/reports/forecast.xlsx", a.Handle(a.exportWeighted))
		r.Get("/reports/slippage", a.Handle(a.showSlippage))
		r.Get("/reports/slippage.csv", a.Handle(a.exportSlippage))
		r.Get("/reports/slippage.xlsx", a.Handle(a.exportSlippage))
	}
}
