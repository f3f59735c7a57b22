package importjob_test

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func TestOldDraftsGoWithTheirFilesAtNight(t *testing.T) {
	t.Parallel()
	at := testdb.Now
	db := testdb.Open(t, testdb.New(t), func() time.Time { return at })
	org, err := tenant.Create(t.Context(), db, "drafts", "Drafts", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	do := func(act func(ctx context.Context, tx *tenant.Tx) error) {
		t.Helper()
		if err := db.Update(t.Context(), tenant.AsSystem(org.TenantID),
			func(tx *tenant.Tx) error { return act(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	var old, fresh uuid.UUID
	keep := func(id *uuid.UUID) func(context.Context, *tenant.Tx) error {
		return func(ctx context.Context, tx *tenant.Tx) (err error) {
			if *id, err = importjob.Keep(ctx, tx, "a.csv"); err != nil {
				return err
			}
			return source.Store(ctx, tx, *id, fstest.MapFS{"a.csv": {Data: []byte("Name\nA\n")}})
		}
	}
	do(keep(&old))
	at = at.AddDate(0, 0, 29)
	do(keep(&fresh))
	kept := func(id uuid.UUID, want bool) {
		t.Helper()
		do(func(ctx context.Context, tx *tenant.Tx) error {
			files, err := source.Kept(ctx, tx, id)
			i, e := importjob.Get(ctx, tx, id)
			if files != want || (i.State == importjob.Draft) != want {
				t.Errorf("the draft is %s, its files are kept: %v, want %v", i.State, files, want)
			}
			return errors.Join(err, e)
		})
	}
	do(importjob.Clean)
	kept(old, true)
	at = at.AddDate(0, 0, 2)
	do(importjob.Clean)
	kept(old, false)
	kept(fresh, true)
	do(func(ctx context.Context, tx *tenant.Tx) error {
		list, err := importjob.List(ctx, tx, tx.Now(), 10)
		if len(list) != 1 || list[0].ID != fresh {
			t.Errorf("%d imports are listed", len(list))
		}
		return err
	})
}
