// Package pay is what the screens about pay share: the tabs between them, how amounts and days are written, and the
// buttons that move statements on.
package pay

import (
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Tabs lead between the pages of pay that a role may open.
func Tabs(w page.Where, role tenant.Role, active string) []ui.Tab {
	var all []ui.Tab
	for _, t := range []struct {
		label, path string
		shown       bool
	}{{"My statement", "/commissions/mine", role.Reach() != tenant.All},
		{"What if", "/commissions/what-if", role.Reach() != tenant.All}, {"My plan", "/plans/mine",
			role.Reach() != tenant.All}, {"Team", "/commissions/team", role == tenant.Manager},
		{"Runs", "/commissions/runs", role.May(tenant.RunPay)}, {"Plans", "/plans", role.May(tenant.ManagePlans)},
		{"Disputes", "/commissions/disputes", role.Reach() != tenant.All || role.May(tenant.RunPay)},
		{"Adjustments", "/commissions/adjustments", role.May(tenant.RunPay)},
		{"Reporting lines", "/commissions/lines", role.May(tenant.ReadAllPay)},
		{"Billing", "/commissions/billing", role.May(tenant.EditCredit)},
		{"Finance", "/commissions/liability", role.May(tenant.ReadLiability)}} {
		if t.shown {
			all = append(all, ui.Tab{Label: t.label, Href: w.Base + t.path, Active: t.label == active})
		}
	}
	return all
}
