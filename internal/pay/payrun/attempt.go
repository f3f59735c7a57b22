package payrun

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Begin records the start of a run's calculation with the data known now, and returns the attempt.
func Begin(ctx context.Context, tx *tenant.Tx, run Run) (Attempt, error) {
	if err := tx.Require(tenant.RunPay); err != nil {
		return Attempt{}, err
	}
	if _, err := Get(ctx, tx, run.ID); err != nil {
		return Attempt{}, err
	}
	if err := begun(tx, run.span(tx.Calendar())); err != nil {
		return Attempt{}, err
	}
	now, by := tx.Now(), tx.By()
	a := Attempt{ID: uuid.Must(uuid.NewV7()), RunID: run.ID, AsOf: now, StartedAt: now}
	_, err := tx.Exec(ctx, `INSERT INTO app.commission_attempts (tenant_id, id, run_id, as_of, started_at, started_by)
		VALUES (@tenant, @id, @run, @now, @now, @by)`,
		tenant.Args{"id": a.ID, "run": run.ID, "now": now, "by": by})
	if err != nil {
		return a, fmt.Errorf("payrun: begin: %w", err)
	}
	return a, audit.Record(ctx, tx, "calculated", "commission run", run.ID.String(),
		map[string]string{"period": run.Period})
}

func finish(ctx context.Context, tx *tenant.Tx, attempt uuid.UUID, problem string) error {
	_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET finished_at = @now, problem = @problem
		WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"now": tx.Now().Truncate(time.Microsecond), "problem": problem, "id": attempt})
	if err != nil {
		return fmt.Errorf("payrun: finish: %w", err)
	}
	return nil
}

// GiveUp ends an attempt whose job was given up, unless the attempt has ended.
func GiveUp(ctx context.Context, tx *tenant.Tx, attempt uuid.UUID, sentence string) error {
	_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET finished_at = @now, problem = @problem
		WHERE tenant_id = @tenant AND id = @id AND finished_at IS NULL`,
		tenant.Args{"now": tx.Now().Truncate(time.Microsecond), "problem": sentence, "id": attempt})
	if err != nil {
		return fmt.Errorf("payrun: give up: %w", err)
	}
	return nil
}
