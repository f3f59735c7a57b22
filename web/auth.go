package web

import (
	"net/http"

	"quarterdeck/internal/auth"
	"quarterdeck/web/adminpage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// showStart leads to the only organisation of a person, or lets them choose. GET /
func (s *Server) showStart(w http.ResponseWriter, r *http.Request) error {
	orgs, err := auth.Organisations(r.Context(), s.db, visitOf(r).User.ID)
	if err != nil {
		return err
	}
	to := "/o"
	if len(orgs) == 1 {
		to = "/o/" + orgs[0].Slug + "/home"
	}
	return s.redirect(w, r, to, "")
}

// showOrganisations is where a person of several organisations chooses one. GET /o
func (s *Server) showOrganisations(w http.ResponseWriter, r *http.Request) error {
	user := visitOf(r).User
	orgs, err := auth.Organisations(r.Context(), s.db, user.ID)
	if err != nil {
		return err
	}
	return s.render(w, r, adminpage.Organisations(s.plainFrame(r), orgs, user.Email))
}

// showSignIn asks who somebody is, unless that is known. GET /login
func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request) error {
	next := local(r.URL.Query().Get("next"))
	_, known, err := auth.Current(r.Context(), s.sessions, s.db)
	if err != nil {
		return err
	}
	if known {
		return s.redirect(w, r, next, "")
	}
	return s.render(w, r, adminpage.SignIn(s.plainFrame(r), next, page.Form{}))
}

// signIn begins a session. POST /login
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	next := local(r.PostFormValue("next"))
	user, err := auth.SignIn(r.Context(), s.db, r.PostFormValue("email"), r.PostFormValue("password"), s.address(r))
	if err != nil {
		return again(r, err, func(status int, f page.Form) error {
			return s.write(w, r, status, adminpage.SignIn(s.plainFrame(r), next, f))
		})
	}
	if err := auth.Begin(r.Context(), s.sessions, user); err != nil {
		return err
	}
	return s.redirect(w, r, next, "")
}

// signOut ends the session of this browser. POST /logout
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := auth.End(r.Context(), s.sessions); err != nil {
		return err
	}
	return s.redirect(w, r, "/login", "You are signed out.")
}

// plainFrame is what stands around a page for somebody who is not in an organisation.
func (s *Server) plainFrame(r *http.Request) ui.AuthProps {
	f := ui.AuthProps{Theme: theme(r)}
	if message := s.sessions.PopString(r.Context(), "flash"); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message}
	}
	return f
}
