package opportunitypage

import (
	"context"
	"net/http"

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
func loadForecastOf(ctx context.Context, tx *tenant.Tx, p *opportunityView) (err error) {
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

// categoryForm is what somebody says of an opportunity's category; an empty category is its stage's.
type categoryForm struct {
	Revision int64                `form:"revision"`
	Saw      *string              `form:"saw"`
	Category opportunity.Category `form:"category"`
	Reason   string               `form:"reason"`
	Back     string               `form:"back"` // the page on which it was said, if not the opportunity's
}

// categorize sets an opportunity's forecast category by hand, or gives it back to its stage.
// POST /o/{org}/opportunities/{id}/category
func (s area) categorize(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	f, err := site.Decode[categoryForm](r)
	var done uuid.UUID
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			if f.Category == "" {
				return forecast.Release(ctx, tx, id, f.Revision, f.Reason)
			}
			done, err = forecast.Categorize(ctx, tx, id, forecast.Override{Category: f.Category, Reason: f.Reason,
				Revision: f.Revision, Saw: f.Saw})
			return err
		})
	}
	if f.Back != "" && elsewhere(err) {
		return s.back(w, r, f.Back, done, err, "Forecast category saved.")
	}
	if cellOf(r) != "" {
		return s.settled(w, r, id, done, err, "")
	}
	return s.afterOpportunity(w, r, id, err, "Forecast category saved.")
}

// tagForm is a tag that is set for a period, or taken off.
type tagForm struct {
	Tag    forecast.Tag `form:"tag"`
	Period string       `form:"period"`
	On     bool         `form:"on"`
}

// tag sets a tag of an opportunity for the period that it counts for, or takes it off.
// POST /o/{org}/opportunities/{id}/tags
func (s area) tag(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	f, err := site.Decode[tagForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			p, err := tx.Calendar().Parse(f.Period)
			if err != nil {
				return fault.On("period", "Choose a period for the tag, such as 2026-Q4.")
			}
			return forecast.Mark(ctx, tx, p, id, f.Tag, f.On)
		})
	}
	return s.afterOpportunity(w, r, id, err, "Tags saved.")
}

// afterOpportunity leads back to the opportunity, or shows it once more with what was refused.
func (s area) afterOpportunity(w http.ResponseWriter, r *http.Request, id uuid.UUID, err error, done string) error {
	if err == nil {
		return s.Redirect(w, r, site.Where(r).Base+"/opportunities/"+id.String()+"#forecast", done)
	}
	return site.Again(r, err, func(status int, f page.Form) error {
		return s.opportunityPage(w, r, status, id, f, nil)
	})
}
