// Package hypothesis is what pay would be if something were otherwise: opportunities won that are open, the rest of a
// forecast booked, another plan in force, or a version published for days that are stated already. It asks the engine
// with other facts and writes nothing.
package hypothesis

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// Hypothesis is an open opportunity assumed as won: which one, how large, and when. Without an Opportunity it is a new
// one of the kind that the member books most.
type Hypothesis struct {
	Opportunity uuid.UUID
	Amount      int64 // minor units of Currency
	Currency    money.Currency
	CloseOn     period.Date
}

// Estimate is a member's pay if the hypotheses come true, compared with their pay without them.
type Estimate struct {
	PlanID   uuid.UUID
	Currency money.Currency
	Rows     []EstimateRow // the payout periods from the present one on
	Alone    []*int64      // what each alternative would earn by itself, in minor units; nil where it cannot be said
	Problem  string        // why it cannot be said
}

// EstimateRow is a payout period without and with the hypotheses, in minor units. Earned counts bookings of the period.
type EstimateRow struct {
	Period    period.Period
	Now, Then Amounts
}

// Amounts are the results of a payout period.
type Amounts struct{ Earned, Payable int64 }

// ahead is how many payout periods after the present one are looked at, at most.
const ahead = 12

// WhatIf is what a member would be paid if hypotheses came true, by each plan that is theirs today or later. It asks
// the engine with the events that are known now and one booking more for each hypothesis, and writes nothing. Earlier
// statements that are open count as paid. Beside that it says what each alternative would earn if it alone came true.
func WhatIf(ctx context.Context, tx *tenant.Tx, member uuid.UUID,
	hypotheses, alternatives []Hypothesis) ([]Estimate, error) {
	today := tx.Today()
	last, end := today, today
	for _, h := range hypotheses {
		last = max(last, h.CloseOn)
	}
	for _, h := range alternatives {
		end = max(end, h.CloseOn)
	}
	last, end = min(last, today+366), min(max(last, end), today+366)
	f, err := gatherOne(ctx, tx, member, end)
	if err != nil {
		return nil, err
	}
	extra, err := f.bookingsOf(ctx, tx, member, slices.Concat(hypotheses, alternatives))
	if err != nil {
		return nil, err
	}
	then := f.with(extra[:len(hypotheses)]...)
	var all []Estimate
	for _, p := range f.payeesOf(member, today) {
		s, err := f.estimate(p, then, today, last)
		if err == nil && s.Problem == "" {
			s.Alone, err = f.alone(p, extra[len(hypotheses):], end)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// alone is what each of some bookings would add to what a payee has earned by a day, if nothing else came. It is nil
// for one that the plan cannot price, such as one in a currency without a rate.
func (f outlook) alone(p fact.Payee, extra []fact.Booking, end period.Date) ([]*int64, error) {
	now, err := f.earnedBy(p, end)
	if err != nil {
		return nil, err
	}
	all := make([]*int64, len(extra))
	for i, b := range extra {
		switch sum, err := f.with(b).earnedBy(p, end); {
		case err == nil:
			sum -= now
			all[i] = &sum
		case fault.KindOf(err) != fault.Invalid:
			return nil, err
		}
	}
	return all, nil
}

// earnedBy is what a payee has earned to date at the end of a day, in minor units of the plan's currency.
func (f outlook) earnedBy(p fact.Payee, day period.Date) (int64, error) {
	_, in, err := f.expectedInput(p)
	if err != nil {
		return 0, err
	}
	at, err := commission.Evaluate(in, day)
	if err != nil {
		return 0, err
	}
	return at.Earned(), nil
}
