package signpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for signing in.
type area struct{ *site.Site }

// Public are the pages that need nobody to be signed in.
func Public(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/login", a.Handle(a.showSignIn))
		r.With(a.AtMost(30)).Post("/login", a.Handle(a.signIn))
		r.Post("/logout", a.Handle(a.signOut))
		r.Post("/theme", a.Handle(a.SetTheme))
		r.Get("/password", a.Handle(a.showForgotten))
		r.Post("/password", a.Handle(a.requestReset))
		r.Get("/password/{token}", a.Handle(a.showReset))
		r.Post("/password/{token}", a.Handle(a.reset))
		r.Get("/join/{org}/{token}", a.Handle(a.showInvitation))
		r.Post("/join/{org}/{token}", a.Handle(a.acceptInvitation))
		if a.Config.Dev {
			r.Get("/outbox", a.Handle(a.showOutbox))
		}
	}
}

// Routes are the pages of a person, in whichever organisations they have a seat.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/", a.Handle(a.showStart))
		r.Get("/o", a.Handle(a.showOrganisations))
		r.Get("/me", a.Handle(a.showMe))
		r.Post("/me/password", a.Handle(a.changePassword))
		r.Post("/me/keys", a.Handle(a.setKeys))
		r.Post("/me/sessions/end", a.Handle(a.endSessions))
	}
}
