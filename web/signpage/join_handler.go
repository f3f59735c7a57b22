package signpage

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// outboxLetters is how many letters the outbox shows.
const outboxLetters = 50

// showInvitation asks who was invited for a password. GET /join/{org}/{token}
func (s area) showInvitation(w http.ResponseWriter, r *http.Request) error {
	org, inv, err := s.invitation(r)
	if err != nil {
		return s.invitationGone(w, r, err)
	}
	return s.Render(w, r, invitation(s.plainFrame(r), org.Name, inv, page.Form{}))
}

// invitation finds that of the address; one of an organisation that does not exist is as unknown as any other.
func (s area) invitation(r *http.Request) (tenant.Organisation, auth.Invitation, error) {
	org, err := tenant.BySlug(r.Context(), s.DB, chi.URLParam(r, "org"))
	if err != nil {
		return org, auth.Invitation{}, err
	}
	inv, err := auth.FindInvitation(r.Context(), s.DB, org, chi.URLParam(r, "token"))
	return org, inv, err
}

// joinForm is what somebody who was invited is called, and the password that they choose.
type joinForm struct {
	Name     string        `form:"name"`
	Password site.Verbatim `form:"password"`
}

// acceptInvitation gives somebody their seat and signs them in. POST /join/{org}/{token}
func (s area) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	org, err := tenant.BySlug(r.Context(), s.DB, chi.URLParam(r, "org"))
	if err != nil {
		return s.invitationGone(w, r, err)
	}
	f, err := site.Decode[joinForm](r)
	if err != nil {
		return err
	}
	user, err := auth.Accept(r.Context(), s.DB, org, auth.Acceptance{Token: chi.URLParam(r, "token"), Name: f.Name,
		Password: string(f.Password), Address: s.Address(r), RequestID: middleware.GetReqID(r.Context())})
	if err != nil {
		return s.refuseAcceptance(w, r, err)
	}
	if err := auth.Begin(r.Context(), s.Sessions, user); err != nil {
		return err
	}
	return s.enter(w, r, user, org)
}

// refuseAcceptance tells a form that can be sent again from an invitation that no longer works.
func (s area) refuseAcceptance(w http.ResponseWriter, r *http.Request, err error) error {
	org, inv, gone := s.invitation(r)
	if gone != nil {
		return s.invitationGone(w, r, gone)
	}
	return site.Again(r, err, func(status int, f page.Form) error {
		return s.Write(w, r, status, invitation(s.plainFrame(r), org.Name, inv, f))
	})
}

// enter leads to the organisation that somebody has joined; before the first day of their assignment that is not open
// yet.
func (s area) enter(w http.ResponseWriter, r *http.Request, user auth.User, org tenant.Organisation) error {
	orgs, err := auth.Organisations(r.Context(), s.DB, user.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(orgs, func(m auth.Membership) bool { return m.TenantID == org.TenantID }) {
		return s.Redirect(w, r, "/o",
			"Your account is ready. You can open "+org.Name+" from the first day of your assignment.")
	}
	return s.Redirect(w, r, "/o/"+org.Slug+"/home", "Welcome to "+org.Name+".")
}

func (s area) invitationGone(w http.ResponseWriter, r *http.Request, err error) error {
	switch kind := fault.KindOf(err); kind {
	case fault.NotFound:
		return s.Write(w, r, site.StatusOf(kind),
			linkGone(s.plainFrame(r), "This invitation link is not valid. Ask for a new one.", "/login", "Sign in"))
	case fault.Invalid:
		return s.Write(w, r, site.StatusOf(kind), linkGone(s.plainFrame(r), fault.Message(err), "/login", "Sign in"))
	}
	return err
}

// showOutbox lists the letters that would have been sent, in development only. GET /outbox
func (s area) showOutbox(w http.ResponseWriter, r *http.Request) error {
	letters, err := s.Mailer.Outbox(r.Context(), s.DB.Pool(), outboxLetters)
	if err != nil {
		return err
	}
	return s.Render(w, r, outbox(s.plainFrame(r), letters))
}
