// Package testdb gives tests a real Postgres with the whole schema, and an organisation of their own in it.
//
// Tests share one database and keep apart by tenant, as organisations do; each starts from nothing and runs in
// parallel. make test starts one server for all packages (the command in internal/testdb/cluster); a package that is
// tested by itself starts its own.
package testdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Now is the moment at which tests happen, unless they say otherwise: noon UTC on the day of the sample export.
var Now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Settings are those of a test's organisation: dollars, the calendar year, New York.
var Settings = tenant.Settings{BaseCurrency: "USD", TimeZone: "America/New_York", FiscalStart: time.January}

var shared = sync.OnceValues(func() (*tenant.DB, error) {
	ctx := context.Background()
	dsn, err := sharedDatabase(ctx)
	if err != nil {
		return nil, err
	}
	return tenant.Open(ctx, dsn, func() time.Time { return Now })
})

// DB is the database that tests share.
func DB(t testing.TB) *tenant.DB {
	t.Helper()
	db, err := shared()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return db
}

// Org founds an organisation for one test in the shared database. What the test commits there no other test sees.
func Org(t testing.TB) (*tenant.DB, tenant.Organisation) {
	t.Helper()
	return OrgWith(t, Settings)
}

// OrgWith founds an organisation with other settings: a currency without cents, a fiscal year from April.
func OrgWith(t testing.TB, s tenant.Settings) (*tenant.DB, tenant.Organisation) {
	t.Helper()
	db := DB(t)
	slug := fmt.Sprintf("t-%s", strings.ToLower(uuid.NewString()))
	org, err := tenant.Create(t.Context(), db, slug, t.Name(), s)
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return db, org
}

var errRollback = errors.New("testdb: roll back")

// Tx opens a transaction as the system in an organisation of the test's own, and rolls it back when the test ends.
func Tx(t testing.TB) *tenant.Tx {
	t.Helper()
	db, org := Org(t)
	entered, done, finished := make(chan *tenant.Tx), make(chan struct{}), make(chan error, 1)
	go func() {
		finished <- db.Update(context.Background(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			entered <- tx
			<-done
			return errRollback
		})
	}()
	select {
	case tx := <-entered:
		t.Cleanup(func() {
			close(done)
			if err := <-finished; !errors.Is(err, errRollback) {
				t.Errorf("testdb: roll back: %v", err)
			}
		})
		return tx
	case err := <-finished:
		t.Fatalf("testdb: %v", err)
		return nil
	}
}

// URL is the administrator's connection string of the server that the tests use.
func URL(t testing.TB) string {
	t.Helper()
	dsn, err := server()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return dsn
}

// server is the Postgres of make test, or else one of this process's own.
var server = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv("QUARTERDECK_TEST_URL"); dsn != "" {
		return dsn, nil
	}
	return startOwn(context.Background())
})
