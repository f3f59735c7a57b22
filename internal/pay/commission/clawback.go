package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// fraction is a part that is kept as one, so that nothing is lost before the one rounding.
type fraction struct{ left, whole int64 }

// of is the part of a measure.
func (f fraction) of(d decimal.Decimal) decimal.Decimal {
	if f.left == f.whole {
		return d
	}
	return d.Mul(decimal.NewFromInt(f.left)).DivRound(decimal.NewFromInt(f.whole), 12)
}

// leftOf is the part that a clawback takes back of an opportunity that was booked on a day and ended on another: all of
// it, or the part of the days that are left (contract: clawback). ok is false past its days.
func leftOf(c *plan.Clawback, booked, ended period.Date) (part fraction, ok bool) {
	if c == nil {
		return fraction{}, false
	}
	days := max(0, int(ended-booked))
	if !c.Prorata {
		return fraction{1, 1}, days <= c.WithinDays
	}
	return fraction{int64(c.WithinDays - days), int64(c.WithinDays)}, days <= c.WithinDays
}

// clawed is the line that takes a part of a line back, at what was paid for it.
func clawed(l Line, p *plan.Document, c *plan.Clawback, booked period.Date, cause Event, part fraction) Line {
	back := l
	back.Clawback, back.Event, back.entry = true, cause.ID, nil
	back.Measure = part.of(l.Measure).Neg()
	left := decimal.NewFromInt(l.Amount).Mul(decimal.NewFromInt(part.left))
	back.Amount = -whole(left.DivRound(decimal.NewFromInt(part.whole), exact), p.Rounding)
	back.Why = whyClawed(l, p.Currency, c, booked, cause)
	return back
}
