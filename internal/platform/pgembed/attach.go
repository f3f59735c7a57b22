package pgembed

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
)

// acquire returns the lock if the directory is free, or else the owner's notice once its database answers. It asks for
// both in turn, because the owner may be starting, or leaving, at this very moment.
func (h home) acquire(ctx context.Context, patience time.Duration) (*os.File, notice, error) {
	limit := time.After(patience)
	var last error
	for {
		lock, err := h.tryLock()
		if lock != nil || err != nil {
			return lock, notice{}, err
		}
		n, err := h.readNotice()
		if err == nil {
			err = ping(ctx, n.URL)
		}
		if err == nil {
			return nil, n, nil
		}
		last = err
		select {
		case <-ctx.Done():
			return nil, notice{}, fmt.Errorf("pgembed: wait for the owner of %s: %w", h.dir, ctx.Err())
		case <-limit:
			return nil, notice{},
				fmt.Errorf("pgembed: process %s holds %s, but its database did not answer within %s (%w); "+
					"stop that process, or wait until it is ready, and try again", h.holder(), h.dir, patience, last)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// ping asks a database whether it answers.
func ping(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// attach uses the database of another process, and stands by to carry it on.
func attach(c Config, h home, n notice) *Server {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		url: n.URL, bin: n.BinDir, attached: true,
		done: make(chan struct{}), cancel: cancel, followed: make(chan struct{}),
	}
	c.Port = n.Port // the socket's name holds the port, and our URL must stay true
	c.Log.Info("pgembed: using the database of a running process", "dir", h.dir, "pid", n.PID)
	go func() {
		defer close(s.followed)
		s.follow(ctx, c, h)
	}()
	return s
}

// follow waits until the owner is gone and then starts Postgres in its place, so that a server which came up while a
// command was still running does not lose its database when the command ends. The socket, the password and so the URL
// stay the same.
func (s *Server) follow(ctx context.Context, c Config, h home) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		lock, err := h.tryLock()
		if err != nil {
			s.fail(err)
			return
		}
		if lock != nil {
			s.takeOver(ctx, c, h, lock)
			return
		}
	}
}

// takeOver makes a follower the owner.
func (s *Server) takeOver(ctx context.Context, c Config, h home, lock *os.File) {
	c.Log.Info("pgembed: the owner has left; carrying the database on", "dir", h.dir)
	t, err := own(ctx, c, h, lock)
	if err == nil && t.notice.URL != s.url { // it was started with another TMPDIR
		err = errors.Join(fmt.Errorf("pgembed: its socket is now in %s", t.sockets),
			t.release(context.WithoutCancel(ctx)))
	}
	if err == nil {
		s.hold(t)
		return
	}
	lock.Close()
	if ctx.Err() == nil {
		s.fail(fmt.Errorf("pgembed: the process that ran the database has left: %w", err))
	}
}
