// Package accountpage is the screens of accounts: their list, and the page of each, where it is worked.
package accountpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for accounts.
type area struct{ *site.Site }

// Routes are the list of accounts, each of them, and what is done with one.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
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
		edits.Post("/accounts/{id}/attachments", a.Handle(a.desk().Attach))
		edits.Post("/accounts/{id}/archive", a.Handle(a.archiveAccount))
		edits.Post("/accounts/{id}/restore", a.Handle(a.restoreAccount))
	}
}
