package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

// takes is the part that a clawback takes back of an opportunity that was booked on a day and ended on another: all of it,
// or the part of the days that are left (contract: clawback). ok is false past its days.
func takes(c *plan.Clawback, booked, ended period.Date) (part decimal.Decimal, ok bool) {
	days := max(0, int(ended-booked))
	switch {
	case c == nil || days > c.WithinDays:
		return decimal.Zero, false
	case !c.Prorata:
		return one, true
	default:
		return decimal.NewFromInt(int64(c.WithinDays-days)).DivRound(decimal.NewFromInt(int64(c.WithinDays)), 12), true
	}
}

// clawed is the line that takes a part of a line back, at what was paid for it.
func clawed(l Line, p *plan.Document, c *plan.Clawback, booked period.Date, cause Event, part decimal.Decimal) Line {
	back := l
	back.Clawback, back.Event = true, cause.ID
	back.Measure = l.Measure.Mul(part).Neg()
	back.Amount = -round(decimal.New(l.Amount, -p.Currency.Exponent()).Mul(part), p)
	back.Why = whyClawed(l, p.Currency, c, booked, cause)
	return back
}
