package task

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

func insert(ctx context.Context, tx *tenant.Tx, t Task, s State, follows *uuid.UUID) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.tasks (tenant_id, id, title, due_on, due_minute, zone, due_at, assignee_id,
			object, object_id, repeats, follows, created_by, created_at)
		VALUES (@tenant, @id, @title, @due_on, @minute, @zone, @due_at, @assignee, @object, @object_id, @repeats,
			@follows, @by, @now)`,
		tenant.Args{"id": t.ID, "title": s.Title, "due_on": s.Due.On, "minute": s.Due.Minute, "zone": s.Due.Zone,
			"due_at": s.Due.instant(), "assignee": s.AssigneeID, "object": string(t.Object), "object_id": t.ObjectID,
			"repeats": s.Repeats, "follows": follows, "by": t.CreatedBy, "now": t.CreatedAt})
	if err != nil {
		return fmt.Errorf("task: add: %w", err)
	}
	return nil
}

// instant is At for a column; nil without a day.
func (d Due) instant() *time.Time {
	if at, ok := d.At(); ok {
		return &at
	}
	return nil
}

func update(ctx context.Context, tx *tenant.Tx, id uuid.UUID, s State) error {
	_, err := tx.Exec(ctx, `UPDATE app.tasks SET title = @title, due_on = @due_on, due_minute = @minute, zone = @zone,
			due_at = @due_at, assignee_id = @assignee, repeats = @repeats, done_at = @done,
			deleted_at = CASE WHEN @deleted THEN coalesce(deleted_at, @now) END, revision = revision + 1
		WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "title": s.Title, "due_on": s.Due.On, "minute": s.Due.Minute, "zone": s.Due.Zone,
			"due_at": s.Due.instant(), "assignee": s.AssigneeID, "repeats": s.Repeats, "done": s.DoneAt,
			"deleted": s.Deleted, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("task: update: %w", err)
	}
	return nil
}

// happened keeps an event.
func happened(ctx context.Context, tx *tenant.Tx, id uuid.UUID, kind string, changes command.Payload) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.task_events (tenant_id, id, task_id, at, member_id, kind, changes)
		VALUES (@tenant, @id, @task, @now, @me, @kind, @changes)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "task": id, "now": tx.Now(), "me": tx.By(), "kind": kind,
			"changes": changes})
	if err != nil {
		return fmt.Errorf("task: event: %w", err)
	}
	return nil
}

// remind drops the reminder of a task that is not due any more as it says, and adds the one that holds. What would have
// been due already is not added: nobody is reminded of the past.
func remind(ctx context.Context, tx *tenant.Tx, id uuid.UUID, s State) error {
	local, at, due := s.Due.Reminder()
	open := due && s.DoneAt == nil && !s.Deleted && at.After(tx.Now())
	if _, err := tx.Exec(ctx, `UPDATE app.reminders SET dropped_at = @now
		WHERE tenant_id = @tenant AND task_id = @task AND claimed_at IS NULL AND dropped_at IS NULL
		AND NOT (@open AND due_at = @at)`,
		tenant.Args{"task": id, "now": tx.Now(), "open": open, "at": at}); err != nil {
		return fmt.Errorf("task: reminder: %w", err)
	}
	if !open {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.reminders (tenant_id, id, task_id, local, zone, due_at)
		SELECT @tenant, @id, @task, @local, @zone, @at WHERE NOT EXISTS (SELECT 1 FROM app.reminders r
			WHERE r.tenant_id = @tenant AND r.task_id = @task AND r.due_at = @at AND r.claimed_at IS NULL
			AND r.dropped_at IS NULL)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "task": id, "local": local, "zone": s.Due.Zone, "at": at})
	if err != nil {
		return fmt.Errorf("task: reminder: %w", err)
	}
	return nil
}
