package site

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"

	"quarterdeck/internal/base/fault"
	"quarterdeck/web/page"
)

var (
	tooOften  = fault.New(fault.TooMany, "Too many requests came from your address. Wait a minute, then try again.")
	otherSite = fault.New(fault.Forbidden,
		"This form was sent from another site, so it was not accepted. Open the page here and send it again.")
)

// AtMost limits the requests of an address per minute.
func (s *Site) AtMost(requests int) func(http.Handler) http.Handler {
	return httprate.LimitBy(requests, time.Minute, s.byAddress,
		httprate.WithLimitHandler(s.Handle(func(http.ResponseWriter, *http.Request) error { return tooOften })))
}

// SameSite rejects forms sent by another site.
func (s *Site) SameSite(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(s.Handle(func(http.ResponseWriter, *http.Request) error { return otherSite }))
	return guard.Handler(next)
}

// WrongMethod answers an address requested with an unsupported method, such as a form's address from a bookmark.
func (s *Site) WrongMethod(w http.ResponseWriter, r *http.Request) error {
	problem := page.Problem{Status: http.StatusMethodNotAllowed,
		Message: "This address only takes a form. Open the page that the form is on."}
	return s.Write(w, r, problem.Status, page.BareProblem(s.BareFrame(r, problem.Title()), problem))
}

// apologize answers a request whose handler panicked, unless it has begun to answer.
func (s *Site) apologize(w middleware.WrapResponseWriter, r *http.Request) {
	if w.Status() != 0 {
		return
	}
	problem := page.Problem{Status: http.StatusInternalServerError, Reference: middleware.GetReqID(r.Context())}
	s.metrics.failed(problem.Status)
	w.Header().Del("Content-Disposition")
	if err := s.Write(w, r, problem.Status, page.BareProblem(s.BareFrame(r, problem.Title()), problem)); err != nil {
		s.Log.Error("error page failed", "error", err)
	}
}

var NotHere = fault.New(fault.NotFound, "This page does not exist, or you have no access to it.")
