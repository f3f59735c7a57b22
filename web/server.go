// Package web is the site: its map, which leads each address to the pages of its area, and the server that answers.
package web

import (
	"log/slog"
	"net/http"

	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
	"quarterdeck/web/site"
)

// Server is the web application.
type Server struct{ *site.Site }

// New makes a server; jobs takes the work that requests cause.
func New(c config.Config, db *tenant.DB, mailer *mail.Mailer, jobs *work.Client, log *slog.Logger) *Server {
	return &Server{site.New(c, db, mailer, jobs, log)}
}

// Handler is the whole site.
func (s *Server) Handler() http.Handler { return s.routes() }
