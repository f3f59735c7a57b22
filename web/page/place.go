package page

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/statement"
)

// minor turns major units into minor ones, a begun one counted whole: what is missing until a tier is never said too
// low.
func (c Cash) minor(d decimal.Decimal) int64 {
	return d.Shift(money.Currency(c).Exponent()).Ceil().IntPart()
}

// Credit formats a component's credit: an amount, or a count.
func (c Cash) Credit(p statement.Place, d decimal.Decimal) string {
	if p.Count {
		return d.String()
	}
	return c.Plain(c.minor(d))
}

// Rated formats a tier's rate: a share, or an amount per unit.
func (c Cash) Rated(p statement.Place, rate decimal.Decimal) string {
	if p.Count {
		return c.Plain(c.minor(rate)) + " each"
	}
	return Rate(rate)
}

// Reach is the credit needed for the next tier: "Close $23,400 more to unlock the 15 % rate". It is empty at the top
// tier.
func (c Cash) Reach(p statement.Place) string {
	step, more, ok := p.Next()
	if !ok {
		return ""
	}
	said := "Close " + c.Credit(p, more) + " more to unlock the " + c.Rated(p, step.Rate) + " rate"
	if p.Count {
		said = "Close " + c.Credit(p, more) + " more to unlock " + c.Rated(p, step.Rate)
	}
	if step.Back {
		return said + " on everything in the period"
	}
	return said
}

// Next is Reach with the approximate earnings up to it: "… the 15 % rate. You earn about $2,340 getting there".
func (c Cash) Next(p statement.Place) string {
	said := c.Reach(p)
	if step, more, ok := p.Next(); ok {
		if way := c.way(p, step, more); way != "" {
			said += ". You earn about " + way + " getting there"
		}
	}
	return said
}

// way is what the credit up to the next tier earns at today's rate; multipliers and caps are left out, and a tier that
// pays back from the first unit has no such figure.
func (c Cash) way(p statement.Place, next commission.Step, more decimal.Decimal) string {
	now, ok := p.Now()
	if !ok || next.Back || !now.Rate.IsPositive() {
		return ""
	}
	minor := more.Mul(now.Rate).Shift(money.Currency(c).Exponent()).Round(0).IntPart()
	if minor == 0 {
		return ""
	}
	return c.Plain(minor)
}
