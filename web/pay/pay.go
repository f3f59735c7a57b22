// Package pay is the screens about pay: statements and the runs that make them, and what finance works with. Each is a pure
// function of its arguments, built from the parts of web/ui.
package pay

import (
	"strconv"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// tabs lead between the pages of pay that a role may open.
func tabs(w page.Where, role tenant.Role, active string) []ui.Tab {
	var all []ui.Tab
	for _, t := range []struct {
		label, path string
		shown       bool
	}{{"My statement", "/commissions/mine", true}, {"What if", "/commissions/what-if", true}, {"Team", "/commissions/team", role == tenant.Manager},
		{"Runs", "/commissions/runs", role.May(tenant.RunPay)}} {
		if t.shown {
			all = append(all, ui.Tab{Label: t.label, Href: w.Base + t.path, Active: t.label == active})
		}
	}
	return all
}

// cash writes amounts of one currency.
type cash money.Currency

func (c cash) short(minor int64) string {
	return ui.Compact(minor, string(c), int(money.Currency(c).Exponent()))
}

func (c cash) exact(minor int64) string {
	return ui.Exact(minor, string(c), int(money.Currency(c).Exponent()))
}

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

func text(s string) page.Cell { return page.Cell{Text: s} }

func major(minor int64, c money.Currency) page.Cell {
	return page.Cell{Text: money.Of(minor, c).String(), Number: true}
}

func count(n int) page.Cell { return page.Cell{Text: strconv.Itoa(n), Number: true} }

func number(d decimal.Decimal) page.Cell { return page.Cell{Text: d.String(), Number: true} }

func day(d period.Date) string {
	if d.IsZero() {
		return ui.None
	}
	return ui.Date(d.Time())
}

// label is a period's name; what is no period is left as it is.
func label(c period.Calendar, key string) string {
	if p, err := c.Parse(key); err == nil {
		return p.Label
	}
	return key
}
