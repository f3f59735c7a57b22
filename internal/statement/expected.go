package statement

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/commission"
	"quarterdeck/internal/fault"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
)

// EarnedIn is what a member's bookings earn in a period by the plan that is theirs: with what is known, and with one booking more of
// each remainder, an amount in the base currency. ok is false where
// no plan pays them, several do, or theirs pays for what others book.
func EarnedIn(ctx context.Context, tx *tenant.Tx, member uuid.UUID, p period.Period, remainders []int64) (earned []int64, currency money.Currency, ok bool, err error) {
	f, err := gatherOne(ctx, tx, member, p.End-1)
	if err != nil {
		return nil, "", false, err
	}
	payees := f.payeesOf(member, tx.Today())
	if len(payees) != 1 || f.overriding[member] {
		return nil, "", false, nil // with several plans it is not known which the rest counts for; nor by whom it is won for who is paid for others
	}
	on := max(tx.Today(), p.Start)
	for i, r := range append([]int64{0}, remainders...) {
		with := *f
		if i > 0 && r > 0 {
			extra, err := f.suppose(ctx, tx, member, []Hypothesis{{Amount: r, Currency: f.base, CloseOn: min(on, p.End-1)}})
			if err != nil {
				return nil, "", false, err
			}
			with.bookings, with.credits = append(slices.Clone(f.bookings), extra...), map[payee][]credited{}
			with.give()
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
func (f *facts) earnedIn(p payee, in period.Period) (int64, money.Currency, error) {
	b, err := f.bundle(p)
	if err != nil {
		return 0, "", err
	}
	input, err := b.Input()
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
