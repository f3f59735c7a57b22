// Package tenant is the wall between organisations: it holds the database's pool and gives out transactions that
// see one organisation, as one member.
//
// View and Update are the only way to a Tx, and a Tx the only way to a tenant's tables, so a query without an
// organisation does not compile. Postgres holds the same wall by row security (docs/decisions/0002-row-security.md).
package tenant

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	pgxdecimal "github.com/jackc/pgx-shopspring-decimal"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/base/fault"
)

// Actor is for whom a transaction acts. The zero member is the system itself.
type Actor struct {
	TenantID  uuid.UUID
	MemberID  uuid.UUID
	Role      Role
	RequestID string // stands in the audit log
}

// AsSystem is the actor of a job or a command in an organisation.
func AsSystem(tenantID uuid.UUID) Actor { return Actor{TenantID: tenantID, Role: System} }

// DB is the database as the application sees it, signed in as a role that row security binds.
type DB struct {
	pool  *pgxpool.Pool
	now   func() time.Time
	turns *Turns // nil: nobody waits
}

// Option adjusts the pool before it is opened, such as with a tracer.
type Option func(*pgxpool.Config)

// Open connects and refuses a role that could see past row security.
func Open(ctx context.Context, dsn string, now func() time.Time, options ...Option) (*DB, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("tenant: connection string: %w", err)
	}
	// for the session store, whose table has no schema in its statements
	config.ConnConfig.RuntimeParams["search_path"] = "auth"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "quarterdeck"
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = 32 // jobs hold at most 19 at once, with all their queues full
	}
	bounds(config)
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		pgxdecimal.Register(conn.TypeMap())
		return nil
	}
	for _, adjust := range options {
		adjust(config)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("tenant: open: %w", err)
	}
	db := &DB{pool: pool, now: now}
	if err := db.refusePrivileged(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return db, nil
}

func (db *DB) refusePrivileged(ctx context.Context) error {
	var name string
	var privileged bool
	err := db.pool.QueryRow(ctx, `SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR EXISTS (
			SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname IN ('app', 'auth') AND c.relowner = r.oid)
		FROM pg_roles r WHERE rolname = current_user`).Scan(&name, &privileged)
	if err != nil {
		return fmt.Errorf("tenant: open: %w", err)
	}
	if privileged {
		return fault.New(fault.Invalid,
			fmt.Sprintf("The database role %q bypasses row security. Sign in as app_rw.", name))
	}
	return nil
}

// Close waits for the transactions under way and lets the connections go.
func (db *DB) Close() { db.pool.Close() }

// Pool is for what lies beneath the tenants and for nothing else: sign-in, sessions, the job queue, health checks.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// Now is the clock of the house.
func (db *DB) Now() time.Time { return db.now() }

// At is the same database with its clock stopped at a moment: for what takes over a past that others have lived
// through, as the demo does. Nothing else tells the time.
func (db *DB) At(moment time.Time) *DB {
	return &DB{pool: db.pool, now: func() time.Time { return moment }, turns: db.turns}
}

// View runs fn in a read-only transaction of the actor's organisation, in which all statements see one moment.
func (db *DB) View(ctx context.Context, actor Actor, fn func(*Tx) error) error {
	return db.run(ctx, actor, access{view: true, statement: pageTime}, fn)
}

// Update runs fn in a transaction of the actor's organisation and commits unless fn fails.
func (db *DB) Update(ctx context.Context, actor Actor, fn func(*Tx) error) error {
	if db.turns != nil {
		return db.run(ctx, actor, access{statement: changeTime, lock: changeLock}, fn)
	}
	return db.run(ctx, actor, access{}, fn)
}
