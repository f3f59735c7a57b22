package payrun

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// List lists the payout periods, the newest first.
func List(ctx context.Context, tx *tenant.Tx) ([]Run, error) {
	runs, err := tenant.List[Run](ctx, tx, `SELECT r.id, r.period, r.starts_on, r.ends_on, r.opened_at
		FROM app.commission_runs r WHERE r.tenant_id = @tenant AND r.withdrawn_at = 'infinity'
		ORDER BY r.starts_on DESC, r.ends_on DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("payrun: runs: %w", err)
	}
	return runs, nil
}

// Get is a run, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Run, error) {
	return tenant.One[Run](ctx, tx, `SELECT r.id, r.period, r.starts_on, r.ends_on, r.opened_at
		FROM app.commission_runs r WHERE r.tenant_id = @tenant AND r.id = @id AND r.withdrawn_at = 'infinity'`,
		tenant.Args{"id": id})
}

// runOf is the run of a period, or NotFound.
func runOf(ctx context.Context, tx *tenant.Tx, key string) (Run, error) {
	return tenant.One[Run](ctx, tx, `SELECT r.id, r.period, r.starts_on, r.ends_on, r.opened_at
		FROM app.commission_runs r
		WHERE r.tenant_id = @tenant AND r.period = @period AND r.withdrawn_at = 'infinity'`, tenant.Args{"period": key})
}

// LastAttempt is the newest calculation of a run, or NotFound.
func LastAttempt(ctx context.Context, tx *tenant.Tx, run uuid.UUID) (Attempt, error) {
	return tenant.One[Attempt](ctx, tx, `SELECT a.id, a.run_id, a.as_of, a.members, a.done, a.started_at, a.finished_at,
		a.problem FROM app.commission_attempts a
		WHERE a.tenant_id = @tenant AND a.run_id = @run ORDER BY a.started_at DESC, a.id DESC LIMIT 1`,
		tenant.Args{"run": run})
}

// LastAttempts is the newest calculation of every run that has one, by run.
func LastAttempts(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]Attempt, error) {
	rows, err := tenant.List[Attempt](ctx, tx, `SELECT DISTINCT ON (a.run_id) a.id, a.run_id, a.as_of, a.members,
		a.done, a.started_at, a.finished_at, a.problem
		FROM app.commission_attempts a WHERE a.tenant_id = @tenant ORDER BY a.run_id, a.started_at DESC, a.id DESC`,
		nil)
	if err != nil {
		return nil, fmt.Errorf("payrun: attempts: %w", err)
	}
	all := map[uuid.UUID]Attempt{}
	for _, r := range rows {
		all[r.RunID] = r
	}
	return all, nil
}

// Hold locks a run until the transaction ends: it cannot be withdrawn, and nobody else can calculate or lock pay of its
// payees.
func Hold(ctx context.Context, tx *tenant.Tx, run uuid.UUID, payees ...fact.Payee) error {
	_, err := tenant.One[struct{ ID uuid.UUID }](ctx, tx, `SELECT r.id FROM app.commission_runs r
		WHERE r.tenant_id = @tenant AND r.id = @id AND r.withdrawn_at = 'infinity' FOR SHARE`,
		tenant.Args{"id": run})
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Invalid, "The run was withdrawn.")
	}
	if err != nil {
		return fmt.Errorf("payrun: hold: %w", err)
	}
	keys := make([]string, len(payees))
	for i, p := range payees {
		keys[i] = p.Member.String() + p.Plan.String()
	}
	return tx.Alone(ctx, tenant.StatePay, keys...)
}

// skippedBefore are the payout periods of a run's kind in the fiscal year before it of which there is neither a run nor
// a waiver.
func skippedBefore(ctx context.Context, tx *tenant.Tx, run Run) ([]period.Period, error) {
	p, err := tx.Calendar().Parse(run.Period)
	if err != nil {
		return nil, err
	}
	known, err := waivedPeriods(ctx, tx)
	if err != nil {
		return nil, err
	}
	runs, err := List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range runs {
		known[r.Period] = true
	}
	year := tx.Calendar().Containing(period.Year, run.StartsOn)
	return slices.DeleteFunc(tx.Calendar().Between(p.Kind, year.Start, run.StartsOn),
		func(one period.Period) bool { return known[one.Key] }), nil
}

// waivedPeriods are the keys of the periods that were waived.
func waivedPeriods(ctx context.Context, tx *tenant.Tx) (map[string]bool, error) {
	keys, err := tenant.Values[string](ctx, tx, `SELECT w.period FROM app.run_waivers w WHERE w.tenant_id = @tenant`,
		nil)
	if err != nil {
		return nil, fmt.Errorf("payrun: waived: %w", err)
	}
	all := map[string]bool{}
	for _, k := range keys {
		all[k] = true
	}
	return all, nil
}
