// Package site is what every area of the site uses: who asks and in which organisation, how a handler's error becomes
// an answer, forms, filters, uploads and downloads, and the guards in front of every page. It holds no rules and no
// statements.
package site

import (
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/live"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
)

// Site is the shared state of all areas: database, sessions, mail and jobs.
type Site struct {
	DB       *tenant.DB
	Config   config.Config
	Log      *slog.Logger
	Sessions *scs.SessionManager
	Mailer   *mail.Mailer
	Jobs     *work.Client
	metrics  *metrics
	bodyTime time.Duration // of a request's body, to begin with
	heavy    *tenant.Turns // of an organisation: for exports and what else takes long
	house    *tenant.Turns // of all organisations together, for the same
	pages    atomic.Int64  // that are being made
	EvenTime time.Duration // that the form for a forgotten password takes, whoever asks
	Ending   chan struct{} // closed once no more requests are taken
	Live     *live.Hub     // tells open pages what changed
	Setup    setups        // organisations that are being filled for the first time
	founded  atomic.Bool   // there is an organisation
}

// New makes a site; jobs receives the jobs that requests create.
func New(c config.Config, db *tenant.DB, mailer *mail.Mailer, jobs *work.Client, log *slog.Logger) *Site {
	return &Site{Ending: make(chan struct{}), DB: db.Shared(pagePatience), Config: c, Log: log, Mailer: mailer,
		Jobs: jobs, Sessions: auth.NewSessions(db.Pool(), c.Secure()), metrics: newMetrics(), bodyTime: bodyTime,
		Live:     live.NewHub(db.Pool(), log),
		EvenTime: evenTime, heavy: tenant.NewTurns(heavyPlaces, heavyPatience),
		house: tenant.NewTurns(housePlaces, heavyPatience)}
}

// End ends open streams, which would otherwise delay a shutdown. Call it once.
func (s *Site) End() { close(s.Ending) }

// Now is the site's clock.
func (s *Site) Now() time.Time { return s.DB.Now() }

// evenTime is far longer than it takes to look an address up and to write a letter down.
const evenTime = 400 * time.Millisecond
