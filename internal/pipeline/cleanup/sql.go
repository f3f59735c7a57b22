package cleanup

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
)

// openTasks are the open tasks of a rule by whose opportunities they are about; uuid.Nil: nobody's.
func openTasks(ctx context.Context, tx *tenant.Tx, rule quality.Rule) (map[uuid.UUID]uuid.UUID, error) {
	found, err := tenant.List[struct {
		TaskID  uuid.UUID
		OwnerID *uuid.UUID
	}](ctx, tx, `SELECT k.task_id, k.owner_id FROM app.cleanups c
		JOIN app.cleanup_tasks k ON k.tenant_id = @tenant AND k.cleanup_id = c.id
		JOIN app.tasks t ON t.tenant_id = @tenant AND t.id = k.task_id AND t.done_at IS NULL AND t.deleted_at IS NULL
		WHERE c.tenant_id = @tenant AND c.rule = @rule`, tenant.Args{"rule": string(rule)})
	if err != nil {
		return nil, fmt.Errorf("cleanup: open tasks: %w", err)
	}
	open := map[uuid.UUID]uuid.UUID{}
	for _, f := range found {
		open[keyOf(f.OwnerID)] = f.TaskID
	}
	return open, nil
}

func begin(ctx context.Context, tx *tenant.Tx, id uuid.UUID, rule quality.Rule) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.cleanups (tenant_id, id, rule, at, member_id)
		VALUES (@tenant, @id, @rule, @now, @me)`,
		tenant.Args{"id": id, "rule": string(rule), "now": tx.Now(), "me": tx.Actor().MemberID})
	if err != nil {
		return fmt.Errorf("cleanup: hand out: %w", err)
	}
	return nil
}

// keep writes down the task of a share, and which opportunities it is about.
func keep(ctx context.Context, tx *tenant.Tx, id, task, by uuid.UUID, s Share) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.cleanup_tasks (tenant_id, task_id, cleanup_id, owner_id, command_id)
		VALUES (@tenant, @task, @id, @owner, @by)`,
		tenant.Args{"id": id, "task": task, "by": by, "owner": s.Owner})
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO app.cleanup_records (tenant_id, task_id, opportunity_id, state, since)
			SELECT @tenant, @task, n.id, 'open', @now FROM unnest(@records::uuid[]) AS n (id)`,
			tenant.Args{"task": task, "records": s.IDs, "now": tx.Now()})
	}
	if err != nil {
		return fmt.Errorf("cleanup: hand out: %w", err)
	}
	return nil
}

// Progresses is the progress of each rule that was handed out lately. An opportunity that was handed out twice counts
// once, as its newest task has it.
func Progresses(ctx context.Context, tx *tenant.Tx) (map[quality.Rule]Progress, error) {
	found, err := tenant.List[Progress](ctx, tx, `SELECT rule, count(*) FILTER (WHERE state = 'fixed') AS fixed,
			count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'moved') AS moved,
			min(at) AS since
		FROM (SELECT DISTINCT ON (c.rule, r.opportunity_id) c.rule, c.at, r.state FROM app.cleanups c
			JOIN app.cleanup_tasks k ON k.tenant_id = @tenant AND k.cleanup_id = c.id
			JOIN app.tasks t ON t.tenant_id = @tenant AND t.id = k.task_id AND t.deleted_at IS NULL
			JOIN app.cleanup_records r ON r.tenant_id = @tenant AND r.task_id = k.task_id
			WHERE c.tenant_id = @tenant AND c.at > @now::timestamptz - @kept::interval
			ORDER BY c.rule, r.opportunity_id, c.at DESC, c.id DESC) newest
		GROUP BY rule`, tenant.Args{"now": tx.Now(), "kept": kept})
	if err != nil {
		return nil, fmt.Errorf("cleanup: progress: %w", err)
	}
	all := map[quality.Rule]Progress{}
	for _, p := range found {
		all[p.Rule] = p
	}
	return all, nil
}

// Tasks lists the tasks of a rule that were handed out lately, the newest first.
func Tasks(ctx context.Context, tx *tenant.Tx, rule quality.Rule) ([]Handed, error) {
	found, err := tenant.List[Handed](ctx, tx, `SELECT t.id AS task_id, t.title, t.assignee_id, c.at, t.due_on,
			t.done_at, count(*) FILTER (WHERE r.state = 'fixed') AS fixed, count(*) AS all
		FROM app.cleanups c
		JOIN app.cleanup_tasks k ON k.tenant_id = @tenant AND k.cleanup_id = c.id
		JOIN app.tasks t ON t.tenant_id = @tenant AND t.id = k.task_id AND t.deleted_at IS NULL
		JOIN app.cleanup_records r ON r.tenant_id = @tenant AND r.task_id = k.task_id
		WHERE c.tenant_id = @tenant AND c.rule = @rule AND c.at > @now::timestamptz - @kept::interval
		GROUP BY c.at, t.id, t.title, t.assignee_id, t.due_on, t.done_at ORDER BY c.at DESC, t.id DESC`,
		tenant.Args{"rule": string(rule), "now": tx.Now(), "kept": kept})
	if err != nil {
		return nil, fmt.Errorf("cleanup: tasks: %w", err)
	}
	return found, nil
}

// LeadOf is what a task that was handed out is about; ok is false for any other task.
func LeadOf(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (l Lead, ok bool, err error) {
	found, err := tenant.List[Lead](ctx, tx, `SELECT c.rule, k.owner_id FROM app.cleanup_tasks k
		JOIN app.cleanups c ON c.tenant_id = @tenant AND c.id = k.cleanup_id
		WHERE k.tenant_id = @tenant AND k.task_id = @id`, tenant.Args{"id": id})
	if err != nil {
		return l, false, fmt.Errorf("cleanup: lead: %w", err)
	}
	if len(found) == 0 {
		return l, false, nil
	}
	return found[0], true, nil
}
