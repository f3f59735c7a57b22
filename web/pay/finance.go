package pay

import (
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// financeTabs lead between the pages of finance that a role may open.
func financeTabs(w page.Where, role tenant.Role, active string) []ui.Tab {
	var all []ui.Tab
	for _, t := range []struct {
		label, path string
		right       tenant.Right
	}{{"Liability", "/commissions/liability", tenant.ReadLiability},
		{"Contract costs", "/commissions/capitalisation", tenant.ReadAllPay},
		{"Payroll", "/commissions/payroll", tenant.ManagePay},
		{"SPIF budgets", "/commissions/spifs", tenant.ReadAllPay}} {
		if role.May(t.right) {
			all = append(all, ui.Tab{Label: t.label, Href: w.Base + t.path, Active: t.label == active})
		}
	}
	return all
}

// CurrencyOptions are the choices of a currency, after one that is none of them; empty: there is no such choice.
func CurrencyOptions(all []money.Currency, first string) []ui.Option {
	var options []ui.Option
	if first != "" {
		options = append(options, ui.Option{Label: first})
	}
	for _, c := range all {
		options = append(options, ui.Option{Value: string(c), Label: string(c)})
	}
	return options
}
