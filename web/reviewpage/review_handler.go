package reviewpage

import (
	"context"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showCurrentReview leads to the week of today. GET /o/{org}/review
func (s area) showCurrentReview(w http.ResponseWriter, r *http.Request) error {
	to := ""
	err := s.View(r, func(_ context.Context, tx *tenant.Tx) error {
		to = site.Where(r).To("/review/"+review.WeekOf(tx.Today()).Key, "kind", r.URL.Query().Get("kind"))
		return nil
	})
	if err != nil {
		return err
	}
	return s.Redirect(w, r, to, "")
}

// GET /o/{org}/review/{week}
func (s area) showReview(w http.ResponseWriter, r *http.Request) error {
	return s.reviewPage(w, r, http.StatusOK, page.Form{})
}

func (s area) reviewPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p, err := s.review(r)
	if err != nil {
		return err
	}
	p.Form = form
	f := s.Frame(r, "Weekly review", p.Subtitle())
	f.Path = p.Here()
	f.Exports = p.Exports()
	return s.Write(w, r, status, screen(f, p))
}

// review is the page that an address asks for.
func (s area) review(r *http.Request) (reviewView, error) {
	q := r.URL.Query()
	p := reviewView{Where: site.Where(r), Kind: movement.Kind(q.Get("kind")), Gross: q.Get("view") == "gross",
		After: q.Get("cursor")}
	p.Rep, _ = uuid.Parse(q.Get("rep"))
	if p.Kind.Label() == "" {
		p.Kind = ""
	}
	if c := opportunity.Category(q.Get("cat")); slices.Contains(opportunity.Categories, c) {
		p.Category = c
	}
	week, err := review.ParseWeek(chi.URLParam(r, "week"))
	if err != nil {
		return p, err
	}
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Today, p.Me = tx.Calendar(), tx.Today(), tx.Actor().MemberID
		if p.Review, err = review.Load(ctx, tx, week, site.ScopeOf(r)); err != nil {
			return err
		}
		if p.Standings, err = outlook.Standings(ctx, tx, p.Review.Moment(tx)); err != nil {
			return err
		}
		p.Names, err = forecast.SettingsAt(ctx, tx, p.Review.Sheet.Until)
		return err
	})
	if err == nil && q.Get("rep") != "" && !p.Stands() {
		return p, site.NotHere
	}
	return p, err
}

// GET /o/{org}/review/{week}/changes.csv and .xlsx: all that changed, by the choices of the page
func (s area) exportReview(w http.ResponseWriter, r *http.Request) error {
	p, err := s.review(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, sheet(p))
}
