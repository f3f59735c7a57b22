package forecastpage

import (
	"context"
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// callForm is what a member says about a period, by the lines of the forecast; a line that is left empty is not said.
type callForm struct {
	Call       site.Figure   `form:"call"`
	Commit     site.Figure   `form:"commit"`
	MostLikely site.Figure   `form:"most_likely"`
	BestCase   site.Figure   `form:"best_case"`
	Note       site.Verbatim `form:"note"`
	Back       string        `form:"back"` // "mine": the form stands on the page of one's own call
}

// amounts are in minor units of a currency.
func (f callForm) amounts(c money.Currency) (map[forecast.Line]int64, error) {
	typed := map[forecast.Line]site.Figure{forecast.Call: f.Call, forecast.Commit: f.Commit,
		forecast.MostLikely: f.MostLikely, forecast.BestCase: f.BestCase}
	amounts := map[forecast.Line]int64{}
	for _, line := range forecast.Lines {
		if typed[line].Empty() {
			continue
		}
		minor, err := typed[line].Amount(c)
		if err != nil {
			return nil, err
		}
		amounts[line] = minor
	}
	return amounts, nil
}

// submitCall takes what the member says about a period. POST /o/{org}/forecast/{period}/submissions
func (s area) submitCall(w http.ResponseWriter, r *http.Request) error {
	var label string
	f, err := site.Decode[callForm](r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, err := addressed(r, tx)
		if err != nil {
			return err
		}
		label = p.Label
		amounts, err := f.amounts(tx.Base())
		if err != nil {
			return err
		}
		return forecast.Submit(ctx, tx, p, amounts, string(f.Note))
	})
	mine := f.Back == "mine"
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error {
			if mine {
				return s.minePage(w, r, status, chi.URLParam(r, "period"), f)
			}
			return s.sheetAgain(w, r, status, func(p *forecastView) { p.Form = f })
		})
	}
	to := s.sheetAddress(r)
	if mine {
		to = site.Where(r).Base + "/forecast/mine?period=" + chi.URLParam(r, "period")
	}
	return s.Redirect(w, r, to, "Your call for "+label+" is submitted.")
}

// sheetAddress is the sheet that a form was sent from.
func (s area) sheetAddress(r *http.Request) string {
	q := r.URL.Query()
	to := site.Where(r).Base + "/forecast/" + chi.URLParam(r, "period")
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to
}

// sheetAgain shows the sheet once more, as with a form that was refused.
func (s area) sheetAgain(w http.ResponseWriter, r *http.Request, status int, change func(*forecastView)) error {
	p, err := s.sheet(r)
	if err != nil {
		return err
	}
	change(&p)
	return s.sheetPage(w, r, status, p)
}

// adjustmentForm is what a member says about somebody below.
type adjustmentForm struct {
	Member uuid.UUID     `form:"member"`
	Line   forecast.Line `form:"about"`
	Amount site.Figure   `form:"amount"`
	Note   site.Verbatim `form:"note"`
	Seen   uuid.UUID     `form:"seen"` // the adjustment that stood there; none: nothing did
	// about an adjustment that is outdated: keep it, or follow the newer call
	Answer forecast.Answer `form:"answer"`
}

// adjust takes what a member says about somebody below. POST /o/{org}/forecast/{period}/judgements
func (s area) adjust(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[adjustmentForm](r)
	if err != nil {
		return err
	}
	about := f.Member
	if about == uuid.Nil {
		return site.NotHere
	}
	var id uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, err := addressed(r, tx)
		if err != nil {
			return err
		}
		in := forecast.NewAdjustment{MemberID: about, Line: f.Line, Note: string(f.Note), Seen: f.Seen}
		if f.Answer != "" {
			id, err = forecast.Settle(ctx, tx, p, in, f.Answer)
			return err
		}
		if in.Amount, err = f.Amount.Amount(tx.Base()); err != nil {
			return err
		}
		id, err = forecast.Adjust(ctx, tx, p, in)
		return err
	})
	if err != nil {
		return s.adjustAgain(w, r, about, err)
	}
	undo := site.Where(r).Base + "/forecast/" + chi.URLParam(r, "period") + "/judgements/" + id.String() + "/withdrawal"
	if q := r.URL.RawQuery; q != "" {
		undo += "?" + q
	}
	if !part(r) {
		s.Sessions.Put(r.Context(), "undo", undo)
		return s.Redirect(w, r, s.sheetAddress(r), "Adjustment saved.")
	}
	p, err := s.sheet(r)
	if err != nil {
		return err
	}
	p.Focus = about
	return s.Render(w, r, adjustmentSaved(p, "Adjustment for "+p.Sheet.Scope.Roster.Name(&about)+" saved.", undo))
}

// adjustAgain shows the cell once more with what was wrong; somebody else's value stands beside the one that was typed.
func (s area) adjustAgain(w http.ResponseWriter, r *http.Request, about uuid.UUID, err error) error {
	theirs, conflict := errors.AsType[*forecast.Conflicting](err)
	return site.Again(r, err, func(status int, f page.Form) error {
		if part(r) {
			w.Header().Set("HX-Retarget", "#j-"+about.String())
			w.Header().Set("HX-Reswap", "outerHTML")
		}
		return s.sheetAgain(w, r, status, func(p *forecastView) {
			p.Editing, p.Form = about, f
			if conflict {
				p.Theirs = &theirs.Theirs
			}
		})
	})
}

// withdraw takes an adjustment back by another row. POST /o/{org}/forecast/{period}/judgements/{id}/withdrawal
func (s area) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, err := addressed(r, tx)
		if err != nil {
			return err
		}
		return forecast.Withdraw(ctx, tx, p, id)
	})
	if err != nil {
		return err
	}
	return s.Redirect(w, r, s.sheetAddress(r), "Adjustment undone.")
}

// addressed is the period in the address; one that means nothing is not there.
func addressed(r *http.Request, tx *tenant.Tx) (period.Period, error) {
	p, err := tx.Calendar().Parse(chi.URLParam(r, "period"))
	if err != nil {
		return p, site.NotHere
	}
	return p, nil
}
