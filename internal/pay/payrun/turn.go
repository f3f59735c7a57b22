package payrun

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Open finds the run of a payout period, a fiscal month or quarter, or begins it. Runs are opened in turn: none of a
// period that has not begun, none before a period that everybody's locked statements reach already, and none after a
// period of the same measurement period that was skipped although it has something to pay, unless that was waived.
func Open(ctx context.Context, tx *tenant.Tx, key string) (Run, error) {
	if err := tx.Require(tenant.RunPay); err != nil {
		return Run{}, err
	}
	p, err := payout(tx, key)
	if err != nil {
		return Run{}, err
	}
	if err := tx.Alone(ctx, tenant.OpenRuns); err != nil {
		return Run{}, err
	}
	run, err := runOf(ctx, tx, p.Key)
	if fault.KindOf(err) != fault.NotFound {
		return run, err
	}
	run = Run{ID: uuid.Must(uuid.NewV7()), Period: p.Key, StartsOn: p.Start, EndsOn: p.End, OpenedAt: tx.Now()}
	if err := mayOpen(ctx, tx, run); err != nil {
		return Run{}, err
	}
	now, by := tx.Now(), tx.By()
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_runs (tenant_id, id, period, starts_on, ends_on, opened_at,
		opened_by) VALUES (@tenant, @id, @period, @starts, @ends, @now, @by)`,
		tenant.Args{"id": run.ID, "period": run.Period, "starts": run.StartsOn, "ends": run.EndsOn,
			"now": now, "by": by}); err != nil {
		return Run{}, fmt.Errorf("payrun: open: %w", err)
	}
	return run, audit.Record(ctx, tx, "opened", "commission run", run.ID.String(),
		map[string]string{"period": run.Period})
}

// payout reads a payout period that has begun.
func payout(tx *tenant.Tx, key string) (period.Period, error) {
	p, err := tx.Calendar().Parse(key)
	if err != nil || p.Kind != period.Month && p.Kind != period.Quarter {
		return p, fault.On("period", "Enter a payout period: a month such as 2026-11 or a quarter such as 2026-Q4.")
	}
	return p, begun(tx, p)
}

// begun refuses pay of a period that has not begun: nobody has earned anything in it.
func begun(tx *tenant.Tx, p period.Period) error {
	if p.Start > tx.Today() {
		return fault.On("period", label(p)+" has not started. Open the current period or an earlier one.")
	}
	return nil
}

func label(p period.Period) string { return cmp.Or(p.Label, p.Key) }

// mayOpen refuses a run out of turn.
func mayOpen(ctx context.Context, tx *tenant.Tx, run Run) error {
	span := run.span(tx.Calendar())
	passed, err := statement.Later(ctx, tx, span, nil)
	if err != nil {
		return err
	}
	skipped, err := skippedBefore(ctx, tx, run)
	if err != nil || len(passed) == 0 && len(skipped) == 0 {
		return err
	}
	f, err := fact.Gather(ctx, tx, span, tx.Now())
	if err != nil {
		return err
	}
	if err := f.ReadPrior(ctx, tx, span); err != nil {
		return err
	}
	left := slices.DeleteFunc(f.Payees(), func(p fact.Payee) bool { _, is := passed[p]; return is })
	if len(passed) > 0 && len(left) == 0 {
		by := slices.MaxFunc(slices.Collect(maps.Values(passed)),
			func(a, b period.Period) int { return int(a.End - b.End) })
		return fault.On("period", passedBy(by).Error())
	}
	return unskipped(f, left, skipped, label(span))
}

// unskipped refuses where a skipped period has something to pay for somebody.
func unskipped(f *fact.Facts, payees []fact.Payee, skipped []period.Period, now string) error {
	granted := f.Grants(payees)
	for _, p := range skipped {
		n := 0
		for _, paid := range fact.Each(payees, func(who fact.Payee) bool {
			b, in, err := f.Input(who, granted[who])
			if err != nil {
				return false // their statement says why
			}
			return hasPay(in, b.Before, measuredFrom(in, f.Period.End-1), p)
		}) {
			if paid {
				n++
			}
		}
		if n > 0 {
			who := "1 person has"
			if n > 1 {
				who = fmt.Sprintf("%d people have", n)
			}
			return fault.On("period", fmt.Sprintf("%s, before %s, was never opened, but %s earnings in it. Open %s "+
				"first, or skip it: its earnings are then paid with %s.",
				p.Label, now, who, p.Label, now))
		}
	}
	return nil
}

// measuredFrom is the first day of the measurement period that holds a day.
func measuredFrom(in *commission.Input, day period.Date) period.Date {
	for _, t := range slices.Backward(in.Terms) {
		if t.From <= day {
			return in.Calendar.Containing(t.Plan.Measurement, day).Start
		}
	}
	return day
}

// hasPay tells that a period of the measurement period that begins on a day has something for a payee's statement,
// compared with where the last one left off. What was earned before that day is paid with the first statement,
// whichever it is.
func hasPay(in *commission.Input, before commission.Prior, from period.Date, p period.Period) bool {
	if p.Start < from || before.On >= p.End-1 {
		return false
	}
	stated := int64(0)
	for _, l := range before.State {
		stated += l.Amount
	}
	if before.On < from-1 {
		then, err := commission.Evaluate(in, from-1)
		if err != nil {
			return false // the statement itself says why
		}
		before = commission.Prior{On: from - 1, Due: then.Due(), Paid: then.Due(), DrawBalance: before.DrawBalance}
		stated = then.Earned()
	}
	at, err := commission.Evaluate(in, p.End-1)
	if err != nil {
		return false
	}
	s := commission.NextAmounts(in, before, at)
	return s.Payable != 0 || s.Earned != stated
}

// passedBy says why nothing is stated any more of a period before a locked one.
func passedBy(later period.Period) error {
	return fault.New(fault.Invalid, "The statement of "+later.Key+" is locked and includes everything earned before "+
		"it. Later changes go on the next statement.")
}
