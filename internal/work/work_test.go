package work_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
)

type house struct {
	db    *tenant.DB
	org   tenant.Organisation
	mails atomic.Int32
	sends func(done <-chan struct{}, cause func() error) error // how a letter is sent; nil: at once
}

func (h *house) send(ctx context.Context, _ uuid.UUID) error {
	if h.sends != nil {
		return h.sends(ctx.Done(), func() error { return context.Cause(ctx) })
	}
	h.mails.Add(1)
	return nil
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{db: testdb.Open(t, testdb.New(t), func() time.Time { return testdb.Now })}
	org, err := tenant.Create(t.Context(), h.db, "work", "Work", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	h.org = org
	return h
}

func (h *house) client(t *testing.T) *work.Client {
	t.Helper()
	return h.clientWith(t, work.Deps{})
}

func (h *house) start(t *testing.T, c *work.Client) {
	t.Helper()
	if err := c.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := c.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func (h *house) update(t *testing.T, do func(tx *tenant.Tx) error) error {
	t.Helper()
	return h.db.Update(t.Context(), tenant.AsSystem(h.org.TenantID), do)
}

// upload starts an import of one account and has it done.
func (h *house) upload(t *testing.T, tx *tenant.Tx, c *work.Client) uuid.UUID {
	t.Helper()
	id, err := importjob.Start(t.Context(), tx, importjob.Request{Format: importjob.Salesforce, Origin: "export.zip"})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create("Account.csv")
	io.WriteString(f, "Id,Name\nA1,Acme\n")
	w.Close()
	if err := source.StoreZip(t.Context(), tx, id, bytes.NewReader(b.Bytes()), int64(b.Len())); err != nil {
		t.Fatal(err)
	}
	for range 2 { // asking twice is asking once
		if err := c.EnqueueImport(t.Context(), tx, id); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

func (h *house) await(t *testing.T, id uuid.UUID, state importjob.State) {
	t.Helper()
	var job importjob.Import
	for range 300 {
		err := h.db.View(t.Context(), tenant.AsSystem(h.org.TenantID), func(tx *tenant.Tx) (err error) {
			job, err = importjob.Get(t.Context(), tx, id)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if job.State == state {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the import is %s, not %s: %s", job.State, state, job.Failure)
}

func TestAnUploadIsImportedOnceItsTransactionIsCommitted(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.client(t)
	var lost, kept uuid.UUID
	failed := errors.New("roll back")
	if err := h.update(t, func(tx *tenant.Tx) error { lost = h.upload(t, tx, c); return failed }); !errors.Is(err,
		failed) {
		t.Fatal(err)
	}
	if err := h.update(t, func(tx *tenant.Tx) error { kept = h.upload(t, tx, c); return nil }); err != nil {
		t.Fatal(err)
	}
	var jobs int
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river.river_job`).Scan(&jobs); err != nil ||
		jobs != 1 {
		t.Fatalf("%d jobs, %v; of %s and %s only the second was committed", jobs, err, lost, kept)
	}
	h.start(t, c)
	h.await(t, kept, importjob.Done)
}

func TestAnImportWhoseMachineStoppedGoesOnElsewhere(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.client(t)
	var id uuid.UUID
	if err := h.update(t, func(tx *tenant.Tx) error { id = h.upload(t, tx, c); return nil }); err != nil {
		t.Fatal(err)
	}
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE river.river_job
		SET state = 'running', attempt = 1, attempted_at = now() - interval '1 minute', attempted_by = '{gone}'`)
	if err != nil {
		t.Fatal(err)
	}
	h.start(t, c)
	h.await(t, id, importjob.Done)
}

func TestAnImportThatCannotBeDoneIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.client(t)
	var id uuid.UUID
	if err := h.update(t, func(tx *tenant.Tx) (err error) {
		if id, err = importjob.Start(t.Context(), tx,
			importjob.Request{Format: importjob.Salesforce, Origin: "nothing"}); err != nil {
			return err
		}
		return c.EnqueueImport(t.Context(), tx, id)
	}); err != nil {
		t.Fatal(err)
	}
	h.start(t, c)
	h.await(t, id, importjob.Failed)
	for range 100 {
		var state string
		if err := h.db.Pool().QueryRow(t.Context(), `SELECT state FROM river.river_job
			WHERE kind = 'import'`).Scan(&state); err != nil {
			t.Fatal(err)
		}
		if state == "cancelled" {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the job is not cancelled")
}

func TestAMailIsSentByWhoeverWorks(t *testing.T) {
	t.Parallel()
	h := open(t)
	inserter, err := work.NewInserter(h.db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := inserter.Start(t.Context()); err == nil {
		t.Error("a client that only takes jobs starts")
	}
	if err := inserter.EnqueueMail(t.Context(), uuid.New()); err != nil {
		t.Fatal(err)
	}
	if err := h.update(t,
		func(tx *tenant.Tx) error { return inserter.EnqueueMailIn(t.Context(), tx, uuid.New()) }); err != nil {
		t.Fatal(err)
	}
	h.start(t, h.client(t))
	for range 100 {
		if h.mails.Load() == 2 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("%d mails are sent", h.mails.Load())
}

func TestTheDaysOfEveryNightAndOfAnImportAreKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.client(t)
	take := func(created string, do func(tx *tenant.Tx, id uuid.UUID) error) {
		t.Helper()
		if err := h.update(t, func(tx *tenant.Tx) error {
			id, err := importjob.Start(t.Context(), tx,
				importjob.Request{Format: importjob.Salesforce, Origin: "export.zip"})
			if err != nil {
				return err
			}
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			f, _ := w.Create("Opportunity.csv")
			io.WriteString(f,
				"Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon,Probability\nO"+created+",A,Proposal,100,2026-12-01,"+created+"T10:00:00.000Z,false,false,40\n")
			w.Close()
			if err := source.StoreZip(t.Context(), tx, id, bytes.NewReader(b.Bytes()), int64(b.Len())); err != nil {
				return err
			}
			return do(tx, id)
		}); err != nil {
			t.Fatal(err)
		}
	}
	await := func(what string, want int) {
		t.Helper()
		days := 0
		for range 300 {
			if err := h.update(t, func(tx *tenant.Tx) (err error) {
				days, err = tenant.Value[int](t.Context(), tx, `SELECT count(*) FROM app.snapshot_days
					WHERE tenant_id = @tenant`, nil)
				return err
			}); err != nil || days == want {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%d days are kept after %s, not %d", days, what, want)
	}
	var first uuid.UUID
	take("2026-11-01", func(_ *tenant.Tx, id uuid.UUID) error { first = id; return nil })
	actor := tenant.AsSystem(h.org.TenantID)
	if err := importer.Run(t.Context(), h.db, actor, first, source.FromStored(t.Context(), h.db, actor, first),
		nil); err != nil {
		t.Fatal(err)
	}
	h.start(t, c)
	await("a night", 19)
	h.awaitOutlooks(t, "the sweep", 1)
	take("2026-10-30", func(tx *tenant.Tx, id uuid.UUID) error { return c.EnqueueImport(t.Context(), tx, id) })
	await("an import", 21)
	h.awaitOutlooks(t, "an import", 2)
}

// awaitOutlooks waits for forecasts of the organisation that were asked for and made.
func (h *house) awaitOutlooks(t *testing.T, after string, want int) {
	t.Helper()
	done := 0
	for range 300 {
		if err := h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river.river_job
			WHERE kind = 'outlook' AND state = 'completed' AND args ->> 'tenant_id' = $1`,
			h.org.TenantID.String()).Scan(&done); err != nil {
			t.Fatal(err)
		}
		if done == want {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	published := 0
	if err := h.update(t, func(tx *tenant.Tx) (err error) {
		published, err = tenant.Value[int](t.Context(), tx, `SELECT count(DISTINCT made_at) FROM app.outlooks
			WHERE tenant_id = @tenant`, nil)
		return err
	}); err != nil || done != want || published == 0 {
		t.Fatalf("after %s %d forecasts are made, not %d; %d are published, %v", after, done, want, published, err)
	}
}
