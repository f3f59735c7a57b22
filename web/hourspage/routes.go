// Package hourspage is the settings of when an organisation works: its weekly hours and its holidays.
package hourspage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for business hours.
type area struct{ *site.Site }

// Routes are the business hours, for those who shape the sales process.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/settings/hours", a.Handle(a.showHours))
		r.Get("/settings/hours.csv", a.Handle(a.exportHolidays))
		r.Get("/settings/hours.xlsx", a.Handle(a.exportHolidays))
		r.Post("/settings/hours", a.Handle(a.saveHours))
		r.Post("/settings/hours/undo", a.Handle(a.undoHours))
	}
}
