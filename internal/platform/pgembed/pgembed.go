// Package pgembed lets a person try and run Quarterdeck without setting up a database: it starts an installed Postgres
// as a child process whenever DATABASE_URL is not set, and stops it with the application.
//
// One process at a time owns a data directory, by flock. A second one, such as a command typed beside a running server,
// attaches to the owner's Postgres, and carries it on if the owner leaves first. Nothing here ever deletes data: initdb
// works beside the data and its result is renamed into place, a data directory of another major version is an error,
// and postmaster.pid is left to Postgres.
//
// What lies in the data root:
//
//	data/         the cluster, owned by the user Postgres runs as
//	run/          the socket, if its path is short enough
//	postgres/     an installation fetched with npm, if nothing else was found
//	password      of the superuser, made at the first start
//	lock          held by the owner for as long as it lives
//	running.json  where the database answers, for those who attach
//	postgres.log  what Postgres says
package pgembed

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Database is the one database of the cluster that Quarterdeck keeps its tables in.
const Database = "quarterdeck"

// Config says where the database lives and how to find Postgres. The zero value is a working production setup.
type Config struct {
	Dir    string       // the data root; empty means DefaultDir
	BinDir string       // QUARTERDECK_PG_BIN, the directory of postgres and initdb; empty means a search
	Port   int          // a TCP port on 127.0.0.1 as well; 0 means the unix socket only
	Unsafe bool         // neither fsync nor full page writes: for tests, whose data may be lost
	Log    *slog.Logger // nil means silence
}

// Server is a database that answers, whether this process started it or found it running.
type Server struct {
	url      string
	bin      string
	attached bool

	done chan struct{}
	err  error // set before done is closed

	cancel   context.CancelFunc // ends following
	followed chan struct{}      // closed when following has ended; held is settled then
	held     *tenure            // nil while another process owns the directory

	once    sync.Once
	stopErr error
}

// Start brings the database up, creating it the first time, and returns once it answers. If another process already
// holds the directory it attaches to that one's database instead. Recovery after a crash takes as long as it takes:
// bound it with ctx, which matters only until Start returns.
func Start(ctx context.Context, c Config) (*Server, error) {
	h, err := openHome(c.Dir)
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	lock, n, err := h.acquire(ctx, 30*time.Second)
	if err != nil {
		return nil, err
	}
	if lock == nil {
		return attach(c, h, n), nil
	}
	t, err := own(ctx, c, h, lock)
	if err != nil {
		lock.Close()
		return nil, err
	}
	s := &Server{url: t.notice.URL, bin: t.notice.BinDir, done: make(chan struct{}), followed: make(chan struct{}),
		cancel: func() {}}
	close(s.followed)
	s.hold(t)
	return s, nil
}

// URL connects as the cluster's superuser, over the socket and with its password, to the database "quarterdeck". It is
// a secret.
func (s *Server) URL() string { return s.url }

// Attached says that another Quarterdeck process owned the database when this one started, so that Stop will leave it
// running.
func (s *Server) Attached() bool { return s.attached }

// BinDir is where this Postgres is installed, for pg_dump and pg_restore. An installation fetched with npm has neither.
func (s *Server) BinDir() string { return s.bin }

// Done is closed when the database is gone for good though nobody called Stop; the application should then end with
// Err. It stays open for an attached server as long as the owner lives or its database can be carried on.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err says why Done is closed, with the last words of Postgres, and is nil before that.
func (s *Server) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

// Stop shuts the database down, cutting its connections, and waits until it is gone. When ctx ends first Postgres is
// told to leave at once, which loses nothing but makes the next start recover. It does nothing to a database that
// belongs to another process.
func (s *Server) Stop(ctx context.Context) error {
	s.once.Do(func() {
		s.cancel()
		<-s.followed
		if s.held != nil {
			s.stopErr = s.held.release(ctx)
		}
	})
	return s.stopErr
}

// hold makes this server the owner of a running Postgres, and watches it.
func (s *Server) hold(t *tenure) {
	s.held = t
	go func() {
		<-t.child.exited
		if !t.leaving.Load() {
			s.fail(t.died())
		}
	}()
}

func (s *Server) fail(err error) {
	s.err = err
	close(s.done)
}
