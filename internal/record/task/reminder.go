package task

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/notification"
)

// FireReminders tells everybody whose reminder has come up. Each is claimed in the transaction that tells, so that two
// jobs, or one that is run again, tell once. It answers with how late the latest of them was.
func FireReminders(ctx context.Context, tx *tenant.Tx) (lag time.Duration, err error) {
	type fired struct {
		TaskID uuid.UUID
		DueAt  time.Time
	}
	all, err := tenant.List[fired](ctx, tx, `UPDATE app.reminders SET claimed_at = @now
		WHERE tenant_id = @tenant AND due_at <= @now AND claimed_at IS NULL AND dropped_at IS NULL
		RETURNING task_id, due_at`, tenant.Args{"now": tx.Now()})
	if err != nil {
		return 0, fmt.Errorf("task: reminders: %w", err)
	}
	for _, f := range all {
		lag = max(lag, tx.Now().Sub(f.DueAt))
		t, err := Get(ctx, tx, f.TaskID)
		if err != nil {
			return lag, err
		}
		if err := t.due(ctx, tx); err != nil {
			return lag, err
		}
	}
	return lag, nil
}

// due tells who has a task that it is due. Who no longer sees its record is told of the task alone.
func (t Task) due(ctx context.Context, tx *tenant.Tx) error {
	told := notification.Told{Kind: notification.TaskDue, Record: t.Record(), Subject: t.ID}
	blind, err := notification.Tell(ctx, tx, []uuid.UUID{t.AssigneeID}, told)
	if err != nil || len(blind) == 0 {
		return err
	}
	told.Record = audience.Record{}
	_, err = notification.Tell(ctx, tx, blind, told)
	return err
}
