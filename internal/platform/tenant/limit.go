package tenant

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/base/fault"
)

// How long a statement may run and wait for a lock. Pages have somebody waiting for them; an export takes as long as
// its reader, within a bound; jobs and commands have the bounds of their connection, and are tried again.
const (
	pageTime    = 30 * time.Second
	changeTime  = time.Minute
	changeLock  = 5 * time.Second
	exportTime  = 5 * time.Minute
	workTime    = 30 * time.Minute
	workLock    = time.Minute
	idleTime    = 15 * time.Minute // a transaction that does nothing
	shares      = 4                // an organisation's people have at most this part of the connections
	leastPlaces = 3                // more than its exports hold at once
)

// bounds makes the settings of every connection, for what says nothing stricter itself.
func bounds(config *pgxpool.Config) {
	params := config.ConnConfig.RuntimeParams
	for name, limit := range map[string]time.Duration{"statement_timeout": workTime, "lock_timeout": workLock,
		"idle_in_transaction_session_timeout": idleTime} {
		if params[name] == "" {
			params[name] = milliseconds(limit)
		}
	}
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// Connections is how many connections to Postgres there are at most.
func (db *DB) Connections() int { return int(db.pool.Config().MaxConns) }

// Shared is the same database for requests of people: those of one organisation hold at most a quarter of the
// connections at once and wait for each other, at most as long as patience, so that the other organisations find some
// free. Jobs are bounded by their queues.
func (db *DB) Shared(patience time.Duration) *DB {
	return &DB{pool: db.pool, now: db.now, turns: NewTurns(max(leastPlaces, db.Connections()/shares), patience)}
}

// Export is View for what is sent while it is read. Its statements may take as long as a slow reader.
func (db *DB) Export(ctx context.Context, actor Actor, fn func(*Tx) error) error {
	return db.run(ctx, actor, access{view: true, statement: exportTime}, fn)
}

// access is what a transaction does and how long its statements may take; zero: as long as the connection lets them.
type access struct {
	view            bool
	statement, lock time.Duration
}

func (a access) options() pgx.TxOptions {
	if a.view {
		return pgx.TxOptions{AccessMode: pgx.ReadOnly, IsoLevel: pgx.RepeatableRead}
	}
	return pgx.TxOptions{}
}

func (db *DB) run(ctx context.Context, actor Actor, a access, fn func(*Tx) error) error {
	conn, release, err := db.connection(ctx, actor)
	if err != nil {
		return err
	}
	defer release()
	err = pgx.BeginTxFunc(ctx, conn, a.options(), func(raw pgx.Tx) error {
		tx, err := enter(ctx, raw, actor, db.now(), a)
		if err != nil {
			return err
		}
		return fn(tx)
	})
	if ctx.Err() != nil {
		return err
	}
	return late(err)
}

// errFull is for people when all connections are taken by others.
var errFull = fault.New(fault.TimedOut, "Quarterdeck is very busy. Wait a few seconds, then try again.")

// connection waits for a connection: in the turn of its organisation, where the requests of people ask.
func (db *DB) connection(ctx context.Context, actor Actor) (*pgxpool.Conn, func(), error) {
	leave, waiting, cancel := func() {}, ctx, func() {}
	if db.turns != nil {
		var err error
		if leave, err = db.turns.Take(ctx, actor.TenantID); err != nil {
			return nil, nil, err
		}
		waiting, cancel = context.WithTimeout(ctx, db.turns.patience)
	}
	defer cancel()
	conn, err := db.pool.Acquire(waiting)
	if err != nil {
		leave()
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("%w: %w", errFull, err)
		}
		return nil, nil, err
	}
	return conn, func() { conn.Release(); leave() }, nil
}

// The sentences for what Postgres stopped.
var (
	errLocked = fault.New(fault.TimedOut,
		"Somebody else is changing the same records. Wait a few seconds, then try again.")
	errSlow = fault.New(fault.TimedOut,
		"This took too long and was stopped. Choose a shorter period or a smaller team, or try again later.")
)

// late turns a statement that Postgres stopped into a fault that a person can act on, and keeps the cause for the log.
func late(err error) error {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case !ok:
		return err
	case pg.Code == "55P03" || pg.Code == "40P01": // lock timeout, deadlock
		return fmt.Errorf("%w: %w", errLocked, err)
	case pg.Code == "57014" || pg.Code == "25P03" || pg.Code == "25P04": // statement, idle or transaction timeout
		return fmt.Errorf("%w: %w", errSlow, err)
	}
	return err
}
