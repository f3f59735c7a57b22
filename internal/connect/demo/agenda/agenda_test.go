package agenda_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/demo/agenda"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/testdb/cast"
)

func TestRepsHaveTasksAndAreMentionedOnce(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := cast.Take(ctx, tx, c.Opportunity("a", c.Ann, "Proposal", 500_00, "2026-12-10"),
			c.Opportunity("b", c.Ann, "Proposal", 900_00, "2026-12-12"))
		return err
	})
	for range 2 {
		if err := agenda.Fill(t.Context(), c.DB, tenant.Organisation{TenantID: c.TenantID}); err != nil {
			t.Fatal(err)
		}
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		tasks, err := task.List(ctx, tx, task.Filter{Assignees: []uuid.UUID{c.Ann}})
		if err != nil || len(tasks) != 2 || tasks[0].Title != "Send the proposal" || tasks[0].DueOn != tx.Today() {
			t.Errorf("Ann has %+v (%v)", tasks, err)
		}
		unread, err := notification.Unread(ctx, tx)
		if err != nil || unread != 1 {
			t.Errorf("Ann has %d unread (%v)", unread, err)
		}
		return nil
	})
}
