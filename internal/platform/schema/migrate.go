package schema

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"quarterdeck/migrations"
)

// Migrate runs the migrations that the database has not had, as the owner role, and the job queue's own. Processes that
// start together wait for one another.
func Migrate(ctx context.Context, dsn string) error {
	provider, db, err := open(dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("schema: migrate: %w", err)
	}
	return migrateQueue(ctx, dsn)
}

// Down takes back every migration after a version, which tests do to see that each can be.
func Down(ctx context.Context, dsn string, version int64) error {
	provider, db, err := open(dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = provider.DownTo(ctx, version)
	return err
}

// Pending tells whether migrations wait to be run. It needs the owner's connection string.
func Pending(ctx context.Context, dsn string) (bool, error) {
	provider, db, err := open(dsn)
	if err != nil {
		return false, err
	}
	defer db.Close()
	return provider.HasPending(ctx)
}

func open(dsn string) (*goose.Provider, *sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, nil, fmt.Errorf("schema: connection string: %w", err)
	}
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(becomeOwner))
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, nil, err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS,
		goose.WithSessionLocker(locker), goose.WithTableName("auth.goose_db_version"))
	if err != nil {
		db.Close()
		return nil, nil, fmt.Errorf("schema: migrations: %w", err)
	}
	return provider, db, nil
}

func becomeOwner(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SET ROLE app_owner`)
	return err
}

func migrateQueue(ctx context.Context, dsn string) error {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return err
	}
	config.AfterConnect = becomeOwner
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, lockKey); err != nil {
		return err
	}
	defer conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, lockKey)
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: "river"})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("schema: job queue: %w", err)
	}
	_, err = conn.Exec(ctx, `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA river TO app_rw`)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `GRANT USAGE ON ALL SEQUENCES IN SCHEMA river TO app_rw`)
	return err
}
