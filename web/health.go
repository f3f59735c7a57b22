package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/schema"
)

// readyWithin is how long the database may take to answer a check.
const readyWithin = 2 * time.Second

// latest is how far behind reminders may be.
const latest = 2 * time.Minute

// showHealth answers as long as the process is up. One that does jobs is not well when reminders are late, whichever
// process should have sent them. GET /healthz
func (s *Server) showHealth(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	if lag, err := s.Jobs.Lag(ctx); err == nil && lag > latest {
		s.Log.Error("reminders are late", "lag", lag.String())
		return say(w, http.StatusServiceUnavailable, "reminders are "+lag.Round(time.Second).String()+" late")
	}
	return say(w, http.StatusOK, "ok")
}

// showReady tells whether requests can be served: the database answers and has had every migration of this version.
// GET /readyz
func (s *Server) showReady(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	if err := schema.Check(ctx, s.DB.Pool()); err != nil {
		s.Log.Error("not ready", "error", err)
		return say(w, http.StatusServiceUnavailable, strings.TrimSpace("not ready "+fault.Message(err)))
	}
	return say(w, http.StatusOK, "ready")
}

func say(w http.ResponseWriter, status int, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := fmt.Fprintln(w, text)
	return err
}
