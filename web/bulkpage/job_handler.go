package bulkpage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/bulk"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/site"
)

// problems is how many refused opportunities the page of a change shows; the spreadsheet has them all.
const problems = 100

func (s area) load(r *http.Request, most int) (p job, err error) {
	id, err := site.Key(r)
	if err != nil {
		return p, err
	}
	p.Where = site.Where(r)
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Job, err = bulk.Get(ctx, tx, id); err != nil {
			return err
		}
		if p.Problems, err = bulk.Problems(ctx, tx, id, most); err != nil {
			return err
		}
		p.Zone, p.Today = tx.Calendar().Location(), tx.Today()
		if p.Roster, err = member.Load(ctx, tx, tx.Today(), tx.Now()); err != nil {
			return err
		}
		p.Names, err = forecast.SettingsAt(ctx, tx, tx.Now())
		return err
	})
	return p, err
}

// GET /o/{org}/pipeline/bulk/{id}
func (s area) showJob(w http.ResponseWriter, r *http.Request) error {
	p, err := s.load(r, problems)
	if err != nil {
		return err
	}
	if site.Fragment(r) {
		return s.Render(w, r, progress(p))
	}
	return s.Render(w, r, jobPage(s.Frame(r, "Bulk edit", p.what()), p))
}

// exportProblems writes the opportunities that were not changed, each with the reason.
// GET /o/{org}/pipeline/bulk/{id}/rows.csv
func (s area) exportProblems(w http.ResponseWriter, r *http.Request) error {
	p, err := s.load(r, 0)
	if err != nil {
		return err
	}
	return s.Export(w, r, p.sheet())
}

// undo takes back what a change has done, row by row.
// POST /o/{org}/pipeline/bulk/{id}/undo
func (s area) undo(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var back uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if back, err = bulk.TakeBack(ctx, tx, id); err != nil {
			return err
		}
		return s.Jobs.EnqueueBulk(ctx, tx, back)
	})
	if err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/pipeline/bulk/"+back.String(), "")
}
