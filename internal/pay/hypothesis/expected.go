package hypothesis

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// EarnedIn is what a member's bookings earn in a period by the plan that is theirs: with what is known, and with more
// bookings that sum to each remainder, an amount in the base currency, each of the member's usual size. ok is false
// where no plan pays them, several do, or theirs pays for what others book.
func EarnedIn(ctx context.Context, tx *tenant.Tx, member uuid.UUID, p period.Period,
	remainders []int64) (earned []int64, currency money.Currency, ok bool, err error) {
	f, err := gatherOne(ctx, tx, member, p.End-1)
	if err != nil {
		return nil, "", false, err
	}
	payees := f.payeesOf(member, tx.Today())
	if len(payees) != 1 || f.PaidForOthers(member) {
		// With several plans it is not known which the rest counts for; nor by whom it is won for who is paid for
		// others.
		return nil, "", false, nil
	}
	on := max(tx.Today(), p.Start)
	for i, r := range append([]int64{0}, remainders...) {
		with := f
		if i > 0 && r > 0 {
			extra, err := f.bookingsOf(ctx, tx, member, f.portions(member, r, min(on, p.End-1)))
			if err != nil {
				return nil, "", false, err
			}
			with = f.with(extra...)
		}
		sum, c, err := with.earnedIn(payees[0], p)
		if fault.KindOf(err) == fault.Invalid {
			return nil, "", false, nil
		}
		if err != nil {
			return nil, "", false, err
		}
		earned, currency = append(earned, sum), c
	}
	return earned, currency, true, nil
}

// earnedIn is what is earned to date at a period's end less what was before its beginning.
func (f outlook) earnedIn(p fact.Payee, in period.Period) (int64, money.Currency, error) {
	b, input, err := f.expectedInput(p)
	if err != nil {
		return 0, "", err
	}
	before, err := commission.Evaluate(input, in.Start-1)
	if err != nil {
		return 0, "", err
	}
	after, err := commission.Evaluate(input, in.End-1)
	if err != nil {
		return 0, "", err
	}
	return after.Earned() - before.Earned(), b.Terms[len(b.Terms)-1].Plan.Currency, nil
}

// portions divides an amount of the base currency into bookings of the size that the member's have on average, so that
// what is paid or capped for each opportunity is not missed.
func (f outlook) portions(member uuid.UUID, amount int64, on period.Date) []Hypothesis {
	convert := f.Converter(f.Base)
	sum, n := int64(0), int64(0)
	for _, b := range f.Bookings {
		if b.Owner == nil || *b.Owner != member || b.First.Amount == nil {
			continue
		}
		if minor, err := convert(*b.First.Amount, b.First.Currency, b.On); err == nil && minor > 0 {
			sum, n = sum+minor, n+1
		}
	}
	parts := int64(1)
	if n > 0 {
		parts = min(50, max(1, (amount+sum/n/2)/max(1, sum/n)))
	}
	all := make([]Hypothesis, parts)
	for i := range all {
		all[i] = Hypothesis{Amount: amount / parts, Currency: f.Base, CloseOn: on}
	}
	all[0].Amount += amount % parts
	return all
}
