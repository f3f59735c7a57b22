package payrun

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Waiver is a skipped payout period, without statements: its earnings go on the next statement.
type Waiver struct {
	Period   string
	Reason   string
	WaivedAt time.Time
	WaivedBy *uuid.UUID
}

// Waivers lists the skipped payout periods, latest first.
func Waivers(ctx context.Context, tx *tenant.Tx) ([]Waiver, error) {
	all, err := tenant.List[Waiver](ctx, tx, `SELECT w.period, w.reason, w.waived_at, w.waived_by FROM app.run_waivers w
		WHERE w.tenant_id = @tenant ORDER BY w.period DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("payrun: waivers: %w", err)
	}
	return all, nil
}

// Waive says that a payout period is skipped on purpose, so that later ones can be opened and locked. It can still be
// opened, as long as no later statement is locked. A period that has a run is not waived, and neither is one that is
// not over.
func Waive(ctx context.Context, tx *tenant.Tx, key, reason string) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	p, err := payout(tx, key)
	if err != nil {
		return err
	}
	switch {
	case p.End > tx.Today():
		return fault.On("period", p.Label+" is not over yet.")
	case strings.TrimSpace(reason) == "":
		return fault.On("reason", "Enter a reason for skipping "+p.Label+".")
	}
	if err := fault.Within("reason", reason, mostLetters); err != nil {
		return err
	}
	if err := tx.Alone(ctx, tenant.OpenRuns); err != nil {
		return err
	}
	if _, err := runOf(ctx, tx, p.Key); fault.KindOf(err) != fault.NotFound {
		if err == nil {
			err = fault.On("period", p.Label+" has a run. Withdraw it first.")
		}
		return err
	}
	now, by := tx.Now(), tx.By()
	_, err = tx.Exec(ctx, `INSERT INTO app.run_waivers (tenant_id, period, reason, waived_at, waived_by)
		VALUES (@tenant, @period, @reason, @now, @by)`,
		tenant.Args{"period": p.Key, "reason": strings.TrimSpace(reason), "now": now, "by": by})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, p.Label+" is already skipped.")
	}
	if err != nil {
		return fmt.Errorf("payrun: waive: %w", err)
	}
	return audit.Record(ctx, tx, "waived", "commission run", p.Key,
		map[string]string{"period": p.Key, "reason": reason})
}

// Skipped lists ended payout periods since the plans began, or since the fiscal year of the first run, that have
// neither a run nor a waiver, latest first. They may have been forgotten.
func Skipped(ctx context.Context, tx *tenant.Tx) ([]period.Period, error) {
	runs, err := List(ctx, tx)
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	known, err := waivedPeriods(ctx, tx)
	if err != nil {
		return nil, err
	}
	began, err := tenant.Value[period.Date](ctx, tx, `SELECT coalesce(min(v.starts_on), @today) FROM app.plan_versions v
		JOIN app.plan_publications p ON p.tenant_id = @tenant AND p.id = v.id WHERE v.tenant_id = @tenant`,
		tenant.Args{"today": tx.Today()})
	if err != nil {
		return nil, fmt.Errorf("payrun: skipped: %w", err)
	}
	first := map[period.Kind]period.Date{}
	for _, r := range runs { // the newest first
		known[r.Period] = true
		if p, err := tx.Calendar().Parse(r.Period); err == nil {
			first[p.Kind] = max(began, tx.Calendar().Containing(period.Year, p.Start).Start)
		}
	}
	var all []period.Period
	for kind, from := range first {
		for _, p := range tx.Calendar().Between(kind, from, tx.Today()) {
			if p.End <= tx.Today() && !known[p.Key] {
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all,
		func(a, b period.Period) int { return cmp.Or(cmp.Compare(b.Start, a.Start), cmp.Compare(a.Key, b.Key)) })
	return all, nil
}
