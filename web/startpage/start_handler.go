package startpage

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/founding"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// fresh answers NotFound once there is an organisation.
func (s area) fresh(r *http.Request) error {
	founded, err := s.Founded(r.Context())
	if err == nil && founded {
		err = site.NotHere
	}
	return err
}

// showClosed says where the set-up link is. GET /start
func (s area) showClosed(w http.ResponseWriter, r *http.Request) error {
	if err := s.fresh(r); err != nil {
		return err
	}
	f := ui.AuthProps{Theme: site.Theme(r)}
	if message := s.Setup.Notice(); message != "" { // the demo is being made
		f.Flash = &ui.Flash{Tone: ui.Info, Text: message}
	}
	return s.Render(w, r, closed(f, ""))
}

// open answers whether the link of a request opens the set-up page; where it does not, the page has been written.
func (s area) open(w http.ResponseWriter, r *http.Request) (bool, error) {
	if err := s.fresh(r); err != nil {
		return false, err
	}
	err := auth.CheckSetupLink(r.Context(), s.DB, chi.URLParam(r, "token"))
	if fault.KindOf(err) == fault.Invalid && err != nil {
		return false, s.Write(w, r, http.StatusUnprocessableEntity,
			closed(ui.AuthProps{Theme: site.Theme(r)}, fault.Message(err)))
	}
	return err == nil, err
}

// showStart asks for the organisation and its first administrator. GET /start/{token}
func (s area) showStart(w http.ResponseWriter, r *http.Request) error {
	if ok, err := s.open(w, r); !ok {
		return err
	}
	return s.startPage(w, r, http.StatusOK, page.Form{})
}

func (s area) startPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the token
	zones, err := founding.Zones(r.Context(), s.DB)
	if err != nil {
		return err
	}
	p := start{Token: chi.URLParam(r, "token"), Link: s.Config.Link(), Zones: zones, Form: form}
	return s.Write(w, r, status, startScreen(ui.AuthProps{Theme: site.Theme(r)}, p))
}

// showSlug is the address that follows from the name that is typed. GET /start/{token}/slug
func (s area) showSlug(w http.ResponseWriter, r *http.Request) error {
	if ok, err := s.open(w, r); !ok {
		return err
	}
	return s.Render(w, r, address(s.Config.Link(), r.URL.Query().Get("slug"), r.URL.Query().Get("organisation")))
}

// startForm is the organisation and its first administrator.
type startForm struct {
	Organisation string        `form:"organisation"`
	Slug         string        `form:"slug"`
	Currency     string        `form:"currency"`
	Zone         string        `form:"time-zone"`
	Fiscal       string        `form:"fiscal-start"`
	Numbers      string        `form:"numbers"`
	Name         string        `form:"name"`
	Email        string        `form:"email"`
	Password     site.Verbatim `form:"password"`
}

func (f startForm) first() (founding.First, error) {
	currency, err := money.ParseCurrency(f.Currency)
	if err != nil {
		return founding.First{}, fault.On("currency", "A currency must be a three-letter code such as USD.")
	}
	month, err := strconv.Atoi(f.Fiscal)
	if err != nil {
		return founding.First{}, fault.On("fiscal-start", "Choose the month in which your fiscal year starts.")
	}
	return founding.First{Name: f.Organisation, Slug: f.Slug,
		Settings: tenant.Settings{BaseCurrency: currency, TimeZone: f.Zone, FiscalStart: time.Month(month),
			Numbers: money.Format(f.Numbers)},
		Admin: auth.Newcomer{Name: f.Name, Email: f.Email, Password: string(f.Password)}}, nil
}

// create makes the organisation and signs its administrator in. POST /start/{token}
func (s area) create(w http.ResponseWriter, r *http.Request) error {
	if ok, err := s.open(w, r); !ok {
		return err
	}
	f, err := site.Decode[startForm](r)
	if err != nil {
		return err
	}
	var user auth.User
	var org tenant.Organisation
	first, err := f.first()
	if err == nil {
		org, user, err = founding.Create(r.Context(), s.DB, chi.URLParam(r, "token"), first)
	}
	if fault.KindOf(err) == fault.Conflict && err != nil {
		return s.Write(w, r, http.StatusConflict, overtaken(ui.AuthProps{Theme: site.Theme(r)}, fault.Message(err)))
	}
	if err != nil {
		return site.Again(r, err,
			func(status int, form page.Form) error { return s.startPage(w, r, status, form) })
	}
	if err := auth.Begin(r.Context(), s.Sessions, user); err != nil {
		return err
	}
	return s.Redirect(w, r, "/o/"+org.Slug+"/setup",
		"Your organisation is ready. You are signed in as its administrator.")
}
