package journal_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/testdb/cast"
)

// inbox is what a member is told of, and how many of it are unread, which is the same question.
func inbox(t *testing.T, c cast.Company, who uuid.UUID) (all []notification.Item) {
	t.Helper()
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if all, err = notification.Inbox(ctx, tx, false, 50); err != nil {
			return err
		}
		unread, err := notification.Unread(ctx, tx)
		want := 0
		for _, i := range all {
			if i.ReadAt == nil {
				want++
			}
		}
		if unread != want {
			t.Errorf("%d are unread, the inbox has %d", unread, want)
		}
		return err
	})
	return all
}

func deal(t *testing.T, c cast.Company, owner uuid.UUID) (id uuid.UUID) {
	t.Helper()
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("A", owner, "Discovery", 100_00, "2026-12-31"))
		id = ids[0]
		return err
	})
	return id
}

func TestAMentionReachesThoseWhoSeeTheRecordAndNobodyElse(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := deal(t, c, c.Ann)
	var heard journal.Heard
	for range 2 { // within ten minutes it is one notification
		c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) (err error) {
			heard, err = journal.Write(ctx, tx, on(id), "@Nora, @Ben and @Ann: what about @Fay and ben@ben.example?")
			return err
		})
	}
	if !slices.Equal(heard.Told, []string{"Fay", "Nora"}) || !slices.Equal(heard.Blind, []string{"Ben"}) {
		t.Errorf("Nora and Fay are told, Ben sees nothing of it: %+v", heard)
	}
	got := inbox(t, c, c.Nora)
	if len(got) != 2 || got[0].Says() != "Ann mentioned you on A" { // two notes are two subjects
		t.Fatalf("Nora is told of both notes: %+v", got)
	}
	for _, who := range []uuid.UUID{c.Ann, c.Ben, c.Cat} {
		if got := inbox(t, c, who); len(got) != 0 {
			t.Errorf("%s is told: %+v", who, got)
		}
	}
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		last, _, err := command.Last(ctx, tx, id)
		if err == nil {
			_, err = journal.Undo(ctx, tx, last.ID)
		}
		return err
	})
	if got := inbox(t, c, c.Nora); len(got) != 1 {
		t.Errorf("a note that is taken back mentions nobody: %+v", got)
	}
}

func TestANewOwnerIsToldWhileTheyAreTheOwner(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := deal(t, c, c.Ann)
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := journal.HandOver(ctx, tx, id, c.Ben, str(c.Ann))
		return err
	})
	if got := inbox(t, c, c.Ben); len(got) != 1 || got[0].Says() != "Nora made you the owner of A" {
		t.Errorf("Ben is told: %+v", got)
	}
	if got := inbox(t, c, c.Nora); len(got) != 0 {
		t.Errorf("Nora is not told of what she did: %+v", got)
	}
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := journal.HandOver(ctx, tx, id, c.Ann, str(c.Ben))
		return err
	})
	if got := inbox(t, c, c.Ben); len(got) != 0 {
		t.Errorf("Ben sees it no longer, so neither what he was told: %+v", got)
	}
}

func str(id uuid.UUID) *string {
	s := id.String()
	return &s
}

func TestNotificationsAreReadPutOffAndDone(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	told := notification.Told{Kind: notification.Waiting, Words: "Something waits", Path: "/x"}
	tell := func() {
		t.Helper()
		c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := notification.Tell(ctx, tx, []uuid.UUID{c.Ann}, told)
			return err
		})
	}
	tell()
	tell()
	all := inbox(t, c, c.Ann)
	if len(all) != 1 || all[0].Times != 2 || all[0].Href() != "/x" {
		t.Fatalf("twice within ten minutes is one: %+v", all)
	}
	ids := []uuid.UUID{all[0].ID}
	act := func(want int, fn func(context.Context, *tenant.Tx, []uuid.UUID) error) {
		t.Helper()
		c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error { return fn(ctx, tx, ids) })
		if got := inbox(t, c, c.Ann); len(got) != want {
			t.Errorf("%d are in the inbox, want %d", len(got), want)
		}
	}
	act(1, notification.Read)
	act(0, notification.Done)
	act(1, notification.Back)
	act(0, func(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) error {
		return notification.Snooze(ctx, tx, ids, tx.Now().AddDate(0, 0, 1))
	})
	act(1, notification.Back)
	tell() // it comes again
	if got := inbox(t, c, c.Ann); got[0].ReadAt != nil {
		t.Error("what comes again is unread")
	}
	err := c.DB.Update(t.Context(), c.Actor(c.Ben), func(tx *tenant.Tx) error {
		return notification.Done(t.Context(), tx, ids)
	})
	if err == nil {
		t.Error("Ben did something with Ann's notification")
	}
}

func TestWhoWantsNoneOrHasLeftIsNotTold(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		rules, times, err := notification.Settings(ctx, tx, c.Ann)
		if err != nil {
			return err
		}
		rules[notification.Waiting] = notification.Off
		return notification.Configure(ctx, tx, rules, times)
	})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return member.End(ctx, tx, c.Ben, period.NewDate(2026, 11, 1))
	})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := notification.Tell(ctx, tx, []uuid.UUID{c.Ann, c.Ben},
			notification.Told{Kind: notification.Waiting, Words: "Something waits", Path: "/x"})
		return err
	})
	for _, who := range []uuid.UUID{c.Ann, c.Ben} {
		if got := inbox(t, c, who); len(got) != 0 {
			t.Errorf("who wants none, or has left, is told: %+v", got)
		}
	}
}
