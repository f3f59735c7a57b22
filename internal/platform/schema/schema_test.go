package schema_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/testdb"
)

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// reviewed lists the functions that may run with their owner's rights, each read for its own tenant predicate.
var reviewed = map[string]bool{"secdef-fn search_records": true, "secdef-fn take_statistics": true}

func TestEveryTenantTableIsIsolated(t *testing.T) {
	conn := connect(t, testdb.New(t))
	lint, err := os.ReadFile("testdata/lint.sql")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.Query(t.Context(), string(lint))
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var rule, object string
		if err := rows.Scan(&rule, &object); err != nil {
			t.Fatal(err)
		}
		if !reviewed[rule+" "+object] {
			t.Errorf("%s: %s", rule, object)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryTenantTableNeedsAContext(t *testing.T) {
	admin := testdb.New(t)
	app, err := schema.Prepare(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := connect(t, admin).Query(t.Context(), `SELECT relname FROM pg_class
		WHERE relnamespace = 'app'::regnamespace AND relkind = 'r' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 15 {
		t.Fatalf("tables: %v, %v", tables, err)
	}
	conn := connect(t, app)
	for _, table := range tables {
		_, err := conn.Exec(t.Context(), `SELECT count(*) FROM app.`+table)
		if err == nil || !strings.Contains(err.Error(), `unrecognized configuration parameter "app.`) {
			t.Errorf("%s without a context: %v, want an error", table, err)
		}
	}
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	dsn := testdb.New(t)
	if err := schema.Down(t.Context(), dsn, 0); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := connect(t, dsn).QueryRow(t.Context(), `SELECT count(*) FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN ('app', 'auth') AND c.relkind = 'r'
		AND c.relname <> 'goose_db_version'`).Scan(&left); err != nil || left != 0 {
		t.Fatalf("%d tables are left, %v", left, err)
	}
	if _, err := schema.Prepare(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if err := schema.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if pending, err := schema.Pending(t.Context(), dsn); err != nil || pending {
		t.Fatalf("pending after Migrate: %v, %v", pending, err)
	}
}

func TestThePrivilegedAreToldApart(t *testing.T) {
	admin := testdb.New(t)
	app, err := schema.Prepare(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	for dsn, want := range map[string]bool{admin: true, app: false} {
		if got, err := schema.Privileged(t.Context(), dsn); err != nil || got != want {
			t.Errorf("privileged = %v, %v; want %v", got, err, want)
		}
	}
	again, err := schema.Prepare(t.Context(), admin)
	if err != nil || again != app {
		t.Errorf("a second Prepare signs in as %q, %v; want the same as the first", again, err)
	}
}
