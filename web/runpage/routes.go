package runpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for runs of pay.
type area struct{ *site.Site }

// Routes are the runs that make statements, and the teams whose managers approve them.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.RunPay))
			r.Get("/commissions/runs", a.Handle(a.showRuns))
			r.Post("/commissions/runs", a.Handle(a.openRun))
			r.Get("/commissions/runs/{id}", a.Handle(a.showRun))
			r.Post("/commissions/runs/{id}/withdrawal", a.Handle(a.withdrawRun))
			r.Get("/commissions/runs/{id}/statements.csv", a.Handle(a.exportRun))
			r.Get("/commissions/runs/{id}/statements.xlsx", a.Handle(a.exportRun))
			r.With(a.Require(tenant.ManagePay)).Post("/commissions/waivers", a.Handle(a.waivePeriod))
		})
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.ApprovePay))
			r.Get("/commissions/team", a.Handle(a.showTeam))
			r.Get("/commissions/team.csv", a.Handle(a.exportTeam))
			r.Get("/commissions/team.xlsx", a.Handle(a.exportTeam))
			r.Post("/commissions/moves", a.Handle(a.moveStatements))
		})
	}
}
