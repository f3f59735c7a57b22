package cleanup

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/task"
)

// Measure measures the whole organisation, keeps the report, and checks with it what was fixed of what was handed out.
func Measure(ctx context.Context, tx *tenant.Tx) error {
	r, err := quality.Measure(ctx, tx)
	if err != nil {
		return err
	}
	if err := check(ctx, tx, r); err != nil {
		return err
	}
	done, err := fixed(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range done {
		if err := task.Verify(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// check writes down of each opportunity that was handed out whether a report of the whole organisation still finds it.
func check(ctx context.Context, tx *tenant.Tx, r quality.Report) error {
	found := map[quality.Rule][]uuid.UUID{}
	for _, f := range r.Findings {
		found[f.Rule] = f.IDs
	}
	for rule := range asks {
		if _, err := tx.Exec(ctx, `UPDATE app.cleanup_records r SET state = n.state, since = @now
			FROM (SELECT x.task_id, x.opportunity_id, CASE WHEN NOT x.opportunity_id = ANY(@found::uuid[]) THEN 'fixed'
					WHEN o.owner_id IS DISTINCT FROM k.owner_id THEN 'moved' ELSE 'open' END AS state
				FROM app.cleanups c
				JOIN app.cleanup_tasks k ON k.tenant_id = @tenant AND k.cleanup_id = c.id
				JOIN app.cleanup_records x ON x.tenant_id = @tenant AND x.task_id = k.task_id
				JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = x.opportunity_id
				WHERE c.tenant_id = @tenant AND c.rule = @rule AND c.at > @now::timestamptz - @kept::interval) n
			WHERE r.tenant_id = @tenant AND r.task_id = n.task_id AND r.opportunity_id = n.opportunity_id
			AND r.state <> n.state`,
			tenant.Args{"found": found[rule], "rule": string(rule), "now": tx.Now(), "kept": kept}); err != nil {
			return fmt.Errorf("cleanup: check: %w", err)
		}
	}
	return nil
}

// kept is for how long what was handed out is checked and shown.
const kept = "90 days"

// fixed are the open tasks of which no opportunity has the problem any more.
func fixed(ctx context.Context, tx *tenant.Tx) ([]uuid.UUID, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT k.task_id FROM app.cleanup_tasks k
		JOIN app.tasks t ON t.tenant_id = @tenant AND t.id = k.task_id AND t.done_at IS NULL AND t.deleted_at IS NULL
		WHERE k.tenant_id = @tenant AND NOT EXISTS (SELECT 1 FROM app.cleanup_records r
			WHERE r.tenant_id = @tenant AND r.task_id = k.task_id AND r.state = 'open')
		ORDER BY k.task_id`, nil)
	if err != nil {
		return nil, fmt.Errorf("cleanup: fixed: %w", err)
	}
	return ids, nil
}
