package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/assets"
)

var notHere = fault.New(fault.NotFound, "There is nothing here, or it is not yours to see.")

// routes is every address of the site.
func (s *Server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(ownID, middleware.RequestID, middleware.GetHead, s.observe, s.secure, s.sameSite, s.legible)
	r.Handle("/assets/*", assets.Handler())
	r.Get("/healthz", s.handle(s.showHealth))
	r.Get("/readyz", s.handle(s.showReady))
	r.Group(func(r chi.Router) {
		r.Use(middleware.Compress(5), s.atMost(6000), auth.Keep(s.sessions, s.fail))
		s.publicRoutes(r)
		r.Group(func(r chi.Router) {
			r.Use(s.signedIn)
			r.Get("/", s.handle(s.showStart))
			r.Get("/o", s.handle(s.showOrganisations))
			r.Get("/me", s.handle(s.showMe))
			r.Post("/me/password", s.handle(s.changePassword))
			r.Post("/me/sessions/end", s.handle(s.endSessions))
			r.Route("/o/{org}", s.orgRoutes)
		})
	})
	r.NotFound(s.handle(func(http.ResponseWriter, *http.Request) error { return notHere }))
	r.MethodNotAllowed(s.handle(s.wrongMethod))
	return r
}

// publicRoutes need nobody to be signed in.
func (s *Server) publicRoutes(r chi.Router) {
	r.Get("/login", s.handle(s.showSignIn))
	r.With(s.atMost(30)).Post("/login", s.handle(s.signIn))
	r.Post("/logout", s.handle(s.signOut))
	r.Post("/theme", s.handle(s.setTheme))
	r.Get("/password", s.handle(s.showForgotten))
	r.Post("/password", s.handle(s.requestReset))
	r.Get("/password/{token}", s.handle(s.showReset))
	r.Post("/password/{token}", s.handle(s.reset))
	r.Get("/join/{org}/{token}", s.handle(s.showInvitation))
	r.Post("/join/{org}/{token}", s.handle(s.acceptInvitation))
	if s.config.Dev {
		r.Get("/outbox", s.handle(s.showOutbox))
	}
}

// orgRoutes are the pages of an organisation, for those who have a seat in it.
func (s *Server) orgRoutes(r chi.Router) {
	r.Use(s.seated, s.inTurn)
	r.Get("/", s.handle(s.showOrganisation))
	r.Get("/home", s.handle(s.showHome))
	r.Get("/setup", s.handle(s.showSetup))
	r.Get("/home.csv", s.handle(s.exportHome))
	r.Get("/home.xlsx", s.handle(s.exportHome))
	r.Get("/pipeline", s.handle(s.showPipeline))
	r.Get("/pipeline.csv", s.handle(s.exportPipeline))
	r.Get("/pipeline.xlsx", s.handle(s.exportPipeline))
	r.Get("/opportunities/{id}", s.handle(s.showOpportunity))
	r.With(s.require(tenant.EditRecords)).Post("/opportunities/{id}/category", s.handle(s.categorize))
	r.With(s.require(tenant.EditRecords)).Post("/opportunities/{id}/tags", s.handle(s.tag))
	r.Get("/accounts", s.handle(s.showAccounts))
	r.Get("/accounts.csv", s.handle(s.exportAccounts))
	r.Get("/accounts.xlsx", s.handle(s.exportAccounts))
	r.Get("/accounts/{id}", s.handle(s.showAccount))
	r.Get("/quotas", s.handle(s.showQuotas))
	r.Get("/quotas.csv", s.handle(s.exportQuotas))
	r.Get("/quotas.xlsx", s.handle(s.exportQuotas))
	r.Get("/members/{id}", s.handle(s.showMember))
	r.Get("/reports/bookings", s.handle(s.showBookings))
	r.Get("/reports/bookings.csv", s.handle(s.exportBookings))
	r.Get("/reports/bookings.xlsx", s.handle(s.exportBookings))
	r.Get("/reports/forecast", s.handle(s.showWeighted))
	r.Get("/reports/forecast.csv", s.handle(s.exportWeighted))
	r.Get("/reports/forecast.xlsx", s.handle(s.exportWeighted))
	s.forecastRoutes(r)
	s.reviewRoutes(r)
	s.payRoutes(r)
	s.payFinanceRoutes(r)
	s.payDisputeRoutes(r)
	s.payAdjustmentRoutes(r)
	s.payLineRoutes(r)
	s.payCreditRoutes(r)
	s.planRoutes(r)
	r.Get("/definitions", s.handle(s.showDefinitions))
	r.Get("/search", s.handle(s.search))
	r.Get("/more", s.handle(s.showMore))
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.RunImports))
		r.Get("/imports", s.handle(s.showImports))
		r.Post("/imports", s.handle(s.startImport))
		r.Get("/imports/{id}", s.handle(s.showImport))
		r.Get("/imports/{id}/progress", s.handle(s.streamImport))
		r.Get("/imports/{id}/rows.csv", s.handle(s.exportImportRows))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ManageMembers))
		r.Get("/settings/members", s.handle(s.showMembers))
		r.Post("/settings/members", s.handle(s.addMember))
		r.Post("/settings/members/{id}/assignment", s.handle(s.assignMember))
		r.Post("/settings/members/{id}/invitation", s.handle(s.inviteMember))
		r.Post("/settings/members/{id}/access/end", s.handle(s.endAccess))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ManageForecast))
		r.Get("/settings/forecast", s.handle(s.showForecastRules))
		r.Post("/settings/forecast", s.handle(s.setForecastRules))
		r.Post("/settings/forecast/lock", s.handle(s.lockForecast))
		r.Get("/settings/forecast/cutoffs/{id}.csv", s.handle(s.exportCutoff))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ManageSettings))
		r.Get("/settings", s.handle(s.showSettings))
		r.Post("/settings/rates", s.handle(s.setRate))
		r.Post("/settings/numbers", s.handle(s.setNumbers))
	})
	r.With(s.require(tenant.ReadAudit)).Get("/audit", s.handle(s.showAudit))
}

