package page

import (
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/web/ui"
)

// PercentOf formats a share calculated in floating point.
func PercentOf(share float64, places int32) string {
	return ui.Percent(decimal.NewFromFloat(share), places)
}

// PercentOrNone writes a share with one decimal, a dash where there is none.
func PercentOrNone(share *float64) string {
	if share == nil {
		return ui.None
	}
	return PercentOf(*share, 1)
}

// SignedPercent formats how far too high or too low something was; a dash if unknown.
func SignedPercent(share *float64) string {
	if share == nil {
		return ui.None
	}
	return ui.Signed(PercentOf(*share, 1))
}

// Rate is a fraction in percent with every decimal that it has: 0.125 is "12.5 %".
func Rate(d decimal.Decimal) string { return Figure(d.Shift(2).String()) + ui.PercentSign }

// LowerFirst continues a sentence with a label that usually begins one.
func LowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
