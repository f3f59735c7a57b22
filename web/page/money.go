package page

import (
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/web/ui"
)

// Cash writes amounts of one currency.
type Cash money.Currency

// Short formats minor units for tiles and charts: "€1.24M".
func (c Cash) Short(minor int64) string {
	return ui.Compact(minor, string(c), int(money.Currency(c).Exponent()))
}

// Exact formats minor units with every digit: "€1,240,000.00".
func (c Cash) Exact(minor int64) string {
	return ui.Exact(minor, string(c), int(money.Currency(c).Exponent()))
}

// Whole formats minor units without their fraction: "€1,240,000".
func (c Cash) Whole(minor int64) string {
	return ui.Whole(minor, string(c), int(money.Currency(c).Exponent()))
}

// Figure is a number of digits with a point, "1234.5" or "-0.25", as the organisation writes it.
func Figure(digits string) string {
	if strings.HasPrefix(digits, "-") {
		return ui.Minus + money.Mark + digits[1:]
	}
	return money.Mark + digits
}

// Axis writes the ticks of a chart whose values are minor units.
func (c Cash) Axis() func(float64) string {
	return ui.CompactAxis(string(c), int(money.Currency(c).Exponent()))
}

// OrNone writes an amount shortened, or a dash where there is none.
func (c Cash) OrNone(minor int64) string {
	if minor == 0 {
		return ui.None
	}
	return c.Short(minor)
}

// Major writes an amount of major units.
func (c Cash) Major(d decimal.Decimal) string {
	return c.Exact(d.Shift(money.Currency(c).Exponent()).Round(0).IntPart())
}

// Signed formats an amount with its sign, as a part of a sum.
func (c Cash) Signed(minor int64) string { return ui.Signed(c.Exact(minor)) }

// Taken formats an amount that reduces a balance; zero is a dash.
func (c Cash) Taken(minor int64) string { return c.Given(-minor) }

// Given formats an amount; zero is a dash.
func (c Cash) Given(minor int64) string {
	if minor == 0 {
		return ui.None
	}
	return c.Exact(minor)
}

// Plain formats an amount without cents if it has none, else with cents.
func (c Cash) Plain(minor int64) string {
	exponent := int(money.Currency(c).Exponent())
	if minor%decimal.New(1, money.Currency(c).Exponent()).IntPart() != 0 {
		return c.Exact(minor)
	}
	return ui.Whole(minor, string(c), exponent)
}
