// Package inboxpage is what a member is told of: the inbox, and how and when they are told.
package inboxpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the inbox.
type area struct{ *site.Site }

// Routes are the inbox, each act on notifications, and their settings.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/inbox", a.Handle(a.showInbox))
		r.Get("/inbox/{id}", a.Handle(a.open))
		r.Post("/inbox/done", a.Handle(a.done))
		r.Post("/inbox/read", a.Handle(a.read))
		r.Post("/inbox/snooze", a.Handle(a.snooze))
		r.Post("/inbox/back", a.Handle(a.back))
		r.Get("/inbox/settings", a.Handle(a.showSettings))
		r.Post("/inbox/settings", a.Handle(a.configure))
		r.Get("/mentions/{part}", a.Handle(a.mentions))
	}
}
