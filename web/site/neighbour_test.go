package site_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/web/site"
	"quarterdeck/web/sitetest"
)

// narrow opens a database of the test's own with few connections, and two administrator's connections to it.
func narrow(t *testing.T, connections string) (db *tenant.DB, owner, watch *pgx.Conn) {
	t.Helper()
	dsn := testdb.New(t)
	for _, conn := range []**pgx.Conn{&owner, &watch} {
		c, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close(context.Background()) })
		*conn = c
	}
	app, err := schema.Prepare(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(app)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("pool_max_conns", connections)
	u.RawQuery = q.Encode()
	db, err = tenant.Open(t.Context(), u.String(), func() time.Time { return testdb.Now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db, owner, watch
}

// foundIn founds an organisation in a database of the test's own, with its people.
func foundIn(s *sitetest.Site, slug string) *sitetest.House {
	s.T.Helper()
	org, err := tenant.Create(s.T.Context(), s.DB, slug, slug, testdb.Settings)
	if err != nil {
		s.T.Fatal(err)
	}
	return s.Staffed(org)
}

// waitingForLocks is how many statements wait for a lock in the database.
func waitingForLocks(t *testing.T, watch *pgx.Conn) (n int) {
	t.Helper()
	if err := watch.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Thirty exports that do not come to an end hold two connections and not all eight: the page of another organisation is
// answered meanwhile, and each of the thirty in the end. It is a lock that holds them, and no clock.
func TestExportsThatHangLeaveConnectionsForOthers(t *testing.T) {
	t.Parallel()
	db, owner, watch := narrow(t, "8")
	s := sitetest.NewOn(t, db, sitetest.NewJobs(t, db))
	// so that all thirty stay until the lock is gone
	s.Server.SetTurns(tenant.NewTurns(site.HeavyPlaces, time.Minute), nil)
	firm := foundIn(s, "greedy")
	greedy, calm := firm.As(tenant.Admin), foundIn(s, "calm").As(tenant.Executive)
	var id uuid.UUID
	firm.Update(func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = importjob.Start(ctx, tx, importjob.Request{Format: importjob.Salesforce, Origin: "export.zip"})
		return err
	})
	lock, err := owner.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.Exec(t.Context(), `LOCK TABLE app.import_rows IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	const exports = 30
	var all sync.WaitGroup
	answers := make(chan int, exports)
	for range exports {
		all.Go(func() {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
				s.URL+"/o/greedy/imports/"+id.String()+"/rows.csv", nil)
			if err != nil {
				t.Error(err)
				return
			}
			answers <- status(t, greedy.Client, r)
		})
	}
	waiting := func() int { return waitingForLocks(t, watch) }
	for deadline := time.Now().Add(30 * time.Second); waiting() < site.HeavyPlaces && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	calm.Client.Timeout = 20 * time.Second
	for range 10 {
		calm.Get("/o/calm/home").Is(t, http.StatusOK)
		if n := waiting(); n != site.HeavyPlaces {
			t.Fatalf("%d exports are in the database at once, not %d", n, site.HeavyPlaces)
		}
	}
	greedy.Get("/o/greedy/home").Is(t, http.StatusOK)
	if err := lock.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	for range exports {
		if got := <-answers; got != http.StatusOK {
			t.Errorf("an export is answered %d", got)
		}
	}
}

// status reads an answer to its end without keeping it.
func status(t testing.TB, client *http.Client, r *http.Request) int {
	response, err := client.Do(r)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}
	return response.StatusCode
}
