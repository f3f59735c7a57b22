package pgembed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// tenure is the time for which one process owns a directory and runs its Postgres.
type tenure struct {
	home    home
	lock    *os.File
	log     *slog.Logger
	unsafe  bool
	secret  string
	notice  notice
	sockets string
	child   *child
	leaving atomic.Bool
}

// own brings the database of a locked directory up.
func own(ctx context.Context, c Config, h home, lock *os.File) (*tenure, error) {
	begun := time.Now()
	if err := h.dropNotice(); err != nil { // of a predecessor that was killed
		return nil, err
	}
	major, err := h.major()
	if err != nil {
		return nil, err
	}
	bin, err := FindBin(ctx, c.BinDir, major, h.installs(), c.Log)
	if err != nil && major != 0 {
		return nil, fmt.Errorf("pgembed: the data in %s was written by Postgres %d and is left as it is: %w", h.data(),
			major, err)
	}
	if err != nil {
		return nil, err
	}
	t := &tenure{home: h, lock: lock, log: c.Log, unsafe: c.Unsafe}
	if t.secret, err = h.password(major == 0); err != nil {
		return nil, err
	}
	if t.sockets, err = h.socketDir(); err != nil {
		return nil, err
	}
	if major == 0 {
		err = h.initdb(ctx, bin, t.sockets, t.secret, c.Unsafe)
	} else {
		err = h.who.adopt(h.data())
	}
	if err != nil {
		return nil, err
	}
	t.notice = notice{PID: os.Getpid(), BinDir: bin, Port: c.Port, URL: t.url(c.Port, Database)}
	if err := t.boot(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(t.ensureDatabase(ctx), h.writeNotice(t.notice)); err != nil {
		return nil, errors.Join(err, t.release(context.WithoutCancel(ctx)))
	}
	c.Log.Info("pgembed: Postgres answers", "dir", h.dir, "bin", bin, "new", major == 0, "took",
		time.Since(begun).Round(time.Millisecond))
	return t, nil
}

// boot starts Postgres and waits until it answers. After a kill -9 of the old one its last children may hold shared
// memory for another moment, which a new Postgres refuses to overlook, so that is tried again.
func (t *tenure) boot(ctx context.Context) error {
	limit := time.Now().Add(20 * time.Second)
	for {
		stale, err := t.home.settle(ctx, t.log)
		if err != nil {
			return err
		}
		if err := t.home.launch(t, stale); err != nil {
			return err
		}
		err = t.ready(ctx)
		if err == nil {
			return nil
		}
		t.leaving.Store(true)
		err = errors.Join(err, t.child.stop(context.WithoutCancel(ctx)))
		t.leaving.Store(false)
		if ctx.Err() != nil || time.Now().After(limit) ||
			!strings.Contains(err.Error(), "pre-existing shared memory block") {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// ready waits until Postgres answers, however long it recovers, or has died, or will never let us in.
func (t *tenure) ready(ctx context.Context) error {
	note := time.NewTicker(10 * time.Second)
	defer note.Stop()
	for {
		err := ping(ctx, t.url(t.notice.Port, "postgres"))
		if err == nil {
			return nil
		}
		if refused := (*pgconn.PgError)(nil); errors.As(err, &refused) && strings.HasPrefix(refused.Code, "28") {
			return fmt.Errorf("pgembed: the password file in %s does not open this database: %w", t.home.dir, err)
		}
		select {
		case <-t.child.exited:
			return t.died()
		case <-ctx.Done():
			return fmt.Errorf("pgembed: wait for Postgres: %w", ctx.Err())
		case <-note.C:
			t.log.Info("pgembed: still waiting for Postgres", "last", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// died describes the end of a Postgres that nobody asked to leave.
func (t *tenure) died() error {
	how := "somebody stopped it"
	if t.child.err != nil {
		how = t.child.err.Error()
	}
	return fmt.Errorf("pgembed: Postgres is gone: %s; the end of %s:\n%s", how, t.home.log(),
		tail(t.home.log(), t.child.logStart))
}

// release stops Postgres and then lets go of the directory.
func (t *tenure) release(ctx context.Context) error {
	t.leaving.Store(true)
	err := errors.Join(t.home.dropNotice(), t.child.stop(ctx))
	os.Remove(t.sockets) // empty now; if Postgres could not tidy it up, the next start does
	return errors.Join(err, t.lock.Close())
}

// url of a database of this cluster over its socket, in a form that both pgx and libpq's programs read.
func (t *tenure) url(port int, database string) string {
	where := url.Values{"host": {t.sockets}, "port": {strconv.Itoa(socketPort(port))}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.UserPassword("postgres", t.secret), Path: "/" + database,
		RawQuery: where.Encode()}
	return u.String()
}

// ensureDatabase creates Quarterdeck's database at the first start, or after a first start that was cut short.
func (t *tenure) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, t.url(t.notice.Port, "postgres"))
	if err != nil {
		return fmt.Errorf("pgembed: database: %w", err)
	}
	defer conn.Close(ctx)
	var there bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", Database).Scan(&there)
	if err == nil && !there {
		_, err = conn.Exec(ctx, "CREATE DATABASE "+Database)
	}
	if err != nil {
		return fmt.Errorf("pgembed: database: %w", err)
	}
	return nil
}
