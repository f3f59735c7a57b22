package work_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/internal/work"
)

// stop ends a client before the test does.
func stop(t *testing.T, c *work.Client) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := c.Stop(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestWhatCameUpWhileNoServerRanIsMadeUpForOnce(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	h := &house{db: testdb.Open(t, testdb.New(t),
		func() time.Time { return testdb.Now.Add(time.Duration(ahead.Load())) })}
	org, err := tenant.Create(t.Context(), h.db, "work", "Work", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	h.org = org
	const checks = `SELECT count(*) FROM river.river_job WHERE kind = 'pay_check' AND state = 'completed'`
	run := func(want int) {
		t.Helper()
		clients := []*work.Client{h.client(t), h.client(t)} // two side by side take each turn once
		for _, c := range clients {
			if err := c.Start(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		h.awaitCount(t, 10*time.Second, want, checks)
		time.Sleep(300 * time.Millisecond)
		for _, c := range clients {
			stop(t, c)
		}
		if n := h.count(t, checks); n != want {
			t.Errorf("%d checks were made by %s, not %d", n, h.db.Now(), want)
		}
	}
	run(1)
	ahead.Store(int64(10 * time.Hour)) // restarted before its time came
	run(1)
	ahead.Store(int64(3 * 24 * time.Hour)) // three nights without a server
	run(2)
	for _, kind := range []string{"snapshot", "outlook", "remind", "snapshot_sweep"} {
		if n := h.count(t, `SELECT count(*) FROM river.river_job WHERE kind = $1`, kind); n < 2 {
			t.Errorf("%s came up %d times", kind, n)
		}
	}
}

func TestALedgerThatDoesNotAddUpIsFoundOnceAndStopsNobodyElsesCheck(t *testing.T) {
	t.Parallel()
	dsn := testdb.New(t)
	h := &house{db: testdb.Open(t, dsn, func() time.Time { return testdb.Now })}
	var offices []office.Office
	for _, slug := range []string{"first", "second"} {
		org, err := tenant.Create(t.Context(), h.db, slug, slug, testdb.Settings)
		if err != nil {
			t.Fatal(err)
		}
		o := office.In(t, cast.Hire(t, h.db, org), office.Selling)
		o.Sell(t, o.Ann, "A 60000 2026-10-05")
		o.Sell(t, o.Ben, "B 40000 2026-10-06")
		o.Run(t, "2026-10")
		o.Lock(t, o.Ann, "2026-10")
		o.Lock(t, o.Ben, "2026-10")
		offices = append(offices, o)
	}
	owner, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	// One statement of the first cannot be read any more, as after a disk has lost a block of it.
	if _, err := owner.Exec(t.Context(), `UPDATE app.statement_calculations c SET inputs = '{"terms": [null]}'
		WHERE c.tenant_id = $1 AND c.member_id = $2`,
		offices[0].TenantID, offices[0].Ann); err != nil {
		t.Fatal(err)
	}
	h.start(t, h.client(t))
	h.awaitCount(t, 20*time.Second, 2, `SELECT count(*) FROM river.river_job
		WHERE kind = 'pay_check' AND state = 'completed'`)
	for i, want := range []int{2, 0} {
		h.org.TenantID = offices[i].TenantID
		if err := h.update(t, func(tx *tenant.Tx) error {
			found, err := tenant.Value[int](t.Context(), tx, `SELECT count(*) FROM app.audit_log l
				WHERE l.tenant_id = @tenant AND l.object = 'ledger difference'`, nil)
			if found != want {
				t.Errorf("%d differences are found in organisation %d, not %d", found, i+1, want)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
}
