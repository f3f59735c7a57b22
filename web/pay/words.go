package pay

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// major writes an amount of major units.
func (c cash) major(d decimal.Decimal) string {
	return c.exact(d.Shift(money.Currency(c).Exponent()).Round(0).IntPart())
}

// signed is an amount with its sign, for the parts of a sum.
func (c cash) signed(minor int64) string { return ui.Signed(c.exact(minor)) }

// rate is a fraction in percent with every decimal that it has: 0.125 is "12.5 %".
func rate(d decimal.Decimal) string { return d.Shift(2).String() + "\u00a0%" }

// attained is an attainment in percent, cut off and not rounded, so that 99.99 % of a quota is not shown as all of it.
func attained(d *decimal.Decimal) string {
	if d == nil {
		return ui.None
	}
	return rate(d.Truncate(3))
}

func number(d decimal.Decimal) page.Cell { return page.Cell{Text: d.String(), Number: true} }

// label is a period's name; what is no period is left as it is.
func label(c period.Calendar, key string) string {
	if p, err := c.Parse(key); err == nil {
		return p.Label
	}
	return key
}
