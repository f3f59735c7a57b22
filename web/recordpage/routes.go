package recordpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the records.
type area struct{ *site.Site }

// Routes are the pipeline and accounts.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/pipeline", a.Handle(a.showPipeline))
		r.Get("/pipeline/board", a.Handle(a.showBoard))
		r.Get("/pipeline.csv", a.Handle(a.exportPipeline))
		r.Get("/pipeline.xlsx", a.Handle(a.exportPipeline))
		r.Get("/accounts", a.Handle(a.showAccounts))
		r.Get("/accounts.csv", a.Handle(a.exportAccounts))
		r.Get("/accounts.xlsx", a.Handle(a.exportAccounts))
		r.Get("/accounts/{id}", a.Handle(a.showAccount))
	}
}
