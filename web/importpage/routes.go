package importpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for imports.
type area struct{ *site.Site }

// Routes are the list of imports, an upload, and what became of one.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/imports", a.Handle(a.showImports))
		r.Post("/imports", a.Handle(a.startImport))
		r.Get("/imports/{id}/columns", a.Handle(a.showColumns))
		r.Post("/imports/{id}/columns", a.Handle(a.mapColumns))
		r.Post("/imports/{id}/discard", a.Handle(a.discardDraft))
		r.Get("/imports/{id}/undo", a.Handle(a.showUndo))
		r.Post("/imports/{id}/undo", a.Handle(a.undoImport))
		r.Get("/imports/{id}/undo.csv", a.Handle(a.exportUndo))
		r.Get("/imports/{id}", a.Handle(a.showImport))
		r.Get("/imports/{id}/progress", a.Handle(a.streamImport))
		r.Get("/imports/{id}/rejected.csv", a.Handle(a.exportRejected))
		r.Get("/imports/{id}/rows.csv", a.Handle(a.exportImportRows))
	}
}
