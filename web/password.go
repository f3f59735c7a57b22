package web

import (
	"context"
	"net/http"
	"time"

	"quarterdeck/web/signpage"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/web/page"
)

// showForgotten asks where a link to choose another password should go. GET /password
func (s *Server) showForgotten(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, signpage.Forgotten(s.plainFrame(r), page.Form{}))
}

// evenly waits until a time has passed since a request began, so that its answer does not tell by its time what was done.
func evenly(ctx context.Context, began time.Time, takes time.Duration) {
	select {
	case <-time.After(time.Until(began.Add(takes))):
	case <-ctx.Done():
	}
}

// requestReset sends the link. It says the same, and takes as long, whether or not the address has an account. POST /password
func (s *Server) requestReset(w http.ResponseWriter, r *http.Request) error {
	began := time.Now()
	token, user, err := auth.RequestReset(r.Context(), s.db, r.PostFormValue("email"), s.address(r))
	if err == nil && token != "" {
		letter := mail.Reset(user.Email, user.Name, s.config.Link()+"/password/"+token, s.now().UTC().Add(auth.ResetLife))
		err = s.post(r.Context(), letter)
	}
	evenly(r.Context(), began, s.evenTime)
	if err != nil {
		return again(r, err, func(status int, f page.Form) error {
			return s.write(w, r, status, signpage.Forgotten(s.plainFrame(r), f))
		})
	}
	return s.leave(w, r, "reset")
}

// post writes a letter down and has it sent. If the server stops between the two, the person asks for another.
func (s *Server) post(ctx context.Context, letter mail.Message) error {
	id, err := mail.Queue(ctx, s.db.Pool(), letter, s.now())
	if err != nil {
		return err
	}
	return s.jobs.EnqueueMail(ctx, id)
}

// showReset asks for another password. GET /password/{token}
func (s *Server) showReset(w http.ResponseWriter, r *http.Request) error {
	user, err := auth.FindReset(r.Context(), s.db, chi.URLParam(r, "token"))
	if err != nil {
		return s.resetGone(w, r, err)
	}
	return s.render(w, r, signpage.Reset(s.plainFrame(r), user.Email, page.Form{}))
}

// reset gives the owner of a link another password and signs them in. POST /password/{token}
func (s *Server) reset(w http.ResponseWriter, r *http.Request) error {
	token := chi.URLParam(r, "token")
	user, err := auth.Reset(r.Context(), s.db, token, r.PostFormValue("password"))
	if err != nil {
		owner, gone := auth.FindReset(r.Context(), s.db, token)
		if gone != nil {
			return s.resetGone(w, r, gone)
		}
		return again(r, err, func(status int, f page.Form) error {
			return s.write(w, r, status, signpage.Reset(s.plainFrame(r), owner.Email, f))
		})
	}
	if err := auth.Begin(r.Context(), s.sessions, user); err != nil {
		return err
	}
	return s.redirect(w, r, "/", "Your password is changed. You are signed in here and signed out everywhere else.")
}

// resetGone says that a link no longer works and where to get another.
func (s *Server) resetGone(w http.ResponseWriter, r *http.Request, err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	return s.write(w, r, http.StatusUnprocessableEntity, signpage.LinkGone(s.plainFrame(r), fault.Message(err), "/password", "Ask for a new link"))
}
