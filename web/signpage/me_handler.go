package signpage

import (
	"net/http"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// showMe is a person's own account, whatever organisations they belong to. GET /me
func (s area) showMe(w http.ResponseWriter, r *http.Request) error {
	return s.mePage(w, r, http.StatusOK, page.Form{})
}

func (s area) mePage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	user := site.VisitOf(r).User
	orgs, err := auth.Organisations(r.Context(), s.DB, user.ID)
	if err != nil {
		return err
	}
	return s.Write(w, r, status, me(s.ownFrame(r, user, orgs), user, orgs, form))
}

// ownFrame stands around a page that belongs to a person: its navigation leads to their organisations.
func (s area) ownFrame(r *http.Request, user auth.User, orgs []auth.Membership) ui.PageProps {
	f := s.BareFrame(r, "Your account")
	f.Subtitle, f.Org, f.User = user.Email, ui.App, ui.User{Name: user.Name, Role: user.Email}
	f.Nav = []ui.NavItem{{Label: "Your account", Href: "/me", Icon: "user", Active: true}}
	for _, m := range orgs {
		item := ui.NavItem{Label: m.Name, Href: "/o/" + m.Slug + "/home", Icon: "building-2"}
		f.Nav, f.Orgs = append(f.Nav, item), append(f.Orgs, item)
	}
	f.Orgs = append(f.Orgs, ui.NavItem{Label: "All organisations", Href: "/o"})
	f.Phone = f.Nav[:min(len(f.Nav), 4)]
	if message := s.Sessions.PopString(r.Context(), "flash"); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message}
	}
	return f
}

// passwordForm is the password somebody has and the one they choose.
type passwordForm struct {
	Present  site.Verbatim `form:"present"`
	Password site.Verbatim `form:"password"`
}

// changePassword sets another password for who types the present one. POST /me/password
func (s area) changePassword(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[passwordForm](r)
	if err != nil {
		return err
	}
	user, err := auth.ChangePassword(r.Context(), s.DB, site.VisitOf(r).User.ID, string(f.Present), string(f.Password),
		s.Address(r))
	if err != nil {
		return site.Again(r, err, func(status int, again page.Form) error { return s.mePage(w, r, status, again) })
	}
	if err := auth.Begin(r.Context(), s.Sessions, user); err != nil {
		return err
	}
	return s.Redirect(w, r, "/me", "Password changed. You are signed out everywhere else.")
}

// keysForm is whether single keys are shortcuts.
type keysForm struct {
	On bool `form:"on"`
}

// setKeys turns single-key shortcuts on or off. POST /me/keys
func (s area) setKeys(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[keysForm](r)
	if err != nil {
		return err
	}
	if err := auth.SetKeys(r.Context(), s.DB, site.VisitOf(r).User.ID, f.On); err != nil {
		return err
	}
	return s.Redirect(w, r, "/me", "Keyboard settings saved.")
}

// endSessions signs a person out everywhere, here too. POST /me/sessions/end
func (s area) endSessions(w http.ResponseWriter, r *http.Request) error {
	if err := auth.SignOutEverywhere(r.Context(), s.DB, site.VisitOf(r).User.ID); err != nil {
		return err
	}
	if err := auth.End(r.Context(), s.Sessions); err != nil {
		return err
	}
	return s.leave(w, r, "everywhere")
}
