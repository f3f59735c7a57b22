package journal_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/testdb/cast"
)

func TestWhatIsLoggedAndWrittenIsThereUntilItIsUndone(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var id uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
		id = ids[0]
		return err
	})
	do := func(fn func(context.Context, *tenant.Tx) error) { t.Helper(); c.As(t, c.Ann, fn) }
	there := func(activities, notes int) {
		t.Helper()
		do(func(ctx context.Context, tx *tenant.Tx) error {
			done, err := activity.OfOpportunity(ctx, tx, id, time.Time{}, 10)
			if err != nil {
				return err
			}
			written, err := note.Of(ctx, tx, id, time.Time{}, 10)
			if len(done) != activities || len(written) != notes {
				t.Errorf("%d activities and %d notes, want %d and %d", len(done), len(written), activities, notes)
			}
			return err
		})
	}
	undo := func() {
		t.Helper()
		do(func(ctx context.Context, tx *tenant.Tx) error {
			last, ok, err := command.Last(ctx, tx, id)
			if err != nil || !ok {
				t.Fatalf("nothing to undo: %v", err)
			}
			_, err = journal.Undo(ctx, tx, last.ID)
			return err
		})
	}
	do(func(ctx context.Context, tx *tenant.Tx) error {
		return journal.Log(ctx, tx, on(id), activity.Entry{Kind: activity.Call})
	})
	there(1, 0)
	undo()
	there(0, 0)
	do(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := journal.Write(ctx, tx, on(id), "Eva decides in May.")
		return err
	})
	there(0, 1)
	undo()
	there(0, 0)
}

func TestWhatCannotBeLogged(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
		return err
	})
	for who, want := range map[uuid.UUID]fault.Kind{c.Ben: fault.NotFound, c.Fay: fault.Forbidden,
		c.Ann: fault.Invalid} {
		err := c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			ids, err := anyOf(t.Context(), tx)
			if err != nil {
				return err
			}
			return journal.Log(t.Context(), tx, on(ids), activity.Entry{Kind: "dance"})
		})
		if fault.KindOf(err) != want {
			t.Errorf("%s: %v", who, err)
		}
	}
}

func on(id uuid.UUID) journal.Record { return journal.Record{Object: command.Opportunity, ID: id} }

func anyOf(ctx context.Context, tx *tenant.Tx) (uuid.UUID, error) {
	return tenant.Value[uuid.UUID](ctx, tx, `SELECT id FROM app.opportunities WHERE tenant_id = @tenant`, nil)
}
