// Package contactpage is the list of the people at accounts, and the page on which one of them is worked.
package contactpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/site"
)

// area answers for the contacts.
type area struct{ *site.Site }

// Routes are the list of contacts, the form for a new one, the page of one, and each act on it.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/contacts", a.Handle(a.showContacts))
		r.Get("/contacts.csv", a.Handle(a.exportContacts))
		r.Get("/contacts.xlsx", a.Handle(a.exportContacts))
		r.Get("/contacts/{id}", a.Handle(a.showContact))
		edits := r.With(a.Require(tenant.EditRecords))
		edits.Get("/contacts/new", a.Handle(a.showNew))
		edits.Post("/contacts", a.Handle(a.enter))
		edits.Post("/contacts/{id}/fields", a.Handle(a.set))
		edits.Post("/contacts/{id}/log", a.Handle(a.desk().Note))
		edits.Post("/contacts/{id}/attachments", a.Handle(a.desk().Attach))
		edits.Post("/contacts/{id}/archive", a.Handle(a.archive))
		edits.Post("/contacts/{id}/restore", a.Handle(a.restore))
	}
}

// desk answers the acts on a contact.
func (s area) desk() factsheet.Desk {
	return factsheet.Desk{Site: s.Site, Object: command.Contact, Show: s.contactPage}
}
