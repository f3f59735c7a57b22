package recordpage

import (
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// loadForecastOf loads what the forecast knows of an opportunity: why its category is what it is, and its tags.
func loadForecastOf(ctx context.Context, tx *tenant.Tx, p *Opportunity) (err error) {
	o, f := p.Opportunity, &p.Forecast
	if f.Settings, err = forecast.SettingsAt(ctx, tx, p.Scope.Known); err != nil {
		return err
	}
	if f.Reasons, err = forecast.Reasons(ctx, tx, o.ID, p.Scope.Known); err != nil {
		return err
	}
	f.Period = tx.Calendar().Containing(period.Quarter, max(o.CloseOn, p.Scope.Today))
	if o.Status != opportunity.Open && !o.CloseOn.IsZero() {
		f.Period = tx.Calendar().Containing(period.Quarter, o.CloseOn)
	}
	if f.Tags, err = forecast.TagsOf(ctx, tx, f.Period, o.ID, p.Scope.Known); err != nil {
		return err
	}
	stages, err := stage.At(ctx, tx, p.Scope.Known)
	if st, ok := stages.Find(o.Stage); ok {
		f.Default = opportunity.Category(st.Category)
	}
	f.Edits = tx.Actor().Role.May(tenant.EditRecords) && p.Scope.AsOf.IsZero() && o.Status == opportunity.Open
	return err
}

// categorize sets an opportunity's forecast category by hand, or gives it back to its stage.
// POST /o/{org}/opportunities/{id}/category
func (s area) categorize(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(site.Typed(r, "revision"), 10, 64)
	category, reason := opportunity.Category(site.Typed(r, "category")), r.PostFormValue("reason")
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if category == "" {
			return forecast.Release(ctx, tx, id, revision, reason)
		}
		return forecast.Categorize(ctx, tx, id, revision, category, reason)
	})
	return s.afterOpportunity(w, r, id, err, "The forecast category is saved.")
}

// tag sets a tag of an opportunity for the period that it counts for, or takes it off. POST /o/{org}/opportunities/{id}/tags
func (s area) tag(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, err := tx.Calendar().Parse(site.Typed(r, "period"))
		if err != nil {
			return fault.On("period", "A tag is for a period such as 2026-Q4.")
		}
		return forecast.Mark(ctx, tx, p, id, forecast.Tag(site.Typed(r, "tag")), site.Typed(r, "on") != "")
	})
	return s.afterOpportunity(w, r, id, err, "The tag is saved.")
}

// afterOpportunity leads back to the opportunity, or shows it once more with what was refused.
func (s area) afterOpportunity(w http.ResponseWriter, r *http.Request, id uuid.UUID, err error, done string) error {
	if err == nil {
		return s.Redirect(w, r, site.Where(r).Base+"/opportunities/"+id.String()+"#forecast", done)
	}
	return site.Again(r, err, func(status int, f page.Form) error {
		return s.opportunityPage(w, r, status, id, f)
	})
}
