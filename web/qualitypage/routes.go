// Package qualitypage shows how far the data can be trusted, what to mend, and which records are probably one.
package qualitypage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the quality of the data.
type area struct{ *site.Site }

// Routes are the report, its findings as tasks, the duplicates, and what is done about them.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/quality", a.Handle(a.show))
		r.Post("/quality/measure", a.Handle(a.measure))
		r.Get("/quality/tasks", a.Handle(a.showHandout))
		r.Post("/quality/tasks", a.Handle(a.handOut))
		r.Post("/quality/tasks/{id}/undo", a.Handle(a.takeBack))
		r.Get("/quality/duplicates", a.Handle(a.duplicates))
		r.Post("/quality/duplicates/merge", a.Handle(a.merge))
		r.Post("/quality/duplicates/distinct", a.Handle(a.differ))
		r.Post("/quality/merges/{id}/undo", a.Handle(a.undo))
	}
}
