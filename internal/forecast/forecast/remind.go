package forecast

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// Reminder is an e-mail about a call: one before each due time, and one more when the call is late.
type Reminder struct {
	MemberID uuid.UUID
	Name     string
	Email    string
	Period   period.Period
	DueAt    time.Time
	Late     bool
}

// ClaimReminders answers who is to be reminded of the present quarter's call now, and notes it in the same transaction:
// whoever is answered here is never answered again for that due time. Asked are the reps and managers who can sign in
// and have an address. A due time before the rules that name it reminds of nothing, and neither does a closed period.
func ClaimReminders(ctx context.Context, tx *tenant.Tx) ([]Reminder, error) {
	rules, err := SettingsAt(ctx, tx, tx.Now())
	if err != nil {
		return nil, err
	}
	p := tx.Calendar().Containing(period.Quarter, tx.Today())
	dues := rules.Dues(p, tx.Calendar().Location())
	held, err := LockOf(ctx, tx, p, tx.Now())
	if err != nil || held != nil || len(dues) == 0 {
		return nil, err
	}
	asked, err := asked(ctx, tx)
	if err != nil {
		return nil, err
	}
	called, err := submissions(ctx, tx, p, tx.Now(), nil)
	if err != nil {
		return nil, err
	}
	var claimed []Reminder
	for _, m := range asked {
		due := Standing(dues, (&Node{Called: called[m.ID]}).LastCall(), tx.Now())
		if !due.Late && !due.Soon {
			continue
		}
		first, err := tx.Exec(ctx, `INSERT INTO app.forecast_reminders (tenant_id, member_id, due_at, late, queued_at)
			VALUES (@tenant, @member, @due, @late, @now)
			ON CONFLICT DO NOTHING`, tenant.Args{"member": m.ID, "due": due.At, "late": due.Late, "now": tx.Now()})
		if err != nil {
			return nil, fmt.Errorf("forecast: remind: %w", err)
		}
		if first == 1 {
			claimed = append(claimed, Reminder{m.ID, m.Name, m.Email, p, due.At, due.Late})
		}
	}
	return claimed, nil
}

// asked are those who make calls: active reps and managers with an account and an address.
func asked(ctx context.Context, tx *tenant.Tx) ([]member.Member, error) {
	roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return nil, err
	}
	access, err := auth.WithAccess(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("forecast: remind: %w", err)
	}
	var all []member.Member
	for _, m := range roster.Members {
		if m.Active && m.Email != "" && access[m.ID] && (m.Role == tenant.Rep || m.Role == tenant.Manager) {
			all = append(all, m)
		}
	}
	return all, nil
}
