package forecastpage

import (
	"context"
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/site"
)

// behindRows is how many opportunities the drawer shows; its link leads to all of them.
const behindRows = 25

// behind loads the opportunities of a member in a category, and what was said about the member.
func (s area) behind(r *http.Request, id uuid.UUID) (behindView, error) {
	q := r.URL.Query()
	p := behindView{Where: site.Where(r), MemberID: id, Category: opportunity.Category(q.Get("cat")),
		Through: q.Get("sums") == "through", Whose: pipeline.Whose(q.Get("whose")), Tag: site.TagOf(q)}
	p.Where.Scope.Period = chi.URLParam(r, "period")
	if id != uuid.Nil {
		p.Where.Scope.Owner = id.String()
	}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Me = tx.Calendar(), tx.Actor().MemberID
		sc, err := scope.Resolve(ctx, tx, p.Where.Scope)
		if err != nil {
			return notHereFor(err, "period")
		}
		if p.Tags, err = forecast.Marked(ctx, tx, sc); err != nil {
			return err
		}
		if p.Board, err = pipeline.Load(ctx, tx, sc, p.Filter(behindRows)); err != nil {
			return err
		}
		if p.Settings, err = forecast.SettingsAt(ctx, tx, sc.Known); err != nil {
			return err
		}
		if p.Verdicts, err = review.Opinions(ctx, tx, sc.Period.Key, sc.AsOf); err != nil || id == uuid.Nil {
			return err
		}
		if p.Calls, err = forecast.Submissions(ctx, tx, id, sc.Period, sc.AsOf); err != nil {
			return err
		}
		p.Adjustments, err = forecast.Adjustments(ctx, tx, id, sc.Period, sc.AsOf)
		return err
	})
	return p, err
}

// notHereFor answers NotFound where the address names something in a way that means nothing, as opposed to a form.
func notHereFor(err error, field string) error {
	if broken, ok := errors.AsType[*fault.Fault](err); ok && broken.Field == field {
		return site.NotHere
	}
	return err
}
