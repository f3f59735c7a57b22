package signpage

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showForgotten asks where a link to choose another password should go. GET /password
func (s area) showForgotten(w http.ResponseWriter, r *http.Request) error {
	return s.Render(w, r, forgotten(s.plainFrame(r), page.Form{}))
}

// evenly waits until a time has passed since a request began, so that its answer does not tell by its time what was
// done.
func evenly(ctx context.Context, began time.Time, takes time.Duration) {
	select {
	case <-time.After(time.Until(began.Add(takes))):
	case <-ctx.Done():
	}
}

// forgottenForm is the address of an account whose password is forgotten.
type forgottenForm struct {
	Email string `form:"email"`
}

// requestReset sends the link. It says the same, and takes as long, whether or not the address has an account. POST
// /password
func (s area) requestReset(w http.ResponseWriter, r *http.Request) error {
	began := time.Now()
	f, err := site.Decode[forgottenForm](r)
	if err != nil {
		return err
	}
	token, user, err := auth.RequestReset(r.Context(), s.DB, f.Email, s.Address(r))
	if err == nil && token != "" {
		letter := mail.Reset(user.Email, user.Name, s.Config.Link()+"/password/"+token,
			s.Now().UTC().Add(auth.ResetLife))
		err = s.post(r.Context(), letter)
	}
	evenly(r.Context(), began, s.EvenTime)
	if err != nil {
		return site.Again(r, err, func(status int, again page.Form) error {
			return s.Write(w, r, status, forgotten(s.plainFrame(r), again))
		})
	}
	return s.leave(w, r, "reset")
}

// post writes a letter down and has it sent. If the server stops between the two, the person asks for another.
func (s area) post(ctx context.Context, letter mail.Message) error {
	id, err := mail.Queue(ctx, s.DB.Pool(), letter, s.Now())
	if err != nil {
		return err
	}
	return s.Jobs.EnqueueMail(ctx, id)
}

// showReset asks for another password. GET /password/{token}
func (s area) showReset(w http.ResponseWriter, r *http.Request) error {
	user, err := auth.FindReset(r.Context(), s.DB, chi.URLParam(r, "token"))
	if err != nil {
		return s.resetGone(w, r, err)
	}
	return s.Render(w, r, reset(s.plainFrame(r), user.Email, page.Form{}))
}

// resetForm is the password that the owner of a link chooses.
type resetForm struct {
	Password site.Verbatim `form:"password"`
}

// reset gives the owner of a link another password and signs them in. POST /password/{token}
func (s area) reset(w http.ResponseWriter, r *http.Request) error {
	token := chi.URLParam(r, "token")
	f, err := site.Decode[resetForm](r)
	if err != nil {
		return err
	}
	user, err := auth.Reset(r.Context(), s.DB, token, string(f.Password))
	if err != nil {
		owner, gone := auth.FindReset(r.Context(), s.DB, token)
		if gone != nil {
			return s.resetGone(w, r, gone)
		}
		return site.Again(r, err, func(status int, again page.Form) error {
			return s.Write(w, r, status, reset(s.plainFrame(r), owner.Email, again))
		})
	}
	if err := auth.Begin(r.Context(), s.Sessions, user); err != nil {
		return err
	}
	return s.Redirect(w, r, "/", "Password changed. You are signed in here and signed out everywhere else.")
}

// resetGone says that a link no longer works and where to get another.
func (s area) resetGone(w http.ResponseWriter, r *http.Request, err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	return s.Write(w, r, http.StatusUnprocessableEntity,
		linkGone(s.plainFrame(r), fault.Message(err), "/password", "Request a new link"))
}
