package reviewpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// area answers for the weekly review.
type area struct{ *site.Site }

// Routes are the weekly review.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/review", a.Handle(a.showCurrentReview))
		r.Get("/review/{week}", a.Handle(a.showReview))
		r.Get("/review/{week}/changes.csv", a.Handle(a.exportReview))
		r.Get("/review/{week}/changes.xlsx", a.Handle(a.exportReview))
		runs := r.With(a.Require(tenant.RunReviews))
		runs.Post("/review/{week}/opportunities/{id}/judgement", a.Handle(a.saveOpinion))
		runs.Post("/review/{week}/opportunities/{id}/next-step", a.Handle(a.setNextStep))
		runs.Post("/review/{week}/notes", a.Handle(a.addReviewNote))
		runs.Post("/review/{week}/actions", a.Handle(a.agreeAction))
		runs.Post("/review/{week}/actions/{id}/mark", a.Handle(a.markAction))
		runs.Post("/review/{week}/finish", a.Handle(a.finishReview))
		runs.Post("/review/{week}/reopen", a.Handle(a.reopenReview))
	}
}
