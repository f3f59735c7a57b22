// Package startpage is how an organisation begins in the browser: the set-up of a new installation, and the list of
// first steps of an organisation.
package startpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for the first steps.
type area struct{ *site.Site }

// Public are the pages with which the first organisation is created. They exist until there is one.
func Public(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/start", a.Handle(a.showClosed))
		r.Get("/start/{token}", a.Handle(a.showStart))
		r.Get("/start/{token}/slug", a.Handle(a.showSlug))
		r.With(a.AtMost(30)).Post("/start/{token}", a.Handle(a.create))
	}
}

// Routes are the first steps of an organisation.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/setup", a.Handle(a.showSteps))
		r.Post("/setup/stages", a.Handle(a.startEmpty))
		r.Post("/setup/invitations", a.Handle(a.inviteSome))
		r.Post("/setup/list", a.Handle(a.showList))
	}
}
