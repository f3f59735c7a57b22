package schema

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"quarterdeck/internal/base/fault"
	"quarterdeck/migrations"
)

// errOld is what an operator reads whose database has not had all migrations of this version.
var errOld = fault.New(fault.Invalid, "The database's schema is older than this version of Quarterdeck. "+
	"Run quarterdeck migrate with the administrator's connection string in QUARTERDECK_OWNER_URL, then start again.")

// Check answers with a sentence where the database lacks a migration of this version, or of the job queue's. What a
// newer version has added is no reason: it runs beside this one while machines are replaced one by one. It needs no
// more than the application's role.
func Check(ctx context.Context, pool *pgxpool.Pool) error {
	rows, err := pool.Query(ctx, `SELECT v.version_id FROM auth.goose_db_version v WHERE v.is_applied`)
	if err != nil {
		return unreadable(err)
	}
	applied, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return unreadable(err)
	}
	have := map[int64]bool{}
	for _, version := range applied {
		have[version] = true
	}
	wanted, err := embedded()
	if err != nil {
		return err
	}
	for _, version := range wanted {
		if !have[version] {
			return errOld
		}
	}
	return checkQueue(ctx, pool)
}

// embedded lists the migrations that this version brings.
func embedded() ([]int64, error) {
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("schema: migrations: %w", err)
	}
	versions := make([]int64, len(names))
	for i, name := range names {
		if versions[i], err = goose.NumericComponent(name); err != nil {
			return nil, fmt.Errorf("schema: migrations: %w", err)
		}
	}
	return versions, nil
}

func checkQueue(ctx context.Context, pool *pgxpool.Pool) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: "river"})
	if err != nil {
		return fmt.Errorf("schema: job queue: %w", err)
	}
	state, err := migrator.Validate(ctx, nil)
	if err != nil {
		return unreadable(err)
	}
	if !state.OK {
		return errOld
	}
	return nil
}

// unreadable tells a database without the tables of migrations, or one that does not let the application read them yet,
// from one that does not answer.
func unreadable(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok &&
		(pg.Code == "42P01" || pg.Code == "42501" || pg.Code == "3F000") {
		return errOld
	}
	return fmt.Errorf("schema: check: %w", err)
}
