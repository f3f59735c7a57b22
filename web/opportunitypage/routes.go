// Package opportunitypage is the page of one opportunity, where it is worked: edited, moved, closed, logged and undone.
package opportunitypage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/entrypage"
	"quarterdeck/web/site"
)

// area answers for one opportunity.
type area struct{ *site.Site }

// Routes are the page of an opportunity, the form for a new one, and each act on one.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/opportunities/{id}", a.Handle(a.showOpportunity))
		edits := r.With(a.Require(tenant.EditRecords))
		edits.Group(entrypage.Routes(s))
		edits.Get("/opportunities/{id}/cell/{field}", a.Handle(a.showCell))
		edits.Post("/opportunities/{id}/fields", a.Handle(a.set))
		edits.Post("/opportunities/{id}/owner", a.Handle(a.transfer))
		edits.Post("/opportunities/{id}/stage", a.Handle(a.move))
		edits.Post("/opportunities/{id}/log", a.Handle(a.log))
		edits.Post("/opportunities/{id}/attachments", a.Handle(a.desk().Attach))
		edits.Post("/opportunities/{id}/clone", a.Handle(a.clone))
		edits.Post("/opportunities/{id}/archive", a.Handle(a.archive))
		edits.Post("/opportunities/{id}/restore", a.Handle(a.restore))
		edits.Post("/opportunities/{id}/qualification", a.Handle(a.qualify))
		edits.Post("/opportunities/{id}/contacts", a.Handle(a.addPerson))
		edits.Post("/opportunities/{id}/contacts/{part}", a.Handle(a.changePerson))
		edits.Post("/opportunities/{id}/category", a.Handle(a.categorize))
		edits.Post("/opportunities/{id}/tags", a.Handle(a.tag))
		r.Post("/commands/{id}/undo", a.Handle(a.undo))
	}
}
