package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// visit is who asks, and in which organisation.
type visit struct {
	User auth.User
	Seat auth.Seat
	Orgs []auth.Membership
}

type visitKey struct{}

// visitOf is the visit of a request.
func visitOf(r *http.Request) visit { return visitIn(r.Context()) }

// visitIn is the visit in the context of a request, for what is written after its first answer.
func visitIn(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

func with(r *http.Request, v visit) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
}

// signedIn lets nobody pass who has not signed in: a page sends them to do so and back again.
func (s *Server) signedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, ok, err := auth.Current(r.Context(), s.sessions, s.db)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if !ok {
			s.toSignIn(w, r)
			return
		}
		next.ServeHTTP(w, with(r, visit{User: user}))
	})
}

func (s *Server) toSignIn(w http.ResponseWriter, r *http.Request) {
	to := "/login"
	if r.Method == http.MethodGet && !fragment(r) {
		to += "?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	if fragment(r) {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// seated lets those pass who have a seat in the address's organisation; for anybody else it does not exist.
func (s *Server) seated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		seat, orgs, err := auth.ActorFor(r.Context(), s.db, v.User.ID, chi.URLParam(r, "org"), s.now())
		if err != nil {
			s.fail(w, r, err)
			return
		}
		seat.Actor.RequestID = middleware.GetReqID(r.Context())
		v.Seat, v.Orgs = seat, orgs
		next.ServeHTTP(w, with(r, v))
	})
}

// require lets those pass whose role has a right; for anybody else the page does not exist.
func (s *Server) require(right tenant.Right) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !visitOf(r).Seat.Actor.Role.May(right) {
				s.fail(w, r, notHere)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// frame is what stands around a page of the organisation.
func (s *Server) frame(r *http.Request, title, subtitle string) ui.PageProps {
	v := visitOf(r)
	f := s.bareFrame(r, title)
	f.Subtitle, f.Org = subtitle, v.Seat.Organisation.Name
	f.Base = "/o/" + v.Seat.Organisation.Slug
	f.User = ui.User{Name: v.Seat.MemberName, Role: page.RoleLabel(v.Seat.Actor.Role)}
	f.Nav = page.Navigation(f.Base, v.Seat.Actor.Role, r.URL.Path)
	f.Phone = page.PhoneNavigation(f.Base, v.Seat.Actor.Role, r.URL.Path)
	f.Menu = []ui.NavItem{{Label: "Your account", Href: "/me", Icon: "user"}}
	for _, m := range v.Orgs {
		if m.TenantID != v.Seat.Organisation.TenantID {
			f.Orgs = append(f.Orgs, ui.NavItem{Label: m.Name, Href: "/o/" + m.Slug + "/home"})
		}
	}
	if message := s.sessions.PopString(r.Context(), "flash"); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message, Undo: s.sessions.PopString(r.Context(), "undo")}
	}
	return f
}

// bareFrame is the frame of a page that belongs to no organisation, such as an error.
func (s *Server) bareFrame(r *http.Request, title string) ui.PageProps {
	return ui.PageProps{Title: title, Theme: theme(r), Path: r.URL.RequestURI()}
}

func theme(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err != nil || c.Value != "light" && c.Value != "dark" {
		return ""
	}
	return c.Value
}

// setTheme keeps the choice of a palette. POST /theme
func (s *Server) setTheme(w http.ResponseWriter, r *http.Request) error {
	cookie := &http.Cookie{Name: "theme", Value: r.PostFormValue("theme"), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true,
		Secure: s.config.Secure(), SameSite: http.SameSiteLaxMode}
	if cookie.Value != "light" && cookie.Value != "dark" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
	return s.redirect(w, r, local(r.PostFormValue("back")), "")
}

// local keeps a redirect on this site: anything but a plain path of it leads to the start.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return to
}
