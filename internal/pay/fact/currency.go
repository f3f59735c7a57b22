package fact

import (
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/record/quota"
)

// quotasOf prorates a member's quotas to each measurement period by the days on which the plan is theirs (definitions
// §9).
func (f *Facts) quotasOf(member uuid.UUID, b *evidence.Bundle, currency money.Currency) error {
	quotas, err := inCurrency(f.quotas[member], b.Terms, currency, f.Base)
	if err != nil {
		return err
	}
	for _, t := range b.Terms {
		for _, p := range f.Calendar.Between(t.Plan.Measurement, t.From, t.To) {
			if from, to := max(p.Start, t.From), min(p.End, t.To); quota.Covers(quotas, from, to) {
				minor := quota.Prorated(quotas, from, to)
				b.Quotas[p.Key] = b.Quotas[p.Key].Add(decimal.New(minor, -currency.Exponent()))
			}
		}
	}
	return nil
}

// inCurrency are the quotas of the days of a plan in its currency: their own, or the base currency's amount at the plan
// rate.
func inCurrency(quotas []quota.Quota, terms []evidence.Term,
	currency, base money.Currency) ([]quota.Quota, error) {
	converted := slices.DeleteFunc(slices.Clone(quotas), func(q quota.Quota) bool {
		return !slices.ContainsFunc(terms,
			func(t evidence.Term) bool { return q.ValidFrom < t.To && t.From < q.ValidTo })
	})
	for i, q := range converted {
		if q.Currency == currency {
			continue
		}
		if currency != base || q.Base == nil {
			return nil, fault.New(fault.Invalid, fmt.Sprintf(
				"A quota is in %s, and there is no exchange rate to %s, the plan's currency.", q.Currency, currency))
		}
		converted[i].Amount = *q.Base
	}
	return converted, nil
}

// Converter converts minor units at the rates of the day of booking (definitions §1), rounded half up once.
func (f *Facts) Converter(to money.Currency) convert {
	rate := func(c money.Currency, on period.Date) (decimal.Decimal, error) {
		if c == f.Base {
			return decimal.NewFromInt(1), nil
		}
		for _, r := range f.rates {
			if r.Currency == c && r.ValidFrom <= on && (r.ValidTo.IsZero() || on < r.ValidTo) {
				return r.Rate, nil
			}
		}
		return decimal.Zero, fault.New(fault.Invalid, fmt.Sprintf("There is no exchange rate for %s on %s.", c, on))
	}
	return func(minor int64, from money.Currency, on period.Date) (int64, error) {
		if from == to {
			return minor, nil
		}
		a, err := rate(from, on)
		if err != nil {
			return 0, err
		}
		b, err := rate(to, on)
		if err != nil {
			return 0, err
		}
		if !b.IsPositive() {
			return 0, fault.New(fault.Invalid, fmt.Sprintf("The exchange rate for %s on %s must be above "+
				"zero.", to, on))
		}
		m := decimal.New(minor, -from.Exponent()).Mul(a).DivRound(b, 12).Shift(to.Exponent()).Round(0)
		if m.Abs().GreaterThan(decimal.NewFromInt(money.Most)) {
			return 0, fault.New(fault.Invalid, fmt.Sprintf("In %s, this amount is too large.", to))
		}
		return m.IntPart(), nil
	}
}
