package qualitypage

import (
	"context"
	"net/http"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// trend is how many measured days the report shows the scores of.
const trend = 30

// GET /o/{org}/quality?measured=DAY
func (s area) show(w http.ResponseWriter, r *http.Request) error {
	p := report{Where: site.Where(r)}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Today, p.Day = tx.Calendar(), tx.Today(), tx.Today()
		if p.Measured, p.Known, err = quality.On(ctx, tx, p.Day); err != nil {
			return err
		}
		newest := p.Report.At
		if day, failed := period.ParseDate(r.URL.Query().Get("measured")); failed == nil && day < p.Today {
			p.Day = day
			if p.Measured, p.Known, err = quality.On(ctx, tx, day); err != nil {
				return err
			}
		}
		p.Past = !p.Report.At.Equal(newest)
		if p.Trend, err = quality.Trend(ctx, tx, p.Day, trend); err != nil || p.Past {
			return err
		}
		p.Progress, err = cleanup.Progresses(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, reportPage(s.Frame(r, "Data quality", p.subtitle()), p))
}

// measure asks for a new report. POST /o/{org}/quality/measure
func (s area) measure(w http.ResponseWriter, r *http.Request) error {
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return s.Jobs.EnqueueQuality(ctx, tx) })
	if err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/quality",
		"The data is being measured. Reload the page in a minute.")
}
