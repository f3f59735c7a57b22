package adminpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for those who run the house.
type area struct{ *site.Site }

// Routes are members, settings and the audit log.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.ManageMembers))
			r.Get("/settings/members", a.Handle(a.showMembers))
			r.Post("/settings/members", a.Handle(a.addMember))
			r.Post("/settings/members/{id}/assignment", a.Handle(a.assignMember))
			r.Post("/settings/members/{id}/invitation", a.Handle(a.inviteMember))
			r.Post("/settings/members/{id}/invitation/withdrawal", a.Handle(a.withdrawInvitation))
			r.Post("/settings/members/{id}/access/end", a.Handle(a.endAccess))
		})
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.ManageSettings))
			r.Get("/settings", a.Handle(a.showSettings))
			r.Post("/settings/rates", a.Handle(a.setRate))
			r.Post("/settings/numbers", a.Handle(a.setNumbers))
			r.Post("/settings/records", a.Handle(a.setRecords))
			r.Post("/settings/qualification", a.Handle(a.setQualification))
		})
		r.Group(func(r chi.Router) {
			r.Use(a.Require(tenant.ReadAudit))
			r.Get("/audit", a.Handle(a.showAudit))
			r.Get("/audit.csv", a.Handle(a.exportAudit))
			r.Get("/audit.xlsx", a.Handle(a.exportAudit))
		})
	}
}
