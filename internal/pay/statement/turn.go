package statement

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Open finds the run of a payout period, a fiscal month or quarter, or begins it. Runs are opened in turn: none of a period that has not begun, none
// before a period that everybody's locked statements reach already, and none after a period of the same measurement period that was skipped
// although it has something to pay, unless that was waived.
func Open(ctx context.Context, tx *tenant.Tx, key string) (Run, error) {
	if err := tx.Require(tenant.RunPay); err != nil {
		return Run{}, err
	}
	p, err := payout(tx, key)
	if err != nil {
		return Run{}, err
	}
	if err := queue(ctx, tx); err != nil {
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
	now, by := stamp(tx)
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_runs (tenant_id, id, period, starts_on, ends_on, opened_at, opened_by) VALUES (@tenant, @id, @period, @starts, @ends, @now, @by)`,
		tenant.Args{"id": run.ID, "period": run.Period, "starts": run.StartsOn, "ends": run.EndsOn, "now": now, "by": by}); err != nil {
		return Run{}, fmt.Errorf("statement: open: %w", err)
	}
	return run, audit.Record(ctx, tx, "opened", "commission run", run.ID.String(), map[string]string{"period": run.Period})
}

// payout reads a payout period that has begun.
func payout(tx *tenant.Tx, key string) (period.Period, error) {
	p, err := tx.Calendar().Parse(key)
	if err != nil || p.Kind != period.Month && p.Kind != period.Quarter {
		return p, fault.On("period", "A payout period is a month such as 2026-11 or a quarter such as 2026-Q4.")
	}
	return p, begun(tx, Run{Period: p.Key, StartsOn: p.Start, EndsOn: p.End})
}

// begun refuses pay of a period that has not begun: nobody has earned anything in it.
func begun(tx *tenant.Tx, r Run) error {
	if r.StartsOn > tx.Today() {
		return fault.On("period", label(tx.Calendar(), r.Period)+" has not begun. Open the present period or an earlier one.")
	}
	return nil
}

func label(c period.Calendar, key string) string {
	if p, err := c.Parse(key); err == nil {
		return p.Label
	}
	return key
}

// mayOpen refuses a run out of turn.
func mayOpen(ctx context.Context, tx *tenant.Tx, run Run) error {
	later, err := listLater(ctx, tx, run.place(), nil)
	if err != nil {
		return err
	}
	skipped, err := skippedBefore(ctx, tx, run)
	if err != nil || len(later) == 0 && len(skipped) == 0 {
		return err
	}
	f, err := gather(ctx, tx, run, tx.Now())
	if err != nil {
		return err
	}
	if err := f.stated(ctx, tx, run.place()); err != nil {
		return err
	}
	left := slices.DeleteFunc(f.payees(), func(p payee) bool { _, passed := later[p]; return passed })
	if len(later) > 0 && len(left) == 0 {
		by := slices.MaxFunc(slices.Collect(maps.Values(later)), func(a, b Run) int { return int(a.EndsOn - b.EndsOn) })
		return fault.On("period", passedBy(by).Error())
	}
	return f.unskipped(left, skipped, label(f.calendar, run.Period))
}

// unskipped refuses where a skipped period has something to pay for somebody.
func (f *facts) unskipped(payees []payee, skipped []period.Period, now string) error {
	granted := f.grants(payees)
	for _, p := range skipped {
		n := 0
		for _, owed := range each(payees, func(who payee) bool {
			b, in, err := f.input(who, granted[who])
			if err != nil {
				return false // their statement says why
			}
			return owes(in, b.Before, measuredFrom(in, f.run.EndsOn-1), p)
		}) {
			if owed {
				n++
			}
		}
		if n > 0 {
			who := "1 person has"
			if n > 1 {
				who = fmt.Sprintf("%d people have", n)
			}
			return fault.On("period", fmt.Sprintf("%s comes before %s and was not opened, although %s something to be paid in it. Open %s first, or waive it: then it is paid with %s.",
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

// owes tells that a period of the measurement period that begins on a day has something for a payee's statement, compared with where the last one left
// off. What was earned before that day is paid with the first statement, whichever it is.
func owes(in *commission.Input, before commission.Prior, from period.Date, p period.Period) bool {
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
	s := commission.Owed(in, before, at)
	return s.Payable != 0 || s.Earned != stated
}

// inTurn refuses to lock a statement of a period that has not begun, after a later one of the payee, before an earlier one or over a skipped
// period with something to pay, and one that was calculated before an earlier one was locked.
func inTurn(ctx context.Context, tx *tenant.Tx, s Statement) error {
	at, who := place{s.StartsOn, s.EndsOn}, payee{s.MemberID, s.PlanID}
	if err := begun(tx, Run{Period: s.Period, StartsOn: s.StartsOn, EndsOn: s.EndsOn}); err != nil {
		return err
	}
	later, err := listLater(ctx, tx, at, []payee{who})
	if err != nil {
		return err
	}
	if by, passed := later[who]; passed {
		return passedBy(by)
	}
	earlier, err := listEarlier(ctx, tx, s)
	if err != nil {
		return err
	}
	for _, e := range earlier {
		if !e.Locked {
			return fault.New(fault.Invalid, "The statement of "+e.Period+" is open; lock it first.")
		}
	}
	inputs, err := tenant.Value[string](ctx, tx, `SELECT c.inputs FROM app.statement_calculations c WHERE c.tenant_id = @tenant AND c.id = @id`, tenant.Args{"id": *s.Calculation})
	if err != nil {
		return err
	}
	bundle, err := commission.Decode([]byte(inputs))
	if err != nil {
		return err
	}
	all, err := listPrior(ctx, tx, at)
	if err != nil {
		return err
	}
	if last := all[who]; last.On != bundle.Before.On || last.Paid != bundle.Before.Paid || last.Due != bundle.Before.Due {
		return fault.New(fault.Conflict, "An earlier statement was locked since this one was calculated; calculate it again.")
	}
	return nothingSkipped(ctx, tx, s, bundle, earlier)
}

// nothingSkipped refuses to lock over a period of the measurement period in which the payee has no statement and something to be paid.
func nothingSkipped(ctx context.Context, tx *tenant.Tx, s Statement, bundle *commission.Bundle, earlier []earlierOne) error {
	in, err := bundle.Input()
	if err != nil {
		return err
	}
	p, err := tx.Calendar().Parse(s.Period)
	if err != nil {
		return err
	}
	waived, err := waivedPeriods(ctx, tx)
	if err != nil {
		return err
	}
	from := measuredFrom(in, s.EndsOn-1)
	for _, one := range tx.Calendar().Between(p.Kind, from, s.StartsOn) {
		stated := slices.ContainsFunc(earlier, func(e earlierOne) bool { return e.Period == one.Key })
		if !stated && !waived[one.Key] && owes(in, bundle.Before, from, one) {
			return fault.New(fault.Invalid, fmt.Sprintf("%s has something to be paid and no statement. Open and calculate %s first, or waive it: then it is paid with %s.", one.Label, one.Label, p.Label))
		}
	}
	return nil
}

// passedBy says why nothing is stated any more of a period before a locked one.
func passedBy(later Run) error {
	return fault.New(fault.Invalid, "The statement of "+later.Period+" is locked, and it holds everything that was earned before. What is learnt later goes on the next statement.")
}
