// Package web answers requests: it reads the address, asks a domain package for a read model in the signed-in member's
// transaction, and hands it to a page. It holds no rules and no statements.
package web

import (
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
)

// Server is the web application.
type Server struct {
	db       *tenant.DB
	config   config.Config
	log      *slog.Logger
	sessions *scs.SessionManager
	mailer   *mail.Mailer
	jobs     *work.Client
	metrics  *metrics
	bodyTime time.Duration // of a request's body, to begin with
	heavy    *tenant.Turns // of an organisation: for exports and what else takes long
	house    *tenant.Turns // of all organisations together, for the same
	pages    atomic.Int64  // that are being made
	evenTime time.Duration // that the form for a forgotten password takes, whoever asks
	ending   chan struct{} // closed once no more requests are taken
	setup    setups        // organisations that are being filled for the first time
}

// New makes a server; jobs takes the work that requests cause.
func New(c config.Config, db *tenant.DB, mailer *mail.Mailer, jobs *work.Client, log *slog.Logger) *Server {
	return &Server{ending: make(chan struct{}), db: db.Shared(pagePatience), config: c, log: log, mailer: mailer, jobs: jobs,
		sessions: auth.NewSessions(db.Pool(), c.Secure()), metrics: newMetrics(), bodyTime: bodyTime, evenTime: evenTime,
		heavy: tenant.NewTurns(heavyPlaces, heavyPatience), house: tenant.NewTurns(housePlaces, heavyPatience)}
}

// End has streams come to their end, which would otherwise outlive a shutdown. It is called once.
func (s *Server) End() { close(s.ending) }

// Handler is the whole site.
func (s *Server) Handler() http.Handler { return s.routes() }

func (s *Server) now() time.Time { return s.db.Now() }

// evenTime is far longer than it takes to look an address up and to write a letter down.
const evenTime = 400 * time.Millisecond
