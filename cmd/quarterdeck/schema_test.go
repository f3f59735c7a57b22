package main

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/testdb"
)

func TestAnOlderSchemaIsRefusedWithWhatToType(t *testing.T) {
	admin := testdb.New(t)
	app, err := schema.Prepare(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	c := &console{t: t,
		env: map[string]string{"DATABASE_URL": app, "QUARTERDECK_LOG": "error", "QUARTERDECK_ADDR": "127.0.0.1:18477"}}
	c.run("org", "create", "--slug", "acme", "--name", "Acme", "--currency", "USD")
	owner, err := pgx.Connect(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	var newest int64
	err = owner.QueryRow(t.Context(), `SELECT max(version_id) FROM auth.goose_db_version`).Scan(&newest)
	if err == nil {
		err = schema.Down(t.Context(), admin, newest-1)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve"}, {"work"}, {"report", "bookings", "--org", "acme"}} {
		if _, err := c.try("", args...); fault.KindOf(err) != fault.Invalid ||
			!strings.Contains(fault.Message(err), "Run quarterdeck migrate") {
			t.Errorf("%v over an older schema: %v", args, err)
		}
	}
	if _, err := c.try("", "migrate"); fault.KindOf(err) != fault.Invalid ||
		!strings.Contains(fault.Message(err), "QUARTERDECK_OWNER_URL") {
		t.Errorf("migrating without the administrator: %v", err)
	}
	c.env["QUARTERDECK_OWNER_URL"] = admin
	c.run("migrate")
	delete(c.env, "QUARTERDECK_OWNER_URL")
	c.run("report", "bookings", "--org", "acme")
}
