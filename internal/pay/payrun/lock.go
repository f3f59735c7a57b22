package payrun

import (
	"context"
	"fmt"
	"slices"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
)

// MayLock refuses to lock a statement of a period that has not begun, after a later one of the payee, before an earlier
// one or over a skipped period with something to pay, and one that was calculated before an earlier one was locked.
func MayLock(ctx context.Context, tx *tenant.Tx, s statement.Statement) error {
	at := Run{Period: s.Period, StartsOn: s.StartsOn, EndsOn: s.EndsOn}.span(tx.Calendar())
	who := fact.Payee{Member: s.MemberID, Plan: s.PlanID}
	if err := begun(tx, at); err != nil {
		return err
	}
	passed, err := statement.Later(ctx, tx, at, []fact.Payee{who})
	if err != nil {
		return err
	}
	if by, is := passed[who]; is {
		return passedBy(by)
	}
	before, err := statement.Earlier(ctx, tx, s)
	if err != nil {
		return err
	}
	for _, e := range before {
		if !e.Locked {
			return fault.New(fault.Invalid, "The statement of "+e.Period+" is not locked. Lock it first.")
		}
	}
	made, err := statement.Recall(ctx, tx, s.ID, s.Number)
	if err != nil {
		return err
	}
	prior, err := fact.ListPrior(ctx, tx, at)
	if err != nil {
		return err
	}
	if last, start := prior[who], made.Inputs.Before; last.On != start.On || last.Paid != start.Paid ||
		last.Due != start.Due {
		return fault.New(fault.Conflict,
			"An earlier statement was locked since this one was calculated. Calculate it again.")
	}
	return nothingSkipped(ctx, tx, s, made.Inputs, before)
}

// nothingSkipped refuses to lock over a period of the measurement period in which the payee has no statement and
// something to be paid.
func nothingSkipped(ctx context.Context, tx *tenant.Tx, s statement.Statement, bundle *evidence.Bundle,
	before []statement.Predecessor) error {
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
		stated := slices.ContainsFunc(before, func(e statement.Predecessor) bool { return e.Period == one.Key })
		if !stated && !waived[one.Key] && hasPay(in, bundle.Before, from, one) {
			return fault.New(fault.Invalid, fmt.Sprintf("%s has earnings but no statement. Open and calculate %s "+
				"first, or skip it: its earnings are then paid with %s.", one.Label, one.Label, p.Label))
		}
	}
	return nil
}
