package web

import (
	"net/http"

	"quarterdeck/web/signpage"

	"quarterdeck/internal/platform/auth"
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
	return s.render(w, r, signpage.Organisations(s.plainFrame(r), orgs, user.Email))
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
	f := s.plainFrame(r)
	if message := s.farewell(w, r); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message}
	} else if message := s.setup.anybody(); f.Flash == nil && message != "" {
		f.Flash = &ui.Flash{Tone: ui.Info, Text: message}
	}
	return s.render(w, r, signpage.SignIn(f, next, page.Form{}))
}

// signIn begins a session. POST /login
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	next := local(r.PostFormValue("next"))
	user, err := auth.SignIn(r.Context(), s.db, r.PostFormValue("email"), r.PostFormValue("password"), s.address(r))
	if err != nil {
		return again(r, err, func(status int, f page.Form) error {
			return s.write(w, r, status, signpage.SignIn(s.plainFrame(r), next, f))
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
	return s.leave(w, r, "out")
}

// farewells are what the sign-in page says to somebody who has no session to keep a message in, by what their cookie says.
var farewells = map[string]string{
	"out": "You are signed out.", "everywhere": "You are signed out everywhere.",
	"reset": "If that address has an account, a letter with a link is on its way. The link works for an hour.",
}

// leave sends somebody who is not signed in to the sign-in page with one of the farewells.
func (s *Server) leave(w http.ResponseWriter, r *http.Request, farewell string) error {
	http.SetCookie(w, s.farewellCookie(farewell, 60))
	return s.redirect(w, r, "/login", "")
}

// farewell is what the sign-in page says once.
func (s *Server) farewell(w http.ResponseWriter, r *http.Request) string {
	c, err := r.Cookie("farewell")
	if err != nil {
		return ""
	}
	http.SetCookie(w, s.farewellCookie("", -1))
	return farewells[c.Value]
}

func (s *Server) farewellCookie(value string, seconds int) *http.Cookie {
	return &http.Cookie{Name: "farewell", Value: value, Path: "/login", MaxAge: seconds, HttpOnly: true, Secure: s.config.Secure(), SameSite: http.SameSiteLaxMode}
}

// plainFrame is what stands around a page for somebody who is not in an organisation.
func (s *Server) plainFrame(r *http.Request) ui.AuthProps {
	f := ui.AuthProps{Theme: theme(r)}
	if message := s.sessions.PopString(r.Context(), "flash"); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message}
	}
	return f
}
