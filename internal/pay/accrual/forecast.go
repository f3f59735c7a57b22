package accrual

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
)

// Rate is the organisation's effective commission rate: commission earned in locked statements of past quarters divided
// by the revenue that they credit. Both are minor units of the base currency.
type Rate struct {
	Earned, Revenue int64
	Quarters        int // that have locked statements
	Members         int // behind it
	Waiting         int // members of whom a statement of those quarters is not locked
	From, To        period.Date
}

// Known reports whether there is a rate.
func (r Rate) Known() bool { return r.Quarters > 0 && r.Revenue > 0 }

// Share is the rate as a fraction.
func (r Rate) Share() decimal.Decimal {
	if !r.Known() {
		return decimal.Zero
	}
	return decimal.New(r.Earned, 0).DivRound(decimal.New(r.Revenue, 0), 12)
}

// Of is the expected commission for an amount of revenue, in minor units; rounded once, half up.
func (r Rate) Of(revenue int64) int64 {
	return decimal.New(revenue, 0).Mul(r.Share()).Round(0).IntPart()
}

// Expected is the commission that the published forecast of a quarter would cost, an estimate; amounts in minor units
// of the base currency.
type Expected struct {
	Rate             Rate
	Revenue          int64 // the published forecast
	Low, Value, High int64 // Low and High are nil-like zero where Ranged is false
	Ranged           bool
}

// Expect applies a rate to a forecast and its range. Nil bounds mean that the forecast has no range.
func Expect(r Rate, value int64, low, high *int64) Expected {
	e := Expected{Rate: r, Revenue: value, Value: r.Of(value)}
	if low != nil && high != nil {
		e.Low, e.High, e.Ranged = r.Of(*low), r.Of(*high), true
	}
	return e
}
