// Package pay is the screens about what people are paid: plans and what they would have cost. Each is a pure function of its
// arguments, built from the parts of web/ui.
package pay

import (
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// cash writes amounts of one currency.
type cash money.Currency

func (c cash) short(minor int64) string {
	return ui.Compact(minor, string(c), int(money.Currency(c).Exponent()))
}

func (c cash) exact(minor int64) string {
	return ui.Exact(minor, string(c), int(money.Currency(c).Exponent()))
}

func (c cash) axis() func(float64) string {
	return ui.CompactAxis(string(c), int(money.Currency(c).Exponent()))
}

func text(s string) page.Cell { return page.Cell{Text: s} }

func major(minor int64, c money.Currency) page.Cell {
	return page.Cell{Text: money.Of(minor, c).String(), Number: true}
}

func day(d period.Date) string {
	if d.IsZero() {
		return ui.None
	}
	return ui.Date(d.Time())
}
