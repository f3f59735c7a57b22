package work_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
)

// letters are the subjects of the letters that were written, with their recipients.
func (h *house) letters(t *testing.T) map[string]int {
	t.Helper()
	rows, err := h.db.Pool().Query(t.Context(), `SELECT recipient || ': ' || subject || ' ' || body FROM auth.mails`)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text, "https://sales.example/o/work/forecast/mine?period=2026-Q4") {
			found[strings.SplitN(text, " Hello", 2)[0]]++
		}
	}
	return found
}

func TestWhoseCallIsDueIsRemindedOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	now := testdb.Now // Friday noon in UTC, seven in New York
	h.db = testdb.Open(t, testdb.New(t), func() time.Time { return now })
	org, err := tenant.Create(t.Context(), h.db, "work", "Work", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	h.org = org
	c := h.client(t)
	friday := time.Friday
	people := map[string]uuid.UUID{}
	err = h.update(t, func(tx *tenant.Tx) error {
		ctx := t.Context()
		for _, p := range []struct {
			name string
			role tenant.Role
			user bool
		}{{"ann", tenant.Rep, true}, {"ben", tenant.Rep, true}, {"cat", tenant.Rep, false},
			{"eve", tenant.Executive, true}} {
			id, err := member.Add(ctx, tx, member.Person{Name: p.name, Email: p.name + "@work.example"})
			if err != nil {
				return err
			}
			people[p.name] = id
			if err := member.Assign(ctx, tx,
				member.Assignment{MemberID: id, Role: p.role, ValidFrom: period.NewDate(2026, 1, 1)}); err != nil {
				return err
			}
			if !p.user {
				continue
			}
			user, err := auth.AddUser(ctx, h.db, p.name+"@work.example", p.name, "")
			if err != nil {
				return err
			}
			if err := auth.Join(ctx, tx, user.ID, id); err != nil {
				return err
			}
		}
		return forecast.Configure(ctx, tx, forecast.Settings{WeeklyOn: &friday, WeeklyAt: 12 * 60})
	})
	if err != nil {
		t.Fatal(err)
	}
	remind := func() map[string]int {
		for range 2 {
			if err := c.Remind(t.Context(), "https://sales.example"); err != nil {
				t.Fatal(err)
			}
		}
		return h.letters(t)
	}
	due, late := "ann@work.example: Your forecast for Q4 2026 is due",
		"ann@work.example: Your forecast for Q4 2026 is late"
	if got := remind(); len(got) != 2 || got[due] != 1 ||
		got["ben@work.example: Your forecast for Q4 2026 is due"] != 1 {
		t.Fatalf("reps who can sign in are reminded, each once: %v", got)
	}
	err = h.db.Update(t.Context(),
		tenant.Actor{TenantID: org.TenantID, MemberID: people["ben"], Role: tenant.Rep}, func(tx *tenant.Tx) error {
			return forecast.Submit(t.Context(), tx, tx.Calendar().Containing(period.Quarter, tx.Today()),
				map[forecast.Line]int64{forecast.Call: 1}, "")
		})
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(6 * time.Hour)
	if got := remind(); len(got) != 3 || got[due] != 1 || got[late] != 1 {
		t.Errorf("who has said nothing is told that it is late, and nobody else anything: %v", got)
	}
	if h.mails.Load() != 0 {
		t.Error("a letter is sent by the queue and not while it is written")
	}
}
