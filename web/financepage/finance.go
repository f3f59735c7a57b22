// Package financepage is the pages of pay for finance: what contracts cost, the payroll's file, and budgets of bonuses.
package financepage

import (
	"github.com/shopspring/decimal"

	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// percentTyped writes a fraction as a person types it, in per cent.
func percentTyped(d decimal.Decimal) string { return page.Figure(d.Shift(2).String()) }

func orNone(s string) string {
	if s == "" {
		return ui.None
	}
	return s
}
