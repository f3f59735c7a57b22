package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5/middleware"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/notification"
	"quarterdeck/web/page"
)

// handler answers a request or returns why it cannot.
type handler func(http.ResponseWriter, *http.Request) error

// Handle adapts a handler to the router: an error goes to Fail.
func (s *Site) Handle(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.Fail(w, r, err)
		}
	}
}

var statuses = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound,
	fault.Forbidden: http.StatusForbidden, fault.Conflict: http.StatusConflict,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.TooSlow: http.StatusRequestTimeout,
	fault.TooMany: http.StatusTooManyRequests, fault.TimedOut: http.StatusServiceUnavailable,
}

// StatusOf is the HTTP status of a kind of fault.
func StatusOf(kind fault.Kind) int { return statuses[kind] }

// statusGone stands in the log for a browser that went away before its answer, as nginx has it.
const statusGone = 499

// retryAfter is how many seconds a program waits that is told to come back; a person reads it in the sentence.
const retryAfter = "10"

// Fail is the only place where an error becomes a response. What a person can act on is said to them; anything else is
// logged here, once, and they see its reference number.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, err error) {
	kind := fault.KindOf(err)
	// nobody is there to read it, and nothing is wrong
	if kind != fault.TooSlow && errors.Is(r.Context().Err(), context.Canceled) {
		w.WriteHeader(statusGone)
		return
	}
	status, ok := statuses[kind]
	problem := page.Problem{Status: status, Message: fault.Message(err), Back: cameFrom(r)}
	if !ok {
		problem.Status, problem.Reference = http.StatusInternalServerError, middleware.GetReqID(r.Context())
		s.Log.LogAttrs(r.Context(), slog.LevelError, "request failed", slog.String("error", err.Error()),
			slog.String("route", pattern(r)), slog.String("request", problem.Reference))
	} else if problem.Status == http.StatusServiceUnavailable {
		// the person can wait; what made them wait is for us to find
		s.Log.LogAttrs(r.Context(), slog.LevelWarn, "request timed out", slog.String("error", err.Error()),
			slog.String("route", pattern(r)), slog.String("request", middleware.GetReqID(r.Context())))
	}
	s.metrics.failed(problem.Status)
	var shown templ.Component
	switch {
	case Fragment(r):
		shown = page.ProblemFragment(problem)
	case VisitOf(r).Seat.Organisation.Slug != "":
		shown = page.ProblemPage(s.Frame(r, problem.Title(), ""), problem)
	default:
		shown = page.BareProblem(s.BareFrame(r, problem.Title()), problem)
	}
	if err := s.Write(w, r, problem.Status, shown); err != nil {
		s.Log.Error("error page failed", "error", err)
		http.Error(w, problem.Title(), problem.Status)
	}
}

// cameFrom is the page of this site that an action was asked on; empty where the browser does not say.
func cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || r.Method != http.MethodPost || from.Host != r.Host || from.Path == r.URL.Path {
		return ""
	}
	return LocalPath(from.RequestURI())
}

// Fragment reports whether htmx requests a part of the page.
func Fragment(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// Render sends a component.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, c templ.Component) error {
	return s.Write(w, r, http.StatusOK, c)
}

// Write renders to memory first, so that a failing template is a clean error and not half a page.
func (s *Site) Write(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var body bytes.Buffer
	// a body that was cut off has cancelled it
	if err := c.Render(context.WithoutCancel(r.Context()), &body); err != nil {
		return fmt.Errorf("web: render: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	h.Add("Vary", "HX-Request")
	if (status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable) && h.Get("Retry-After") == "" {
		h.Set("Retry-After", retryAfter)
	}
	w.WriteHeader(status)
	_, err := w.Write(VisitOf(r).Seat.Numbers.Figures(body.Bytes()))
	if err != nil {
		s.Log.Debug("client went away", "error", err)
	}
	return nil
}

// View runs fn in a read-only transaction of the signed-in member's organisation.
func (s *Site) View(r *http.Request, fn func(context.Context, *tenant.Tx) error) error {
	v := VisitOf(r)
	return s.DB.View(r.Context(), v.Seat.Actor, func(tx *tenant.Tx) error {
		if err := fn(r.Context(), tx); err != nil || v.unread == nil || v.unread.counted || Fragment(r) {
			return err
		}
		n, err := notification.Unread(r.Context(), tx)
		v.unread.counted, v.unread.count = err == nil, n
		return err
	})
}

// Update runs fn in a transaction of the signed-in member's organisation.
func (s *Site) Update(r *http.Request, fn func(context.Context, *tenant.Tx) error) error {
	return s.DB.Update(r.Context(), VisitOf(r).Seat.Actor, func(tx *tenant.Tx) error { return fn(r.Context(), tx) })
}

// SendBack redirects to the page on which an action was requested, with the reason why nothing was done.
func (s *Site) SendBack(w http.ResponseWriter, r *http.Request, to, problem string) error {
	s.Sessions.Put(r.Context(), "refused", true)
	return s.Redirect(w, r, to, problem)
}

// Redirect sends the browser on after a change, with a message for the next page.
func (s *Site) Redirect(w http.ResponseWriter, r *http.Request, to, message string) error {
	if message != "" {
		s.Sessions.Put(r.Context(), "flash", message)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
