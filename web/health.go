package web

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// readyWithin is how long the database may take to answer a check.
const readyWithin = 2 * time.Second

// showHealth answers as long as the process is up. GET /healthz
func (s *Server) showHealth(w http.ResponseWriter, _ *http.Request) error {
	return say(w, http.StatusOK, "ok")
}

// showReady tells whether requests can be served: the database answers and has the schema. GET /readyz
func (s *Server) showReady(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	if err := s.ready(ctx); err != nil {
		s.log.Error("not ready", "error", err)
		return say(w, http.StatusServiceUnavailable, "not ready")
	}
	return say(w, http.StatusOK, "ready")
}

// ready asks for a table of the last migration and for that of the job queue.
func (s *Server) ready(ctx context.Context) error {
	var records, queue bool
	err := s.db.Pool().QueryRow(ctx, `SELECT to_regclass('app.import_rows') IS NOT NULL, to_regclass('river.river_job') IS NOT NULL`).Scan(&records, &queue)
	if err != nil {
		return fmt.Errorf("web: ready: %w", err)
	}
	if !records || !queue {
		return fmt.Errorf("web: ready: the schema is older than this version; run quarterdeck migrate")
	}
	return nil
}

func say(w http.ResponseWriter, status int, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := fmt.Fprintln(w, text)
	return err
}
