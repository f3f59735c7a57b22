package site

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
	// how many notifications are unread, once a view has counted them
	unread *told
}

// told is counted in the transaction that a page has anyway.
type told struct {
	counted bool
	count   int
}

type visitKey struct{}

// VisitOf is the visit of a request.
func VisitOf(r *http.Request) visit { return VisitIn(r.Context()) }

// VisitIn is the visit in the context of a request, for streams that continue after the first response.
func VisitIn(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

func with(r *http.Request, v visit) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
}

// SignedIn requires a signed-in user: others are redirected to sign in and back again.
func (s *Site) SignedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, ok, err := auth.Current(r.Context(), s.Sessions, s.DB)
		if err != nil {
			s.Fail(w, r, err)
			return
		}
		if !ok {
			s.toSignIn(w, r)
			return
		}
		next.ServeHTTP(w, with(r, visit{User: user}))
	})
}

func (s *Site) toSignIn(w http.ResponseWriter, r *http.Request) {
	to := "/login"
	if r.Method == http.MethodGet && !Fragment(r) {
		to += "?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	if Fragment(r) {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// Seated requires a seat in the address's organisation; for everybody else the page does not exist.
func (s *Site) Seated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := VisitOf(r)
		seat, orgs, err := auth.ActorFor(r.Context(), s.DB, v.User.ID, chi.URLParam(r, "org"), s.Now())
		if err != nil {
			s.Fail(w, r, err)
			return
		}
		seat.Actor.RequestID = middleware.GetReqID(r.Context())
		v.Seat, v.Orgs, v.unread = seat, orgs, &told{}
		next.ServeHTTP(w, with(r, v))
	})
}

// Require requires a right of the role; for everybody else the page does not exist.
func (s *Site) Require(right tenant.Right) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !VisitOf(r).Seat.Actor.Role.May(right) {
				s.Fail(w, r, NotHere)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// Frame is the frame of a page of the organisation: navigation, title and user menu.
func (s *Site) Frame(r *http.Request, title, subtitle string) ui.PageProps {
	v := VisitOf(r)
	f := s.BareFrame(r, title)
	f.Subtitle, f.Org = subtitle, v.Seat.Organisation.Name
	f.Base = "/o/" + v.Seat.Organisation.Slug
	f.Inbox = f.Base + "/inbox"
	if v.unread != nil {
		f.Unread = v.unread.count
	}
	f.User = ui.User{Name: v.Seat.MemberName, Role: page.RoleLabel(v.Seat.Actor.Role)}
	f.Nav = page.Navigation(f.Base, v.Seat.Actor.Role, r.URL.Path)
	f.Phone = page.PhoneNavigation(f.Base, v.Seat.Actor.Role, r.URL.Path)
	f.Menu = []ui.NavItem{{Label: "Your account", Href: "/me", Icon: "user"}}
	for _, m := range v.Orgs {
		if m.TenantID != v.Seat.Organisation.TenantID {
			f.Orgs = append(f.Orgs, ui.NavItem{Label: m.Name, Href: "/o/" + m.Slug + "/home"})
		}
	}
	if message := s.Sessions.PopString(r.Context(), "flash"); message != "" {
		f.Flash = &ui.Flash{Tone: ui.Good, Text: message, Undo: s.Sessions.PopString(r.Context(), "undo")}
		if s.Sessions.PopBool(r.Context(), "refused") {
			f.Flash.Tone = ui.Bad
		}
	}
	return f
}

// BareFrame is the frame of a page that belongs to no organisation, such as an error.
func (s *Site) BareFrame(r *http.Request, title string) ui.PageProps {
	return ui.PageProps{Title: title, Theme: Theme(r), Path: r.URL.RequestURI(), NoKeys: VisitOf(r).User.KeysOff}
}

func Theme(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err != nil || c.Value != "light" && c.Value != "dark" {
		return ""
	}
	return c.Value
}

// themeForm is a palette, and the page on which it was chosen.
type themeForm struct {
	Theme string `form:"theme"`
	Back  string `form:"back"`
}

// SetTheme stores the chosen colour theme. POST /theme
func (s *Site) SetTheme(w http.ResponseWriter, r *http.Request) error {
	f, err := Decode[themeForm](r)
	if err != nil {
		return err
	}
	cookie := &http.Cookie{Name: "theme", Value: f.Theme, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: s.Config.Secure(), SameSite: http.SameSiteLaxMode}
	if cookie.Value != "light" && cookie.Value != "dark" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
	return s.Redirect(w, r, LocalPath(f.Back), "")
}

// local keeps a redirect on this site: anything but a plain path of it leads to the start.
func LocalPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(to, "//") ||
		strings.Contains(to, `\`) {
		return "/"
	}
	return to
}

// Enters tells that the reader of a page may enter new records: a page of the past takes none.
func Enters(r *http.Request) bool {
	return VisitOf(r).Seat.Actor.Role.May(tenant.EditRecords) && ScopeOf(r).AsOf == ""
}
