package work_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/pipeline/snapshot"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/internal/work"
)

// slaughter is an organisation whose workers are killed again and again.
type slaughter struct {
	house
	office.Office
	epoch   time.Time
	lease   time.Duration
	post    postbox
	smtp    int
	luck    *rand.Rand
	imports []uuid.UUID
	letters []uuid.UUID
	rows    int
	killed  map[string]int // jobs under way at a kill, by kind
	worst   time.Duration  // from the start of the next worker until every one of them went on
}

// TestWhatAKillInterruptsGoesOn kills the worker at a random moment, again and again, while it has jobs of every kind.
// Each job that was under way goes on within a minute of the next worker's start, nothing is lost or done twice, and
// the ledgers tie. Its rounds are few and its lease is short, unless QUARTERDECK_KILL_ROUNDS=50 asks for more, or
// QUARTERDECK_KILL_LEASE=20s for the lease of the house.
func TestWhatAKillInterruptsGoesOn(t *testing.T) {
	t.Parallel()
	s := beginSlaughter(t)
	rounds := 4
	if n, err := strconv.Atoi(os.Getenv("QUARTERDECK_KILL_ROUNDS")); err == nil {
		rounds = n
	}
	if lease, err := time.ParseDuration(os.Getenv("QUARTERDECK_KILL_LEASE")); err == nil {
		s.lease = lease
	}
	worker := spawn(t, s.db, s.epoch, s.lease, s.smtp)
	for round := range rounds {
		s.ask(t, round)
		time.Sleep(time.Duration(s.luck.IntN(1500)) * time.Millisecond)
		worker = s.strike(t, worker)
	}
	s.awaitCount(t, 3*time.Minute, 0, `SELECT count(*) FROM river.river_job
		WHERE state IN ('available', 'running', 'retryable', 'scheduled')`)
	kill(worker)
	s.check(t)
	t.Logf("%d kills; under way were %v; the slowest went on %s after the next worker began", rounds, s.killed,
		s.worst.Round(100*time.Millisecond))
}

