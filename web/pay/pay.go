// Package pay is the screens about pay: statements and the runs that make them, plans, disputes, and what finance works with.
// Each is a pure function of its arguments, built from the parts of web/ui.
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
	}{{"My statement", "/commissions/mine", role.Reach() != tenant.All}, {"What if", "/commissions/what-if", role.Reach() != tenant.All}, {"Team", "/commissions/team", role == tenant.Manager},
		{"Runs", "/commissions/runs", role.May(tenant.RunPay)}, {"Plans", "/plans", role.May(tenant.ManagePlans)},
		{"Disputes", "/commissions/disputes", role.Reach() != tenant.All || role.May(tenant.RunPay)}, {"Adjustments", "/commissions/adjustments", role.May(tenant.RunPay)},
		{"Billing", "/commissions/billing", role.May(tenant.EditCredit)}, {"Finance", "/commissions/liability", role.May(tenant.ReadLiability)}} {
		if t.shown {
			all = append(all, ui.Tab{Label: t.label, Href: w.Base + t.path, Active: t.label == active})
		}
	}
	return all
}

// cash writes amounts of one currency.
type cash money.Currency

// Cash is a currency that writes its amounts.
func Cash(c money.Currency) cash { return cash(c) }

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

func count(n int) page.Cell { return page.Cell{Text: strconv.Itoa(n), Number: true} }
