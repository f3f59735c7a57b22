package sitetest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/testdb"
)

func TestAServerOverAnOlderSchemaIsNotReady(t *testing.T) {
	t.Parallel()
	dsn := testdb.New(t)
	db := testdb.Open(t, dsn, func() time.Time { return testdb.Now })
	b := NewOn(t, db, NewJobs(t, db)).Stranger()
	b.Get("/readyz").Is(t, http.StatusOK)
	owner, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	if _, err := owner.Exec(t.Context(), `DELETE FROM auth.goose_db_version
		WHERE version_id = (SELECT max(version_id) FROM auth.goose_db_version)`); err != nil {
		t.Fatal(err)
	}
	b.Get("/readyz").Is(t, http.StatusServiceUnavailable).Says(t, "not ready", "quarterdeck migrate")
	b.Get("/healthz").Is(t, http.StatusOK)
}
