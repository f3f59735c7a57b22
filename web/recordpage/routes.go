package recordpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
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
		edits := r.With(a.Require(tenant.EditRecords))
		edits.Get("/accounts/new", a.Handle(a.showNewAccount))
		edits.Post("/accounts", a.Handle(a.enterAccount))
		edits.Post("/accounts/{id}/fields", a.Handle(a.setAccount))
		edits.Post("/accounts/{id}/owner", a.Handle(a.transferAccount))
		edits.Post("/accounts/{id}/log", a.Handle(a.desk().Note))
		edits.Post("/accounts/{id}/archive", a.Handle(a.archiveAccount))
		edits.Post("/accounts/{id}/restore", a.Handle(a.restoreAccount))
	}
}
