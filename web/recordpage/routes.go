package recordpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for the records.
type area struct{ *site.Site }

// Routes are the pipeline, opportunities and accounts.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/pipeline", a.Handle(a.showPipeline))
		r.Get("/pipeline.csv", a.Handle(a.exportPipeline))
		r.Get("/pipeline.xlsx", a.Handle(a.exportPipeline))
		r.Get("/opportunities/{id}", a.Handle(a.showOpportunity))
		r.With(a.Require(tenant.EditRecords)).Post("/opportunities/{id}/category", a.Handle(a.categorize))
		r.With(a.Require(tenant.EditRecords)).Post("/opportunities/{id}/tags", a.Handle(a.tag))
		r.Get("/accounts", a.Handle(a.showAccounts))
		r.Get("/accounts.csv", a.Handle(a.exportAccounts))
		r.Get("/accounts.xlsx", a.Handle(a.exportAccounts))
		r.Get("/accounts/{id}", a.Handle(a.showAccount))
	}
}