// forecastRoutes are the sheet of a period, the published forecast and its proof.
func (s *Server) forecastRoutes(r chi.Router) {
	r.Get("/forecast", s.handle(s.showForecast))
	r.Get("/forecast/mine", s.handle(s.showMine))
	r.Get("/forecast/{period}", s.handle(s.showSheet))
	r.Get("/forecast/{period}/sheet.csv", s.handle(s.exportSheet))
	r.Get("/forecast/{period}/sheet.xlsx", s.handle(s.exportSheet))
	r.Get("/forecast/{period}/members/{id}", s.handle(s.showBehind))
	r.With(s.require(tenant.SubmitForecast)).Post("/forecast/{period}/submissions", s.handle(s.submitCall))
	r.With(s.require(tenant.JudgeForecast)).Post("/forecast/{period}/judgements", s.handle(s.judge))
	r.With(s.require(tenant.JudgeForecast)).Post("/forecast/{period}/judgements/{id}/withdrawal", s.handle(s.withdraw))
	r.Get("/forecast/outlook", s.handle(s.showOutlook))
	r.Get("/forecast/outlook.csv", s.handle(s.exportOutlook))
	r.Get("/forecast/outlook.xlsx", s.handle(s.exportOutlook))
	r.With(s.require(tenant.PlanScenarios)).Post("/forecast/outlook/scenarios", s.handle(s.suppose))
	r.Get("/forecast/accuracy", s.handle(s.showAccuracy))
	r.Get("/forecast/accuracy.csv", s.handle(s.exportAccuracy))
	r.Get("/forecast/accuracy.xlsx", s.handle(s.exportAccuracy))
	r.Get("/forecast/accuracy/trials", s.handle(s.showTrials))
	r.Get("/forecast/accuracy/trials.csv", s.handle(s.exportTrials))
	r.Get("/forecast/accuracy/trials.xlsx", s.handle(s.exportTrials))
	r.With(s.require(tenant.RunImports)).Post("/forecast/outlook/refresh", s.handle(s.refreshOutlook))
}

