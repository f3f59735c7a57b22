package work_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
)

// enqueue puts jobs into the queue as they are.
func (h *house) enqueue(t *testing.T, jobs ...river.JobArgs) {
	t.Helper()
	queue, err := river.NewClient(riverpgxv5.New(h.db.Pool()), &river.Config{Schema: "river"})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range jobs {
		if _, err := queue.Insert(t.Context(), args, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// letter writes a letter down, without asking for it to be sent.
func (h *house) letter(t *testing.T, at time.Time) uuid.UUID {
	t.Helper()
	id, err := mail.Queue(t.Context(), h.db.Pool(),
		mail.Message{To: "ann@work.example", Subject: "Choose a password", Body: "Here is the link."}, at)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// attempt begins the calculation of a run.
func (h *house) attempt(t *testing.T) (id uuid.UUID) {
	t.Helper()
	if err := h.update(t, func(tx *tenant.Tx) error {
		run, err := payrun.Open(t.Context(), tx, "2026-11")
		if err != nil {
			return err
		}
		a, err := payrun.Begin(t.Context(), tx, run)
		id = a.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

// count asks a question whose answer is a number.
func (h *house) count(t *testing.T, sql string, args ...any) (n int) {
	t.Helper()
	if err := h.db.Pool().QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (h *house) awaitCount(t *testing.T, within time.Duration, want int, sql string, args ...any) {
	t.Helper()
	got := 0
	for until := time.Now().Add(within); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if got = h.count(t, sql, args...); got == want {
			return
		}
	}
	t.Fatalf("%s: %d after %s, not %d", sql, got, within, want)
}

// everyKind asks for one job of each kind.
func (h *house) everyKind(t *testing.T) []river.JobArgs {
	t.Helper()
	id := h.org.TenantID
	var upload uuid.UUID
	if err := h.update(t, func(tx *tenant.Tx) error { upload = h.upload(t, tx, h.client(t)); return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM river.river_job`); err != nil {
		t.Fatal(err)
	}
	return []river.JobArgs{work.ImportArgs{TenantID: id, ImportID: upload},
		work.PayArgs{TenantID: id, AttemptID: h.attempt(t)}, work.OutlookArgs{TenantID: id},
		work.SnapshotArgs{TenantID: id, Since: testdb.Now}, work.MailArgs{MailID: h.letter(t, testdb.Now)},
		work.RemindArgs{}, work.SweepArgs{}, work.CheckPayArgs{TenantID: id}}
}

func TestEveryKindOfJobIsTakenOverFromAWorkerThatIsGone(t *testing.T) {
	t.Parallel()
	h := open(t)
	jobs := h.everyKind(t)
	h.enqueue(t, jobs...)
	for _, sql := range []string{
		`UPDATE river.river_job SET state = 'running', attempt = max_attempts, attempted_at = now(),
			attempted_by = '{gone}'`,
		`INSERT INTO auth.workers (id, expires_at) VALUES ('gone', now() + interval '2 seconds')`,
	} {
		if _, err := h.db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	h.start(t, h.clientWith(t, work.Deps{Lease: time.Second}))
	time.Sleep(time.Second)
	if n := h.count(t, `SELECT count(*) FROM river.river_job WHERE attempted_by = '{gone}'`); n != len(jobs) {
		t.Errorf("%d of %d jobs are left to a worker whose lease runs", n, len(jobs))
	}
	h.awaitCount(t, 30*time.Second, len(jobs), `SELECT count(*) FROM river.river_job
		WHERE state = 'completed' AND metadata ->> 'interrupted' = '1'`)
}

func TestAJobThatLosesEveryWorkerIsGivenUpAndItsPageSaysSo(t *testing.T) {
	t.Parallel()
	h := open(t)
	jobs := h.everyKind(t)[:2]
	h.enqueue(t, jobs...)
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE river.river_job
		SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = '{gone}',
		metadata = '{"interrupted": 20}'`); err != nil {
		t.Fatal(err)
	}
	h.start(t, h.clientWith(t, work.Deps{Lease: time.Second}))
	h.await(t, jobs[0].(work.ImportArgs).ImportID, importjob.Failed)
	if err := h.update(t, func(tx *tenant.Tx) error {
		problem, err := tenant.Value[string](t.Context(), tx, `SELECT a.problem FROM app.commission_attempts a
			WHERE a.tenant_id = @tenant AND a.finished_at IS NOT NULL`, nil)
		if problem == "" {
			t.Error("the attempt does not say that it was given up")
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestALetterThatNobodyAskedToSendIsSent(t *testing.T) {
	t.Parallel()
	h := open(t)
	for range 3 {
		h.letter(t, testdb.Now.Add(-time.Minute))
	}
	h.letter(t, testdb.Now) // whoever wrote it is about to ask
	h.start(t, h.clientWith(t, work.Deps{Lease: time.Second}))
	h.awaitCount(t, 10*time.Second, 3, `SELECT count(*) FROM river.river_job
		WHERE kind = 'mail' AND state = 'completed'`)
	if n := h.mails.Load(); n != 3 {
		t.Errorf("%d letters are sent, not 3", n)
	}
}

func TestAWorkerThatLosesItsLeaseLetsItsJobsGo(t *testing.T) {
	t.Parallel()
	h := open(t)
	began, ended := make(chan struct{}, 9), make(chan error, 9)
	h.sends = func(done <-chan struct{}, cause func() error) error {
		began <- struct{}{}
		select {
		case <-done:
			ended <- cause()
			return cause()
		case <-time.After(20 * time.Second):
			return nil
		}
	}
	h.enqueue(t, work.MailArgs{MailID: h.letter(t, testdb.Now)})
	h.start(t, h.clientWith(t, work.Deps{Lease: time.Second}))
	<-began
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE auth.workers
		SET expires_at = now() - interval '1 second'`); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the job goes on, though another worker may have taken it over")
	}
}

func TestImportsOfSeveralOrganisationsRunSideBySideAndThoseOfOneInTheirOrder(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.client(t)
	other, err := tenant.Create(t.Context(), h.db, "other", "Other", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	var slow, next, elsewhere uuid.UUID
	for _, id := range []*uuid.UUID{&slow, &next} {
		if err := h.update(t, func(tx *tenant.Tx) error { *id = h.upload(t, tx, c); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.db.Update(t.Context(),
		tenant.AsSystem(other.TenantID),
		func(tx *tenant.Tx) error { elsewhere = h.upload(t, tx, c); return nil }); err != nil {
		t.Fatal(err)
	}
	// The first import is under way in a worker that lives and takes its time.
	for _, sql := range []string{
		`INSERT INTO auth.workers (id, expires_at) VALUES ('slow', now() + interval '1 hour')`,
		`UPDATE river.river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = '{slow}' WHERE args ->> 'import_id' = '` + slow.String() + `'`,
	} {
		if _, err := h.db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	h.start(t, c)
	own := h.org
	h.org = other
	h.await(t, elsewhere, importjob.Done)
	h.org = own
	h.await(t, next, importjob.Waiting)
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM auth.workers WHERE id = 'slow'`); err != nil {
		t.Fatal(err)
	}
	h.await(t, next, importjob.Done)
	h.await(t, slow, importjob.Done)
}

// clientWith is a client whose letters the test counts.
func (h *house) clientWith(t *testing.T, deps work.Deps) *work.Client {
	t.Helper()
	deps.Mail, deps.PollOnly = h.send, true
	c, err := work.New(h.db, deps, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
