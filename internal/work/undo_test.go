package work_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
)

// TestAnUndoThatIsKilledAgainAndAgainEndsAsIfItWereNot kills the worker in the middle of an undo, three times.
func TestAnUndoThatIsKilledAgainAndAgainEndsAsIfItWereNot(t *testing.T) {
	t.Parallel()
	s := &slaughter{epoch: time.Now(), lease: time.Second}
	s.db = testdb.Open(t, testdb.New(t), since(s.epoch))
	org, err := tenant.Create(t.Context(), s.db, "work", "Work", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	s.org, s.smtp = org, s.post.listen(t)
	const old, all = 1000, 6000
	s.importAccounts(t, 0, old, "Steel")
	id := s.importAccounts(t, 0, all, "Glass")
	s.mustUpdate(t, func(ctx context.Context, tx *tenant.Tx) error { return undo.Start(ctx, tx, id) })
	s.enqueue(t, work.UndoArgs{TenantID: org.TenantID, ImportID: id})
	worker, kills := spawn(t, s.db, s.epoch, s.lease, s.smtp), 0
	for u := s.undoing(t, id); u.FinishedAt == nil; u = s.undoing(t, id) {
		if kills < 3 && u.Done > int64(kills)*all/3 {
			kill(worker)
			worker, kills = spawn(t, s.db, s.epoch, s.lease, s.smtp), kills+1
		}
		if time.Since(s.epoch) > 2*time.Minute {
			t.Fatalf("the undo does not end: %+v", u)
		}
	}
	if u := s.undoing(t, id); u.Removed != all-old || u.Restored != old || u.Done != all || kills != 3 {
		t.Errorf("after %d kills: %+v", kills, u)
	}
	s.mustUpdate(t, func(ctx context.Context, tx *tenant.Tx) error {
		for sql, want := range map[string]int{
			`SELECT count(*) FROM app.accounts a WHERE a.tenant_id = @tenant AND a.deleted_at IS NULL
				AND a.industry = 'Steel'`: old,
			`SELECT count(*) FROM app.accounts a WHERE a.tenant_id = @tenant AND a.deleted_at IS NOT NULL`: all - old,
			`SELECT count(*) FROM app.commands c WHERE c.tenant_id = @tenant AND c.kind = 'revert'`:        all,
			`SELECT count(*) FROM app.audit_log l WHERE l.tenant_id = @tenant AND l.action = 'undone'`:     1,
		} {
			if got, err := tenant.Value[int](ctx, tx, sql, nil); err != nil || got != want {
				t.Errorf("%s: %d, want %d, %v", sql, got, want, err)
			}
		}
		return nil
	})
}

// importAccounts imports companies of an industry.
func (s *slaughter) importAccounts(t *testing.T, from, to int, industry string) uuid.UUID {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("Id,Name,Industry\n")
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "A%d,Account %d,%s\n", i, i, industry)
	}
	id := s.take(t, map[string]string{"Account.csv": b.String()})
	actor := tenant.AsSystem(s.org.TenantID)
	if err := importer.Run(t.Context(), s.db, actor, id, source.FromStored(t.Context(), s.db, actor, id),
		nil); err != nil {
		t.Fatal(err)
	}
	return id
}

func (s *slaughter) undoing(t *testing.T, id uuid.UUID) (u undo.Undo) {
	t.Helper()
	if err := s.db.View(t.Context(), tenant.AsSystem(s.org.TenantID), func(tx *tenant.Tx) (err error) {
		u, _, err = undo.Of(t.Context(), tx, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return u
}
