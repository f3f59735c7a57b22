package accuracypage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the proof of the forecasts.
type area struct{ *site.Site }

// Routes are how good the forecasts of the past have been, and each of them.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/forecast/accuracy", a.Handle(a.showAccuracy))
		r.Get("/forecast/accuracy.csv", a.Handle(a.exportAccuracy))
		r.Get("/forecast/accuracy.xlsx", a.Handle(a.exportAccuracy))
		r.Get("/forecast/accuracy/trials", a.Handle(a.showTrials))
		r.Get("/forecast/accuracy/trials.csv", a.Handle(a.exportTrials))
		r.Get("/forecast/accuracy/trials.xlsx", a.Handle(a.exportTrials))
	}
}
