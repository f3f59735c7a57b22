package payrun

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Withdraw withdraws a run that was opened by mistake, with all its calculations. The period can be opened again. A run
// with a locked statement cannot be withdrawn.
func Withdraw(ctx context.Context, tx *tenant.Tx, id uuid.UUID, reason string) error {
	if err := tx.Require(tenant.RunPay); err != nil {
		return err
	}
	run, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return fault.On("reason", "Enter a reason for withdrawing the run.")
	}
	if err := fault.Within("reason", reason, mostLetters); err != nil {
		return err
	}
	if err := tx.Alone(ctx, tenant.OpenRuns); err != nil {
		return err
	}
	now, by := tx.Now(), tx.By()
	n, err := tx.Exec(ctx, `UPDATE app.commission_runs SET withdrawn_at = @now, withdrawn_by = @by,
		withdrawn_for = @reason WHERE tenant_id = @tenant AND id = @id AND withdrawn_at = 'infinity'`,
		tenant.Args{"id": id, "now": now, "by": by, "reason": strings.TrimSpace(reason)})
	if err != nil {
		return fmt.Errorf("payrun: withdraw: %w", err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "Somebody else just withdrew this run.")
	}
	locked, err := statement.LockedIn(ctx, tx, id)
	if err != nil {
		return err
	}
	if locked {
		return fault.New(fault.Invalid,
			"A run with a locked statement cannot be withdrawn. Correct pay with an adjustment instead.")
	}
	if err := statement.WithdrawAll(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET finished_at = @now, problem = @why
		WHERE tenant_id = @tenant AND run_id = @id AND finished_at IS NULL`,
		tenant.Args{"id": id, "now": now, "why": "The run was withdrawn."}); err != nil {
		return fmt.Errorf("payrun: withdraw: %w", err)
	}
	return audit.Record(ctx, tx, "withdrew", "commission run", id.String(),
		map[string]string{"period": run.Period, "reason": reason})
}
