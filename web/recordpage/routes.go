package recordpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the pipeline.
type area struct{ *site.Site }

// Routes are the list and the board.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/pipeline", a.Handle(a.showPipeline))
		r.Get("/pipeline/board", a.Handle(a.showBoard))
		r.Get("/pipeline/rows/{id}", a.Handle(a.showRow))
		r.Get("/pipeline/columns", a.Handle(a.chooseColumns))
		r.Post("/pipeline/columns", a.Handle(a.keepColumns))
		r.Get("/pipeline.csv", a.Handle(a.exportPipeline))
		r.Get("/pipeline.xlsx", a.Handle(a.exportPipeline))
	}
}