// reviewRoutes are the weekly review.
func (s *Server) reviewRoutes(r chi.Router) {
	r.Get("/review", s.handle(s.showCurrentReview))
	r.Get("/review/{week}", s.handle(s.showReview))
	r.Get("/review/{week}/changes.csv", s.handle(s.exportReview))
	r.Get("/review/{week}/changes.xlsx", s.handle(s.exportReview))
	runs := r.With(s.require(tenant.RunReviews))
	runs.Post("/review/{week}/opportunities/{id}/judgement", s.handle(s.judgeOpportunity))
	runs.Post("/review/{week}/opportunities/{id}/next-step", s.handle(s.setNextStep))
	runs.Post("/review/{week}/notes", s.handle(s.addReviewNote))
	runs.Post("/review/{week}/actions", s.handle(s.agreeAction))
	runs.Post("/review/{week}/actions/{id}/mark", s.handle(s.markAction))
	runs.Post("/review/{week}/finish", s.handle(s.finishReview))
	runs.Post("/review/{week}/reopen", s.handle(s.reopenReview))
}

// payRoutes are statements and the runs that make them. Whose pay somebody reads is Postgres's to say.
func (s *Server) payRoutes(r chi.Router) {
	r.Get("/commissions", s.handle(s.showCommissions))
	r.Get("/commissions/mine", s.handle(s.showMyStatement))
	r.Get("/commissions/what-if", s.handle(s.showWhatIf))
	r.Get("/commissions/{period}", s.handle(s.showStatement))
	r.Get("/commissions/{period}/statement.csv", s.handle(s.exportStatement))
	r.Get("/commissions/{period}/statement.xlsx", s.handle(s.exportStatement))
	r.Get("/commissions/{period}/statement.pdf", s.handle(s.printStatement))
	r.Get("/commissions/{period}/changes", s.handle(s.showChanges))
	r.Get("/commissions/{period}/proof.zip", s.handle(s.proveStatement))
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.RunPay))
		r.Get("/commissions/runs", s.handle(s.showRuns))
		r.Post("/commissions/runs", s.handle(s.openRun))
		r.Get("/commissions/runs/{id}", s.handle(s.showRun))
		r.Post("/commissions/runs/{id}/withdrawal", s.handle(s.withdrawRun))
		r.Get("/commissions/runs/{id}/statements.csv", s.handle(s.exportRun))
		r.Get("/commissions/runs/{id}/statements.xlsx", s.handle(s.exportRun))
		r.With(s.require(tenant.ManagePay)).Post("/commissions/waivers", s.handle(s.waivePeriod))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ApprovePay))
		r.Get("/commissions/team", s.handle(s.showTeam))
		r.Get("/commissions/team.csv", s.handle(s.exportTeam))
		r.Get("/commissions/team.xlsx", s.handle(s.exportTeam))
		r.Post("/commissions/moves", s.handle(s.moveStatements))
	})
}

// planRoutes are compensation plans: for those who manage them, and the letter for who is on one.
func (s *Server) planRoutes(r chi.Router) {
	manages := r.With(s.require(tenant.ManagePlans))
	manages.Get("/plans", s.handle(s.showPlans))
	manages.Post("/plans", s.handle(s.uploadPlan))
	manages.Get("/plans/new", s.handle(s.newPlan))
	manages.Post("/plans/new", s.handle(s.changePlan))
	manages.Get("/plans/{id}/edit", s.handle(s.editPlan))
	manages.Post("/plans/{id}/edit", s.handle(s.changePlan))
	manages.Get("/plans/{id}", s.handle(s.showPlan))
	manages.Get("/plans/{id}/versions/{n}.json", s.handle(s.exportPlan))
	manages.Get("/plans/{id}/versions/{n}/publish", s.handle(s.showPublication))
	manages.Post("/plans/{id}/versions/{n}/publish", s.handle(s.publishPlan))
	r.Get("/plans/mine", s.handle(s.showMyPlan))
	r.Get("/plans/{id}/letter", s.handle(s.showLetter))
	r.Post("/plans/{id}/letter", s.handle(s.acceptLetter))
	manages.Get("/plans/{id}/simulate", s.handle(s.showSimulation))
	manages.Get("/plans/{id}/simulate.csv", s.handle(s.exportSimulation))
	manages.Get("/plans/{id}/simulate.xlsx", s.handle(s.exportSimulation))
	manages.Post("/plans/{id}/members", s.handle(s.assignPlan))
	manages.Post("/plans/{id}/members/{member}/end", s.handle(s.endPlan))
}
