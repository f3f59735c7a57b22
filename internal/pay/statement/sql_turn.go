package statement

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// queue has those who open, waive and withdraw runs follow each other.
func queue(ctx context.Context, tx *tenant.Tx) error {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('runs ' || @tenant::text, 0))`, nil); err != nil {
		return fmt.Errorf("statement: queue: %w", err)
	}
	return nil
}

// hold keeps a run from being withdrawn, and what payees are paid from being calculated or locked by somebody else, until the transaction is over.
// Payees come in order, so that nobody waits for each other.
func hold(ctx context.Context, tx *tenant.Tx, run uuid.UUID, payees ...payee) error {
	_, err := tenant.One[struct{ ID uuid.UUID }](ctx, tx, `SELECT r.id FROM app.commission_runs r WHERE r.tenant_id = @tenant AND r.id = @id AND r.withdrawn_at = 'infinity' FOR SHARE`,
		tenant.Args{"id": run})
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Invalid, "The run was withdrawn.")
	}
	if err != nil {
		return fmt.Errorf("statement: hold: %w", err)
	}
	keys := make([]string, len(payees))
	for i, p := range payees {
		keys[i] = p.member.String() + p.plan.String()
	}
	slices.Sort(keys)
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('payee ' || @tenant::text || k.key, 0)) FROM unnest(@keys::text[]) k (key)`, tenant.Args{"keys": keys}); err != nil {
		return fmt.Errorf("statement: hold: %w", err)
	}
	return nil
}

// runOf is the run of a period, or NotFound.
func runOf(ctx context.Context, tx *tenant.Tx, key string) (Run, error) {
	return tenant.One[Run](ctx, tx, `SELECT r.id, r.period, r.starts_on, r.ends_on, r.opened_at FROM app.commission_runs r
		WHERE r.tenant_id = @tenant AND r.period = @period AND r.withdrawn_at = 'infinity'`, tenant.Args{"period": key})
}

// listLater is the last period of which a payee has a locked statement, where that comes after a place; of some payees, or of all where they are nil.
func listLater(ctx context.Context, tx *tenant.Tx, at place, payees []payee) (map[payee]Run, error) {
	var members []uuid.UUID
	for _, p := range payees {
		members = append(members, p.member)
	}
	type row struct {
		MemberID, PlanID uuid.UUID
		Period           string
		StartsOn, EndsOn period.Date
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT ON (s.member_id, s.plan_id) s.member_id, s.plan_id, s.period, s.starts_on, s.ends_on
		FROM app.commission_statements s JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'locked'
		WHERE s.tenant_id = @tenant AND (@members::uuid[] IS NULL OR s.member_id = ANY(@members::uuid[]))
		  AND (s.ends_on > @ends OR s.ends_on = @ends AND s.starts_on < @starts)
		ORDER BY s.member_id, s.plan_id, s.ends_on DESC, s.starts_on`, tenant.Args{"members": members, "starts": at.starts, "ends": at.ends})
	if err != nil {
		return nil, fmt.Errorf("statement: later: %w", err)
	}
	all := map[payee]Run{}
	for _, r := range rows {
		all[payee{r.MemberID, r.PlanID}] = Run{Period: r.Period, StartsOn: r.StartsOn, EndsOn: r.EndsOn}
	}
	return all, nil
}

// earlierOne is an earlier statement of a payee.
type earlierOne struct {
	Period string
	Locked bool
}

// listEarlier are the statements of a statement's payee that come before it, in order.
func listEarlier(ctx context.Context, tx *tenant.Tx, s Statement) ([]earlierOne, error) {
	all, err := tenant.List[earlierOne](ctx, tx, `SELECT e.period,
			EXISTS (SELECT 1 FROM app.statement_states t WHERE t.tenant_id = @tenant AND t.statement_id = e.id AND t.state = 'locked') AS locked
		FROM app.commission_statements e WHERE e.tenant_id = @tenant AND e.member_id = @member AND e.plan_id = @plan AND e.withdrawn_at = 'infinity'
		  AND (e.ends_on < @ends OR e.ends_on = @ends AND e.starts_on > @starts) ORDER BY e.ends_on, e.starts_on DESC`,
		tenant.Args{"member": s.MemberID, "plan": s.PlanID, "starts": s.StartsOn, "ends": s.EndsOn})
	if err != nil {
		return nil, fmt.Errorf("statement: earlier: %w", err)
	}
	return all, nil
}

// stale tells that a payee has a statement in the run that is not locked, although a later one is.
func (f *facts) stale(ctx context.Context, tx *tenant.Tx, p payee) (bool, error) {
	there, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.commission_statements s WHERE s.tenant_id = @tenant AND s.run_id = @run AND s.member_id = @member AND s.plan_id = @plan)`,
		tenant.Args{"run": f.run.ID, "member": p.member, "plan": p.plan})
	if err != nil {
		return false, fmt.Errorf("statement: stale: %w", err)
	}
	return there, nil
}

// skippedBefore are the payout periods of a run's kind in the fiscal year before it of which there is neither a run nor a waiver.
func skippedBefore(ctx context.Context, tx *tenant.Tx, run Run) ([]period.Period, error) {
	p, err := tx.Calendar().Parse(run.Period)
	if err != nil {
		return nil, err
	}
	known, err := waivedPeriods(ctx, tx)
	if err != nil {
		return nil, err
	}
	runs, err := Runs(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range runs {
		known[r.Period] = true
	}
	year := tx.Calendar().Containing(period.Year, run.StartsOn)
	return slices.DeleteFunc(tx.Calendar().Between(p.Kind, year.Start, run.StartsOn), func(one period.Period) bool { return known[one.Key] }), nil
}

// waivedPeriods are the keys of the periods that were waived.
func waivedPeriods(ctx context.Context, tx *tenant.Tx) (map[string]bool, error) {
	keys, err := tenant.Values[string](ctx, tx, `SELECT w.period FROM app.run_waivers w WHERE w.tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("statement: waived: %w", err)
	}
	all := map[string]bool{}
	for _, k := range keys {
		all[k] = true
	}
	return all, nil
}
