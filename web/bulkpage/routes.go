// Package bulkpage is one change to many opportunities: chosen, previewed, confirmed, watched and undone.
package bulkpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for changes to many opportunities.
type area struct{ *site.Site }

// Routes are the choice of a change with its preview, and what became of one.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/pipeline/bulk", a.Handle(a.showChoice))
		r.Post("/pipeline/bulk", a.Handle(a.start))
		r.Get("/pipeline/bulk/{id}", a.Handle(a.showJob))
		r.Get("/pipeline/bulk/{id}/rows.csv", a.Handle(a.exportProblems))
		r.Post("/pipeline/bulk/{id}/undo", a.Handle(a.undo))
	}
}
