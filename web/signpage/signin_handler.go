package signpage

import (
	"cmp"
	"net/http"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// showStart leads to the only organisation of a person, or lets them choose. GET /
func (s area) showStart(w http.ResponseWriter, r *http.Request) error {
	orgs, err := auth.Organisations(r.Context(), s.DB, site.VisitOf(r).User.ID)
	if err != nil {
		return err
	}
	to := "/o"
	if len(orgs) == 1 {
		to = "/o/" + orgs[0].Slug + "/home"
	}
	return s.Redirect(w, r, to, "")
}

// showOrganisations is where a person of several organisations chooses one. GET /o
func (s area) showOrganisations(w http.ResponseWriter, r *http.Request) error {
	user := site.VisitOf(r).User
	orgs, err := auth.Organisations(r.Context(), s.DB, user.ID)
	if err != nil {
		return err
	}
	return s.Render(w, r, organisationsView(s.plainFrame(r), orgs, user.Email))
}

// showSignIn asks who somebody is, unless that is known. GET /login
func (s area) showSignIn(w http.ResponseWriter, r *http.Request) error {
	next := site.LocalPath(r.URL.Query().Get("next"))
	_, known, err := auth.Current(r.Context(), s.Sessions, s.DB)
	if err != nil {
		return err
	}
	if known {
		return s.Redirect(w, r, next, "")
	}
	if founded, err := s.Founded(r.Context()); err != nil || !founded {
		return cmp.Or(err, s.Redirect(w, r, "/start", ""))
	}
	f := s.plainFrame(r)
	if message := s.farewell(w, r); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message}
	} else if message := s.Setup.Notice(); f.Flash == nil && message != "" {
		f.Flash = &ui.Flash{Tone: ui.Info, Text: message}
	}
	return s.Render(w, r, signIn(f, next, page.Form{}))
}

// signInForm is who somebody says they are, and where they were going.
type signInForm struct {
	Email    string        `form:"email"`
	Password site.Verbatim `form:"password"`
	Next     string        `form:"next"`
}

// signIn begins a session. POST /login
func (s area) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[signInForm](r)
	if err != nil {
		return err
	}
	next := site.LocalPath(f.Next)
	user, err := auth.SignIn(r.Context(), s.DB, f.Email, string(f.Password), s.Address(r))
	if err != nil {
		return site.Again(r, err, func(status int, again page.Form) error {
			return s.Write(w, r, status, signIn(s.plainFrame(r), next, again))
		})
	}
	if err := auth.Begin(r.Context(), s.Sessions, user); err != nil {
		return err
	}
	return s.Redirect(w, r, next, "")
}

// signOut ends the session of this browser. POST /logout
func (s area) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := auth.End(r.Context(), s.Sessions); err != nil {
		return err
	}
	return s.leave(w, r, "out")
}

// farewells are what the sign-in page says to somebody who has no session to keep a message in, by what their cookie
// says.
var farewells = map[string]string{
	"out": "You are signed out.", "everywhere": "You are signed out everywhere.",
	"reset": "If this address has an account, we have sent an e-mail with a link. It works for one hour.",
}

// leave sends somebody who is not signed in to the sign-in page with one of the farewells.
func (s area) leave(w http.ResponseWriter, r *http.Request, farewell string) error {
	http.SetCookie(w, s.farewellCookie(farewell, 60))
	return s.Redirect(w, r, "/login", "")
}

// farewell is what the sign-in page says once.
func (s area) farewell(w http.ResponseWriter, r *http.Request) string {
	c, err := r.Cookie("farewell")
	if err != nil {
		return ""
	}
	http.SetCookie(w, s.farewellCookie("", -1))
	return farewells[c.Value]
}

func (s area) farewellCookie(value string, seconds int) *http.Cookie {
	return &http.Cookie{Name: "farewell", Value: value, Path: "/login", MaxAge: seconds, HttpOnly: true,
		Secure: s.Config.Secure(), SameSite: http.SameSiteLaxMode}
}

// plainFrame is what stands around a page for somebody who is not in an organisation.
func (s area) plainFrame(r *http.Request) ui.AuthProps {
	f := ui.AuthProps{Theme: site.Theme(r)}
	if message := s.Sessions.PopString(r.Context(), "flash"); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message}
	}
	return f
}
