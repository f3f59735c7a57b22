package journal_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/merge"
	"quarterdeck/internal/testdb/cast"
)

// papered is an opportunity of Ann's with an account.
func papered(t *testing.T, c *cast.Company) (id, account uuid.UUID) {
	t.Helper()
	account = uuid.New()
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO app.accounts (tenant_id, id, name, owner_id, created_at)
			SELECT @tenant, @id, @name, @owner, @now`,
			tenant.Args{"id": account, "name": account.String(), "owner": c.Ann, "now": tx.Now()}); err != nil {
			return err
		}
		in := c.Opportunity(account.String(), c.Ann, "Discovery", 100_00, "2026-12-31")
		in.State.AccountID = &account
		ids, err := cast.Take(ctx, tx, in)
		id = ids[0]
		return err
	})
	return id, account
}

func attach(ctx context.Context, tx *tenant.Tx, on journal.Record) error {
	return journal.AttachFile(ctx, tx, on, attachment.File{Name: "offer.txt", Body: strings.NewReader("Dear Eva")})
}

// only is the one attachment of a record; removed tells whether it is.
func only(ctx context.Context, t *testing.T, tx *tenant.Tx, record uuid.UUID, removed bool) attachment.Attachment {
	t.Helper()
	s, err := attachment.Load(ctx, tx, record, time.Time{}, 10)
	all := s.There
	if removed {
		all = s.Removed
	}
	if err != nil || len(all) != 1 || len(s.There)+len(s.Removed) != 1 {
		t.Fatalf("there are %+v: %v", s, err)
	}
	return all[0]
}

func TestEachActOnAnAttachmentIsUndone(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id, _ := papered(t, &c)
	do := func(fn func(context.Context, *tenant.Tx) error) { t.Helper(); c.As(t, c.Ann, fn) }
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
	is := func(removed bool) (a attachment.Attachment) {
		t.Helper()
		do(func(ctx context.Context, tx *tenant.Tx) error { a = only(ctx, t, tx, id, removed); return nil })
		return a
	}
	do(func(ctx context.Context, tx *tenant.Tx) error { return attach(ctx, tx, on(id)) })
	a := is(false)
	undo()
	is(true)
	do(func(ctx context.Context, tx *tenant.Tx) error { _, err := journal.Reattach(ctx, tx, a.ID); return err })
	is(false)
	undo()
	is(true)
	do(func(ctx context.Context, tx *tenant.Tx) error { _, err := journal.Reattach(ctx, tx, a.ID); return err })
	do(func(ctx context.Context, tx *tenant.Tx) error { _, err := journal.Detach(ctx, tx, a.ID); return err })
	is(true)
	undo()
	is(false)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		entries, err := audit.List(ctx, tx, audit.Filter{Limit: 100})
		said := map[string]int{}
		for _, e := range entries {
			if e.Object == "attachment" && e.Detail["name"] == "offer.txt" {
				said[e.Action]++
			}
		}
		if said["attached"] != 1 || said["removed"] != 3 || said["restored"] != 3 {
			t.Errorf("the audit log says %v", said)
		}
		return err
	})
}

func TestWhatSomebodyElseDidSinceIsNotUndone(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id, _ := papered(t, &c)
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error { return attach(ctx, tx, on(id)) })
	var a attachment.Attachment
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) (err error) {
		a = only(ctx, t, tx, id, false)
		_, err = journal.Detach(ctx, tx, a.ID)
		return err
	})
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) (err error) {
		_, err = journal.Reattach(ctx, tx, a.ID)
		return err
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		last, ok, err := command.Last(ctx, tx, id)
		if err != nil || !ok {
			t.Fatalf("nothing to undo: %v", err)
		}
		if r, err := journal.Undo(ctx, tx, last.ID); fault.KindOf(err) != fault.Conflict || r.ID != id {
			t.Errorf("it is undone: %v", err)
		}
		if _, err := journal.Reattach(ctx, tx, a.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("what is there is restored: %v", err)
		}
		return nil
	})
}

func TestWhoDoesNotSeeARecordHasNothingOfItsAttachments(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id, account := papered(t, &c)
	var keys []uuid.UUID
	for _, r := range []journal.Record{on(id), {Object: command.Account, ID: account}} {
		c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			if err := attach(ctx, tx, r); err != nil {
				return err
			}
			keys = append(keys, only(ctx, t, tx, r.ID, false).ID)
			return nil
		})
	}
	other := cast.Found(t)
	for name, actor := range map[string]struct {
		db *tenant.DB
		tenant.Actor
	}{"Cat": {c.DB, c.Actor(c.Cat)}, "Ann of another organisation": {other.DB, other.Actor(other.Ann)}} {
		for _, key := range keys {
			err := actor.db.Update(t.Context(), actor.Actor, func(tx *tenant.Tx) error {
				_, _, got := journal.Attachment(t.Context(), tx, key)
				_, removed := journal.Detach(t.Context(), tx, key)
				_, restored := journal.Reattach(t.Context(), tx, key)
				for _, err := range []error{got, removed, restored, attach(t.Context(), tx, on(id))} {
					if fault.KindOf(err) != fault.NotFound {
						t.Errorf("%s: %v", name, err)
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
	if err := c.DB.Update(t.Context(), c.Actor(c.Fay), func(tx *tenant.Tx) error {
		return attach(t.Context(), tx, on(id))
	}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("finance attaches: %v", err)
	}
}

func TestAttachmentsGoWithTheirAccountAndComeBack(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	_, survivor := papered(t, &c)
	_, loser := papered(t, &c)
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return attach(ctx, tx, journal.Record{Object: command.Account, ID: loser})
	})
	var merged uuid.UUID
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		merged, err = merge.Join(ctx, tx, merge.Account, survivor, loser, nil)
		return err
	})
	var a attachment.Attachment
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		a = only(ctx, t, tx, survivor, false)
		_, r, err := journal.Attachment(ctx, tx, a.ID)
		if r.ID != survivor {
			t.Errorf("it is of %+v", r)
		}
		return err
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := merge.Split(ctx, tx, merged)
		return err
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		if b := only(ctx, t, tx, loser, false); b.ID != a.ID {
			t.Errorf("%s came back, not %s", b.ID, a.ID)
		}
		_, err := journal.Detach(ctx, tx, a.ID)
		return err
	})
}
