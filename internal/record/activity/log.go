package activity

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// longestSubject bounds the letters of what an activity was about.
const longestSubject = 500

// Loggable are the kinds that somebody logs by hand.
var Loggable = []Kind{Call, Meeting, Email}

// Label is the kind's name for people.
func (k Kind) Label() string {
	switch k {
	case Call:
		return "Call"
	case Email:
		return "E-mail"
	case Meeting:
		return "Meeting"
	case Task:
		return "Task"
	default:
		return "Activity"
	}
}

// Entry is something that somebody did with a buyer, or plans to do on a later day.
type Entry struct {
	OpportunityID, AccountID, ContactID *uuid.UUID
	Kind                                Kind
	Subject                             string // empty: the kind says enough
	On                                  period.Date
}

// Log keeps an activity of the actor's: done by today, planned on a later day. It does not ask whether the actor may
// see the record.
func Log(ctx context.Context, tx *tenant.Tx, e Entry) (uuid.UUID, error) {
	id, known := uuid.Must(uuid.NewV7()), false
	for _, k := range Loggable {
		known = known || k == e.Kind
	}
	if !known {
		return id, fault.On("kind", "Choose a call, a meeting or an e-mail.")
	}
	if e.Subject = strings.TrimSpace(e.Subject); e.Subject == "" {
		e.Subject = e.Kind.Label()
	}
	if err := fault.Within("subject", e.Subject, longestSubject); err != nil {
		return id, err
	}
	if e.On.IsZero() {
		e.On = tx.Today()
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.activities (tenant_id, id, opportunity_id, account_id, contact_id,
			member_id, kind, subject, occurs_on, done, created_at)
		VALUES (@tenant, @id, @opportunity, @account, @contact, @me, @kind, @subject, @on, @done, @now)`,
		tenant.Args{"id": id, "opportunity": e.OpportunityID, "account": e.AccountID,
			"contact": e.ContactID, "me": tx.By(), "kind": string(e.Kind), "subject": e.Subject, "on": e.On,
			"done": e.On <= tx.Today(), "now": tx.Now()})
	if err != nil {
		return id, fmt.Errorf("activity: log: %w", err)
	}
	return id, nil
}

// Remove takes an activity that the actor logged here away from now on.
func Remove(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if _, err := tx.Exec(ctx, `UPDATE app.activities SET deleted_at = @now
		WHERE tenant_id = @tenant AND id = @id AND member_id = @me AND external_id IS NULL AND deleted_at IS NULL`,
		tenant.Args{"id": id, "me": tx.By(), "now": tx.Now()}); err != nil {
		return fmt.Errorf("activity: remove: %w", err)
	}
	return nil
}
