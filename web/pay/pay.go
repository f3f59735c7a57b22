// Package pay is the screens about pay: statements and the runs that make them, and what finance works with: what is owed, what contracts cost,
// the payroll file, and SPIF budgets. Each is a pure function of its arguments, built from the parts of web/ui.
package pay

import (
	"strconv"

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
	}{{"My statement", "/commissions/mine", true}, {"What if", "/commissions/what-if", role.Reach() != tenant.All}, {"Team", "/commissions/team", role == tenant.Manager},
		{"Runs", "/commissions/runs", role.May(tenant.RunPay)}, {"Liability", "/commissions/liability", role.May(tenant.ReadLiability)},
		{"Contract costs", "/commissions/capitalisation", role.May(tenant.ReadAllPay)}, {"Payroll", "/commissions/payroll", role.May(tenant.ManagePay)},
		{"SPIF budgets", "/commissions/spifs", role.May(tenant.ReadAllPay)}} {
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

// taken is an amount that lessens a balance; nothing is a dash.
func (c cash) taken(minor int64) string {
	if minor == 0 {
		return ui.None
	}
	return c.exact(-minor)
}

// given is an amount, or a dash where there is none.
func (c cash) given(minor int64) string {
	if minor == 0 {
		return ui.None
	}
	return c.exact(minor)
}

func (c cash) axis() func(float64) string {
	return ui.CompactAxis(string(c), int(money.Currency(c).Exponent()))
}

func text(s string) page.Cell { return page.Cell{Text: s} }

func major(minor int64, c money.Currency) page.Cell {
	return page.Cell{Text: money.Of(minor, c).String(), Number: true}
}

func count(n int) page.Cell { return page.Cell{Text: strconv.Itoa(n), Number: true} }

func day(d period.Date) string {
	if d.IsZero() {
		return ui.None
	}
	return ui.Date(d.Time())
}

// currencyOptions are the choices of a currency, where there are several.
func currencyOptions(all []money.Currency, first string) []ui.Option {
	options := []ui.Option{{Label: first}}
	for _, c := range all {
		options = append(options, ui.Option{Value: string(c), Label: string(c)})
	}
	return options
}