func beginSlaughter(t *testing.T) *slaughter {
	t.Helper()
	s := &slaughter{epoch: time.Now(), lease: time.Second, luck: rand.New(rand.NewPCG(1, 2)), killed: map[string]int{}}
	s.db = testdb.Open(t, testdb.New(t), since(s.epoch))
	org, err := tenant.Create(t.Context(), s.db, "work", "Work", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	s.org, s.smtp = org, s.post.listen(t)
	s.Office = office.In(t, cast.Hire(t, s.db, org), office.Selling)
	s.Sell(t, s.Ann, "A 60000 2026-10-05", "B 90000 2026-10-12", "C 40000 2026-11-03")
	s.Sell(t, s.Ben, "D 30000 2026-10-20", "E 20000 2026-11-10")
	s.Run(t, "2026-10")
	s.Lock(t, s.Ann, "2026-10")
	s.Lock(t, s.Ben, "2026-10")
	id := s.take(t, map[string]string{"Opportunity.csv": past()})
	if err := importer.Run(t.Context(), s.db, tenant.AsSystem(org.TenantID), id,
		source.FromStored(t.Context(), s.db, tenant.AsSystem(org.TenantID), id), nil); err != nil {
		t.Fatal(err)
	}
	return s
}

// past is two years of opportunities, enough for a forecast to be proven and made up for some months.
func past() string {
	var b bytes.Buffer
	b.WriteString("Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon,Probability\n")
	for i := range 260 {
		created := cast.Day("2024-12-01") + period.Date(i*27/10)
		closed := created + period.Date(20+i%60)
		stage, state, changed := "Negotiation", "false,false,60", created
		if closed < cast.Day("2026-11-01") {
			stage, state, changed = "Won", "true,true,100", closed
			if i%2 == 0 {
				stage, state = "Lost", "true,false,0"
			}
		} else {
			closed = cast.Day("2026-12-10")
		}
		fmt.Fprintf(&b, "P%d,Past %d,%s,%d,%s,%sT10:00:00.000Z,%sT11:00:00.000Z,%s\n", i, i, stage, 1000+i*7, closed,
			created, changed, state)
	}
	return b.String()
}

// take stores an import of some files.
func (s *slaughter) take(t *testing.T, files map[string]string) (id uuid.UUID) {
	t.Helper()
	s.house.mustUpdate(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if id, err = importjob.Start(ctx, tx,
			importjob.Request{Format: importjob.Salesforce, Origin: "export.zip"}); err != nil {
			return err
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for name, text := range files {
			f, _ := w.Create(name)
			f.Write([]byte(text))
		}
		w.Close()
		return source.StoreZip(ctx, tx, id, bytes.NewReader(b.Bytes()), int64(b.Len()))
	})
	return id
}

func (h *house) mustUpdate(t *testing.T, do func(context.Context, *tenant.Tx) error) {
	t.Helper()
	if err := h.update(t, func(tx *tenant.Tx) error { return do(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// ask asks for work of every kind.
func (s *slaughter) ask(t *testing.T, round int) {
	t.Helper()
	var accounts bytes.Buffer
	accounts.WriteString("Id,Name\n")
	for i := range 3000 {
		fmt.Fprintf(&accounts, "A%d-%d,Account %d\n", round, i, i)
	}
	s.rows += 3000
	id := s.take(t, map[string]string{"Account.csv": accounts.String()})
	s.imports = append(s.imports, id)
	tenantID := s.org.TenantID
	s.enqueue(t, work.ImportArgs{TenantID: tenantID, ImportID: id}, work.OutlookArgs{TenantID: tenantID},
		work.SnapshotArgs{TenantID: tenantID, Since: s.db.Now()}, work.SweepArgs{}, work.RemindArgs{},
		work.CheckPayArgs{TenantID: tenantID})
	for range 3 {
		s.enqueue(t, work.PayArgs{TenantID: tenantID, AttemptID: s.attempt(t)})
	}
	for i := range 6 {
		letter := s.letter(t, s.db.Now())
		s.letters = append(s.letters, letter)
		if i > 0 { // whoever wrote the first was stopped before it asked for it to be sent
			s.enqueue(t, work.MailArgs{MailID: letter})
		}
	}
}

type started struct {
	ID   int64
	Kind string
}

// strike kills the worker, starts another, and waits until each job that was under way goes on, or is at its end
// because Postgres had heard so before the kill.
func (s *slaughter) strike(t *testing.T, worker *exec.Cmd) *exec.Cmd {
	t.Helper()
	kill(worker)
	rows, err := s.db.Pool().Query(t.Context(), `SELECT id, kind FROM river.river_job WHERE state = 'running'`)
	if err != nil {
		t.Fatal(err)
	}
	left, err := pgx.CollectRows(rows, pgx.RowToStructByPos[started])
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]int64, len(left))
	for i, job := range left {
		ids[i] = job.ID
		s.killed[job.Kind]++
	}
	var began time.Time
	if err := s.db.Pool().QueryRow(t.Context(), `SELECT clock_timestamp()`).Scan(&began); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	worker = spawn(t, s.db, s.epoch, s.lease, s.smtp)
	defer s.tell(t, ids)
	s.awaitCount(t, time.Minute, len(ids), `SELECT count(*) FROM river.river_job
		WHERE id = ANY($1) AND (attempted_at >= $2 OR state = 'completed')`, ids, began)
	s.worst = max(s.worst, time.Since(start))
	return worker
}

// tell lists the jobs that did not go on, for a test that has failed.
func (s *slaughter) tell(t *testing.T, ids []int64) {
	if !t.Failed() {
		return
	}
	rows, err := s.db.Pool().Query(context.Background(), `SELECT concat_ws(' ', j.id, j.kind, j.state, j.attempted_at,
			j.attempted_by, j.errors, 'now', now()) FROM river.river_job j WHERE j.id = ANY($1)
		UNION ALL SELECT concat_ws(' ', 'worker', w.id, w.expires_at) FROM auth.workers w
		WHERE w.expires_at > now() - interval '1 minute'`, ids)
	if err == nil {
		lines, _ := pgx.CollectRows(rows, pgx.RowTo[string])
		t.Log(strings.Join(lines, "\n"))
	}
}

// noOtherFaults has every job at its end, and none of them failed of anything but its worker: that it was killed or,
// on a machine with too much to do, that it could not renew its lease of a second and gave its jobs back.
func (s *slaughter) noOtherFaults(t *testing.T) {
	t.Helper()
	rows, err := s.db.Pool().Query(context.Background(), `SELECT concat_ws(' ', id, kind, state, errors)
		FROM river.river_job WHERE state <> 'completed' OR EXISTS (SELECT 1 FROM unnest(errors) e
			WHERE e ->> 'error' <> 'Its worker is gone.' AND NOT starts_with(e ->> 'error', $1))`,
		"work: the lease of this process ran out")
	var lines []string
	if err == nil {
		lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil || len(lines) > 0 {
		t.Errorf("jobs did not come to their end, or failed of something else (%v):\n%s", err,
			strings.Join(lines, "\n"))
	}
}

// check holds what is there against what was asked for.
func (s *slaughter) check(t *testing.T) {
	t.Helper()
	s.noOtherFaults(t)
	for _, id := range s.imports {
		s.await(t, id, importjob.Done)
	}
	s.mustUpdate(t, func(ctx context.Context, tx *tenant.Tx) error {
		for sql, want := range map[string]int{
			`SELECT count(*) FROM app.accounts a WHERE a.tenant_id = @tenant
				AND a.external_id LIKE 'A%-%'`: s.rows,
			`SELECT sum(o.added)::int FROM app.import_objects o
				WHERE o.tenant_id = @tenant AND o.object = 'Account'`: s.rows,
			`SELECT count(*) FROM app.commission_attempts a WHERE a.tenant_id = @tenant
				AND (a.finished_at IS NULL OR a.problem <> '' OR a.done <> a.members)`: 0,
			`SELECT count(*) FROM app.commission_payouts p
				WHERE p.tenant_id = @tenant`: 2,
			`SELECT count(*) - count(DISTINCT (c.statement_id, c.number)) FROM app.statement_calculations c
				WHERE c.tenant_id = @tenant`: 0,
		} {
			got, err := tenant.Value[int](ctx, tx, sql, nil)
			if err != nil || got != want {
				t.Errorf("%s: %d, want %d, %v", sql, got, want, err)
			}
		}
		found, err := ledger.Check(ctx, tx)
		for _, f := range found {
			t.Error(f.StatementID, f.Sentence)
		}
		return err
	})
	if days, err := snapshot.CatchUp(t.Context(), s.db, tenant.AsSystem(s.org.TenantID), time.Time{}); err != nil ||
		days > 0 {
		t.Errorf("%d days were left without a snapshot, %v", days, err)
	}
	s.checkOutlooks(t)
	for _, id := range s.letters {
		if s.post.seen[id.String()] == 0 {
			t.Errorf("the letter %s is lost", id)
		}
	}
	if n := s.count(t, `SELECT count(*) FROM auth.mails WHERE sent_at IS NULL`); n > 0 {
		t.Errorf("%d letters are not known to be sent", n)
	}
}

// checkOutlooks makes the forecasts of the same past in an organisation where nothing is killed: there are as many.
func (s *slaughter) checkOutlooks(t *testing.T) {
	t.Helper()
	days := func() (n int) {
		s.mustUpdate(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
			n, err = tenant.Value[int](ctx, tx, `SELECT count(DISTINCT (o.period, o.as_of)) FROM app.outlooks o
				WHERE o.tenant_id = @tenant`, nil)
			return err
		})
		return n
	}
	got := days()
	calm, err := tenant.Create(t.Context(), s.db, "calm", "Calm", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	s.org = calm
	cast.Hire(t, s.db, calm)
	id := s.take(t, map[string]string{"Opportunity.csv": past()})
	actor := tenant.AsSystem(calm.TenantID)
	if err := importer.Run(t.Context(), s.db, actor, id, source.FromStored(t.Context(), s.db, actor, id),
		nil); err != nil {
		t.Fatal(err)
	}
	if err := outlook.Refresh(t.Context(), s.db, calm.TenantID); err != nil {
		t.Fatal(err)
	}
	if want := days(); got != want || want < 50 {
		t.Errorf("forecasts of %d days and periods are there, and %d where nothing was killed", got, want)
	}
}
