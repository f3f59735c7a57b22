package work_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

// unread are the subjects of the letters about unread notifications.
func (h *house) unread(t *testing.T) (all []string) {
	t.Helper()
	rows, err := h.db.Pool().Query(t.Context(), `SELECT recipient || ': ' || subject FROM auth.mails
		WHERE body LIKE '%/o/work/inbox%' ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	return all
}

// company gives a house a database of its own with a clock, and the company of the domain's tests.
func company(t *testing.T, now *time.Time) (*house, cast.Company) {
	t.Helper()
	h := open(t)
	h.db = testdb.Open(t, testdb.New(t), func() time.Time { return *now })
	org, err := tenant.Create(t.Context(), h.db, "work", "Work", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	h.org = org
	return h, cast.Hire(t, h.db, org)
}

func TestRemindersFireOnceAndWhatStaysUnreadIsMailedOnce(t *testing.T) {
	t.Parallel()
	now := testdb.Now // Friday, seven in New York
	h, c := company(t, &now)
	jobs := h.client(t)
	var deal audience.Record
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		user, err := auth.AddUser(ctx, h.db, "nora@work.example", "Nora", "")
		if err != nil {
			return err
		}
		if err := auth.Join(ctx, tx, user.ID, c.Nora); err != nil {
			return err
		}
		ids, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
		deal = audience.Record{Object: note.Opportunity, ID: ids[0]}
		return err
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		if _, _, err := task.Add(ctx, tx, task.New{Title: "Call", Record: deal,
			Due: task.Due{On: tx.Today(), Zone: "America/New_York"}}); err != nil {
			return err
		}
		_, err := journal.Write(ctx, tx, journal.Record{Object: command.Opportunity, ID: deal.ID}, "@Nora look")
		return err
	})
	due := func() (n int) {
		t.Helper()
		for range 2 { // a job that is run again
			if err := jobs.Notify(t.Context(), "https://sales.example"); err != nil {
				t.Fatal(err)
			}
		}
		c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := notification.Inbox(ctx, tx, false, 9)
			for _, i := range all {
				if n += i.Times; i.Says() != "Task due: Call" {
					t.Errorf("Ann reads %q", i.Says())
				}
			}
			return err
		})
		return n
	}
	if n := due(); n != 0 || len(h.unread(t)) != 0 {
		t.Errorf("at seven %d are due, and mailed %q", n, h.unread(t))
	}
	now = now.Add(time.Hour) // eight in New York: the reminder, and the wait for the e-mail is over
	if n := due(); n != 1 {
		t.Errorf("at eight Ann is reminded once, not %d times", n)
	}
	if got := h.unread(t); len(got) != 1 || got[0] != "nora@work.example: Work: Ann mentioned you on A" {
		t.Errorf("Nora is mailed once: %q", got)
	}
	var body string
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT body FROM auth.mails WHERE body LIKE '%/inbox%'`).Scan(
		&body); err != nil || strings.Contains(body, "look") {
		t.Errorf("the letter has the note: %q %v", body, err)
	}
}

func TestWhoReadsInTimeIsNotMailed(t *testing.T) {
	t.Parallel()
	now := testdb.Now.Add(4 * time.Hour)
	h, c := company(t, &now)
	jobs := h.client(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		user, err := auth.AddUser(ctx, h.db, "ann@work.example", "Ann", "")
		if err != nil {
			return err
		}
		return auth.Join(ctx, tx, user.ID, c.Ann)
	})
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		_, _, err := task.Add(ctx, tx, task.New{Title: "Call", Assignee: c.Ann,
			Due: task.Due{On: tx.Today() + 1, Zone: "America/New_York"}})
		return err
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := notification.Inbox(ctx, tx, false, 9)
		if err != nil || len(all) != 1 {
			t.Fatalf("Ann is told of her task: %v %v", all, err)
		}
		return notification.Read(ctx, tx, []uuid.UUID{all[0].ID})
	})
	now = now.Add(time.Hour)
	if err := jobs.Notify(t.Context(), "https://sales.example"); err != nil {
		t.Fatal(err)
	}
	if got := h.unread(t); len(got) != 0 {
		t.Errorf("what was read is not mailed: %q", got)
	}
}
