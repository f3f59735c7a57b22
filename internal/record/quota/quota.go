// Package quota owns what each member is asked to close, and prorates it to any period.
//
// A quota is an amount for the whole of its period, in force on some days of it. A change in mid-period is a second row
// for the same period, in force from the day of the change; nothing is edited (definitions §9).
package quota

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Quota is Amount minor units of Currency for all of [StartsOn, EndsOn), in force in [ValidFrom, ValidTo) of it.
type Quota struct {
	MemberID  uuid.UUID
	StartsOn  period.Date
	EndsOn    period.Date
	ValidFrom period.Date
	ValidTo   period.Date
	Amount    int64
	Currency  money.Currency
	KnownAt   time.Time
	// Amount in the organisation's currency at the rate of StartsOn, the plan rate (definitions §1); nil: no rate
	Base *int64
}

// check refuses a quota whose days make no sense.
func (q Quota) check() error {
	switch {
	case q.EndsOn <= q.StartsOn:
		return fault.On("ends_on", "A quota must end after it starts.")
	case q.ValidFrom < q.StartsOn || q.ValidTo > q.EndsOn || q.ValidTo <= q.ValidFrom:
		return fault.On("valid_from", "The quota's effective dates must be within its period.")
	case q.Amount < 0:
		return fault.On("amount", "A quota cannot be negative.")
	}
	return nil
}

// Prorated is what the quotas, all of one currency, ask for in [from, to): Σ amount × days in force in the span ÷ days
// of the quota's period, rounded once, half up (definitions §9). 1.2 M a year raised to 1.5 M on 1 July 2026 asks for
// 1,351,232.88 in 2026.
func Prorated(quotas []Quota, from, to period.Date) int64 {
	sum := decimal.Zero
	for _, q := range quotas {
		days := min(q.ValidTo, to) - max(q.ValidFrom, from)
		if days > 0 {
			share := decimal.NewFromInt(q.Amount).Mul(decimal.NewFromInt(int64(days)))
			sum = sum.Add(share.DivRound(decimal.NewFromInt(int64(q.EndsOn-q.StartsOn)), 12))
		}
	}
	return sum.Round(0).IntPart()
}

// Covers tells that a quota is in force on some day of [from, to), also one of nothing.
func Covers(quotas []Quota, from, to period.Date) bool {
	return slices.ContainsFunc(quotas, func(q Quota) bool { return min(q.ValidTo, to) > max(q.ValidFrom, from) })
}

// LinearPace is what would be closed by now if it came evenly: quota × days elapsed ÷ days of the period (definitions
// §9).
func LinearPace(quota int64, p period.Period, today period.Date) int64 {
	share := decimal.NewFromInt(quota).Mul(decimal.NewFromInt(int64(p.Elapsed(today))))
	return share.DivRound(decimal.NewFromInt(int64(p.Days())), 0).IntPart()
}

// NeededPerWeek is what has to be closed in each week that is left, the day itself counted; zero once the quota is met
// or the period is over.
func NeededPerWeek(quota, won int64, p period.Period, today period.Date) int64 {
	left := p.Days() - p.Elapsed(today) + 1
	if today >= p.End || quota <= won {
		return 0
	}
	return decimal.NewFromInt(quota-won).Mul(decimal.NewFromInt(7)).DivRound(decimal.NewFromInt(int64(min(left,
		p.Days()))), 0).IntPart()
}
