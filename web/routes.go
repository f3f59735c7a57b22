package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/accountpage"
	"quarterdeck/web/accuracypage"
	"quarterdeck/web/adjustmentpage"
	"quarterdeck/web/adminpage"
	"quarterdeck/web/assets"
	"quarterdeck/web/attachmentpage"
	"quarterdeck/web/billingpage"
	"quarterdeck/web/bulkpage"
	"quarterdeck/web/contactpage"
	"quarterdeck/web/disputepage"
	"quarterdeck/web/editorpage"
	"quarterdeck/web/financepage"
	"quarterdeck/web/forecastpage"
	"quarterdeck/web/homepage"
	"quarterdeck/web/hourspage"
	"quarterdeck/web/importpage"
	"quarterdeck/web/inboxpage"
	"quarterdeck/web/letterpage"
	"quarterdeck/web/liabilitypage"
	"quarterdeck/web/linepage"
	"quarterdeck/web/livepage"
	"quarterdeck/web/opportunitypage"
	"quarterdeck/web/outlookpage"
	"quarterdeck/web/planpage"
	"quarterdeck/web/processpage"
	"quarterdeck/web/qualitypage"
	"quarterdeck/web/recordpage"
	"quarterdeck/web/reportpage"
	"quarterdeck/web/reviewpage"
	"quarterdeck/web/rulespage"
	"quarterdeck/web/runpage"
	"quarterdeck/web/signpage"
	"quarterdeck/web/simulationpage"
	"quarterdeck/web/site"
	"quarterdeck/web/startpage"
	"quarterdeck/web/statementpage"
	"quarterdeck/web/taskpage"
	"quarterdeck/web/viewpage"
	"quarterdeck/web/whatifpage"
)

// Area is a part of the site: where its addresses begin, the right that each of them needs, and its pages. Without a
// right here, the pages say themselves what each needs beyond a seat in the organisation.
type Area struct {
	Prefixes []string
	Right    tenant.Right
	Routes   func(*site.Site) func(chi.Router)
}

// Areas is the map of an organisation's site.
var Areas = []Area{
	{[]string{"/", "/home", "/setup/progress", "/members", "/quotas", "/definitions", "/search", "/more"}, "",
		homepage.Routes},
	{[]string{"/setup"}, tenant.ManageSettings, startpage.Routes},
	{[]string{"/reports"}, "", reportpage.Routes},
	{[]string{"/pipeline"}, "", recordpage.Routes},
	{[]string{"/accounts"}, "", accountpage.Routes},
	{[]string{"/pipeline/bulk"}, tenant.EditRecords, bulkpage.Routes},
	{[]string{"/live"}, "", livepage.Routes},
	{[]string{"/views"}, "", viewpage.Routes},
	{[]string{"/contacts"}, "", contactpage.Routes},
	{[]string{"/opportunities", "/commands"}, "", opportunitypage.Routes},
	{[]string{"/attachments"}, "", attachmentpage.Routes},
	{[]string{"/tasks"}, "", taskpage.Routes},
	{[]string{"/inbox", "/mentions"}, "", inboxpage.Routes},
	{[]string{"/forecast"}, "", forecastpage.Routes},
	{[]string{"/settings/forecast"}, tenant.ManageForecast, rulespage.Routes},
	{[]string{"/settings/rules", "/settings/stages", "/settings/lists",
		"/settings/fields"}, tenant.ShapePipeline, processpage.Routes},
	{[]string{"/settings/hours"}, tenant.ShapePipeline, hourspage.Routes},
	{[]string{"/forecast/outlook"}, "", outlookpage.Routes},
	{[]string{"/forecast/accuracy"}, "", accuracypage.Routes},
	{[]string{"/review"}, "", reviewpage.Routes},
	{[]string{"/commissions"}, "", statementpage.Routes},
	{[]string{"/commissions/what-if"}, "", whatifpage.Routes},
	{[]string{"/commissions/runs", "/commissions/waivers", "/commissions/team", "/commissions/moves"}, "",
		runpage.Routes},
	{[]string{"/commissions/adjustments", "/commissions/readers", "/commissions/seats"}, tenant.RunPay,
		adjustmentpage.Routes},
	{[]string{"/commissions/lines"}, tenant.ReadAllPay, linepage.Routes},
	{[]string{"/commissions/disputes"}, "", disputepage.Routes},
	{[]string{"/commissions/billing", "/opportunities/{id}/credit"}, tenant.EditCredit, billingpage.Routes},
	{[]string{"/commissions/liability"}, tenant.ReadLiability, liabilitypage.Routes},
	{[]string{"/commissions/capitalisation", "/commissions/spifs", "/commissions/payroll"}, "", financepage.Routes},
	{[]string{"/plans"}, tenant.ManagePlans, planpage.Routes},
	{[]string{"/plans/new", "/plans/{id}/edit"}, tenant.ManagePlans, editorpage.Routes},
	{[]string{"/plans/mine", "/plans/{id}/letter"}, "", letterpage.Routes},
	{[]string{"/plans/{id}/simulate"}, tenant.ManagePlans, simulationpage.Routes},
	{[]string{"/imports"}, tenant.RunImports, importpage.Routes},
	{[]string{"/quality"}, tenant.ManageRecords, qualitypage.Routes},
	{[]string{"/settings", "/audit"}, "", adminpage.Routes},
}

// routes is every address of the site.
func (s *Server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(site.OwnID, middleware.RequestID, middleware.GetHead, s.Observe, s.Secure, s.SameSite, s.Legible)
	r.Handle("/assets/*", assets.Handler())
	r.Get("/healthz", s.Handle(s.showHealth))
	r.Get("/readyz", s.Handle(s.showReady))
	r.Group(func(r chi.Router) {
		r.Use(middleware.Compress(5), s.AtMost(6000), auth.Keep(s.Sessions, s.Fail))
		r.Group(signpage.Public(s.Site))
		r.Group(startpage.Public(s.Site))
		r.Group(func(r chi.Router) {
			r.Use(s.SignedIn)
			r.Group(signpage.Routes(s.Site))
			r.Route("/o/{org}", s.organisation)
		})
	})
	r.NotFound(s.Handle(func(http.ResponseWriter, *http.Request) error { return site.NotHere }))
	r.MethodNotAllowed(s.Handle(s.WrongMethod))
	return r
}

// organisation mounts the areas, for those who have a seat in the organisation.
func (s *Server) organisation(r chi.Router) {
	r.Use(s.Seated, s.InTurn)
	for _, a := range Areas {
		r.Group(func(r chi.Router) {
			if a.Right != "" {
				r.Use(s.Require(a.Right))
			}
			a.Routes(s.Site)(r)
		})
	}
}
