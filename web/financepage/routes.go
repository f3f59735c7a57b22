package financepage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for pay for finance.
type area struct{ *site.Site }

// Routes are what contracts cost, the payroll's file and the budgets of bonuses.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.ReadAllPay))
			r.Get("/commissions/capitalisation", a.Handle(a.showCapitalisation))
			r.Get("/commissions/capitalisation.csv", a.Handle(a.exportCapitalisation))
			r.Get("/commissions/capitalisation.xlsx", a.Handle(a.exportCapitalisation))
			r.Get("/commissions/spifs", a.Handle(a.showSpifs))
			r.Get("/commissions/spifs.csv", a.Handle(a.exportSpifs))
			r.Get("/commissions/spifs.xlsx", a.Handle(a.exportSpifs))
		})
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.ManagePay))
			r.Post("/commissions/capitalisation", a.Handle(a.setCapitalisation))
			r.Post("/commissions/capitalisation/{id}/impairments", a.Handle(a.impair))
			r.Get("/commissions/payroll", a.Handle(a.showPayroll))
			r.Post("/commissions/payroll", a.Handle(a.setPayrollColumns))
			r.Get("/commissions/payroll/{id}.csv", a.Handle(a.exportPayroll))
			r.Get("/commissions/payroll/{id}.xlsx", a.Handle(a.exportPayroll))
			r.Post("/commissions/payroll/{id}/paid", a.Handle(a.payRun))
		})
	}
}
