package statement

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// Later is the last period of which a payee has a locked statement, where that comes after a given one; of some payees,
// or of all where they are nil.
func Later(ctx context.Context, tx *tenant.Tx, than period.Period,
	payees []fact.Payee) (map[fact.Payee]period.Period, error) {
	var members []uuid.UUID
	for _, p := range payees {
		members = append(members, p.Member)
	}
	type row struct {
		MemberID, PlanID uuid.UUID
		Period           string
		StartsOn, EndsOn period.Date
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT ON (s.member_id, s.plan_id) s.member_id, s.plan_id,
		s.period, s.starts_on, s.ends_on
		FROM app.commission_statements s JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id
		AND t.state = 'locked'
		WHERE s.tenant_id = @tenant AND (@members::uuid[] IS NULL OR s.member_id = ANY(@members::uuid[]))
		  AND (s.ends_on > @ends OR s.ends_on = @ends AND s.starts_on < @starts)
		ORDER BY s.member_id, s.plan_id, s.ends_on DESC, s.starts_on`,
		tenant.Args{"members": members, "starts": than.Start, "ends": than.End})
	if err != nil {
		return nil, fmt.Errorf("statement: later: %w", err)
	}
	all := map[fact.Payee]period.Period{}
	for _, r := range rows {
		all[fact.Payee{Member: r.MemberID, Plan: r.PlanID}] = period.Period{Key: r.Period, Start: r.StartsOn,
			End: r.EndsOn}
	}
	return all, nil
}

// Predecessor is an earlier statement of a payee: its period, and whether it is locked.
type Predecessor struct {
	Period string
	Locked bool
}

// Earlier lists the payee's statements before a statement, in order.
func Earlier(ctx context.Context, tx *tenant.Tx, s Statement) ([]Predecessor, error) {
	all, err := tenant.List[Predecessor](ctx, tx, `SELECT e.period,
			EXISTS (SELECT 1 FROM app.statement_states t WHERE t.tenant_id = @tenant AND t.statement_id = e.id
			AND t.state = 'locked') AS locked
		FROM app.commission_statements e WHERE e.tenant_id = @tenant AND e.member_id = @member AND e.plan_id = @plan
		AND e.withdrawn_at = 'infinity'
		  AND (e.ends_on < @ends OR e.ends_on = @ends AND e.starts_on > @starts) ORDER BY e.ends_on, e.starts_on DESC`,
		tenant.Args{"member": s.MemberID, "plan": s.PlanID, "starts": s.StartsOn, "ends": s.EndsOn})
	if err != nil {
		return nil, fmt.Errorf("statement: earlier: %w", err)
	}
	return all, nil
}

// Exists tells that a payee has a statement in a run.
func Exists(ctx context.Context, tx *tenant.Tx, run uuid.UUID, p fact.Payee) (bool, error) {
	there, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.commission_statements s
		WHERE s.tenant_id = @tenant AND s.run_id = @run AND s.member_id = @member AND s.plan_id = @plan)`,
		tenant.Args{"run": run, "member": p.Member, "plan": p.Plan})
	if err != nil {
		return false, fmt.Errorf("statement: exists: %w", err)
	}
	return there, nil
}

// LockedIn tells that a statement of a run is locked.
func LockedIn(ctx context.Context, tx *tenant.Tx, run uuid.UUID) (bool, error) {
	locked, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.commission_statements s
		JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'locked'
		WHERE s.tenant_id = @tenant AND s.run_id = @id)`, tenant.Args{"id": run})
	if err != nil {
		return false, fmt.Errorf("statement: locked: %w", err)
	}
	return locked, nil
}

// WithdrawAll withdraws the statements of a run.
func WithdrawAll(ctx context.Context, tx *tenant.Tx, run uuid.UUID) error {
	if _, err := tx.Exec(ctx, `UPDATE app.commission_statements SET withdrawn_at = @now
		WHERE tenant_id = @tenant AND run_id = @id`,
		tenant.Args{"id": run, "now": tx.Now()}); err != nil {
		return fmt.Errorf("statement: withdraw: %w", err)
	}
	return nil
}
