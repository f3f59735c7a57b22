package pay

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Cash writes amounts of one currency. Unless something else is said they are minor units.
type Cash money.Currency

// Short is an amount in few letters, for a tile or an axis: $1.2M.
func (c Cash) Short(minor int64) string { return page.Cash(c).Short(minor) }

// Exact is an amount with all its digits.
func (c Cash) Exact(minor int64) string { return page.Cash(c).Exact(minor) }

// Axis writes the amounts beside a chart.
func (c Cash) Axis() func(float64) string { return page.Cash(c).Axis() }

// Major writes an amount of major units.
func (c Cash) Major(d decimal.Decimal) string {
	return c.Exact(d.Shift(money.Currency(c).Exponent()).Round(0).IntPart())
}

// Signed is an amount with its sign, for the parts of a sum.
func (c Cash) Signed(minor int64) string { return ui.Signed(c.Exact(minor)) }

// Taken is an amount that lessens a balance; nothing is a dash.
func (c Cash) Taken(minor int64) string { return c.Given(-minor) }

// Given is an amount, or a dash where there is none.
func (c Cash) Given(minor int64) string {
	if minor == 0 {
		return ui.None
	}
	return c.Exact(minor)
}
