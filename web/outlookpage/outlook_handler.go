package outlookpage

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/forecast/outlook
func (s area) showOutlook(w http.ResponseWriter, r *http.Request) error {
	return s.outlookPage(w, r, http.StatusOK, page.Form{})
}

func (s area) outlookPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p, err := s.outlook(r)
	if err != nil {
		return err
	}
	p.Form = form
	f := s.Frame(r, "Forecast", p.Subtitle())
	f.Path = p.Where.To("/forecast/outlook")
	if !p.None {
		f.Exports = page.Exports(p.Where, "/forecast/outlook")
	}
	return s.Write(w, r, status, screen(f, p))
}

// POST /o/{org}/forecast/outlook/refresh: has the forecast made, for instance after an import by the command line
func (s area) refreshOutlook(w http.ResponseWriter, r *http.Request) error {
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return s.Jobs.EnqueueOutlook(ctx, tx)
	}); err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/forecast/outlook",
		"The forecast is being made. This takes a few minutes.")
}

// GET /o/{org}/forecast/outlook.csv and .xlsx: the figures of everybody whom the page may show
func (s area) exportOutlook(w http.ResponseWriter, r *http.Request) error {
	p, err := s.outlook(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, sheet(p))
}

func (s area) outlook(r *http.Request) (outlookView, error) {
	p := outlookView{Where: site.Where(r), By: r.URL.Query().Get("by"), Edit: r.URL.Query().Get("scenario"),
		Order: r.URL.Query().Get("order")}
	return p, s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Role, p.Me = tx.Calendar(), tx.Actor().Role, tx.Actor().MemberID
		if p.Scope, err = scope.Resolve(ctx, tx, site.ScopeOf(r)); err != nil {
			return err
		}
		whole, err := outlook.Load(ctx, tx, p.Scope.Period, p.Scope.Today)
		if errors.Is(err, outlook.ErrNone) {
			p.None = true
			return nil
		}
		if err != nil {
			return err
		}
		p.Show(whole)
		if p.Record, p.Proven, err = outlook.Latest(ctx, tx, whole.AsOf); err != nil {
			return err
		}
		if p.Card, err = scorecard.Load(ctx, tx, onDay(p.Scope, tx, whole)); err != nil {
			return err
		}
		return lookCloser(ctx, tx, r, &p)
	})
}

// onDay is the scope as of the moment that an outlook knew, so that every figure of its page is of one moment.
func onDay(s scope.Scope, tx *tenant.Tx, o outlook.Outlook) scope.Scope {
	switch {
	case o.AsOf < s.Today:
		s.AsOf = tx.Calendar().EndOf(o.AsOf).Add(-time.Microsecond)
		s.Known, s.Today = s.AsOf, o.AsOf
	case o.KnownAt != nil && o.KnownAt.Before(s.Known):
		s.AsOf, s.Known = *o.KnownAt, *o.KnownAt
	}
	return s
}

// lookCloser adds the course, what changed, the scenarios, and the names of the opportunities that the page shows.
func lookCloser(ctx context.Context, tx *tenant.Tx, r *http.Request, p *outlookView) (err error) {
	day := p.Outlook.AsOf
	rates, err := fx.List(ctx, tx)
	if err != nil {
		return err
	}
	p.Foreign = len(rates) > 0
	if p.Whole() {
		p.Course, err = outlook.Course(ctx, tx, p.Scope.Period, day)
	} else {
		p.Course, err = outlook.CourseOf(ctx, tx, p.Scope.Period, day, p.Scope.Owners, p.Figure.ID)
	}
	if err != nil {
		return err
	}
	p.Since = since(r, p.Scope.Period, day)
	before, err := outlook.Load(ctx, tx, p.Scope.Period, p.Since)
	if err != nil && !errors.Is(err, outlook.ErrNone) {
		return err
	}
	if err == nil {
		p.Compare(before)
	}
	if p.Scenarios, err = outlook.Scenarios(ctx, tx, p.Scope.Period, p.Scope.Known); err != nil {
		return err
	}
	p.Names, err = outlook.Named(ctx, tx, p.Shown())
	return err
}

// since is the day that the page compares with: a week before the outlook's unless the address says another.
func since(r *http.Request, p period.Period, day period.Date) period.Date {
	if asked, err := period.ParseDate(r.URL.Query().Get("since")); err == nil && asked < day {
		return asked
	}
	return day - 7
}

// suppose saves a scenario, or takes one off the page. POST /o/{org}/forecast/outlook/scenarios
func (s area) suppose(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[scenarioFields](r)
	scenario := outlook.Scenario{}
	if err == nil {
		scenario, err = f.scenario()
	}
	name, done := scenario.Name, "saved"
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			p, err := tx.Calendar().Parse(scenario.Period)
			if err != nil {
				return fault.New(fault.Invalid, "A scenario is about a period such as 2026-Q4.")
			}
			if f.Do == "withdraw" {
				done = "withdrawn"
				return outlook.Withdraw(ctx, tx, p, scenario.ID)
			}
			_, err = outlook.Suppose(ctx, tx, scenario)
			return err
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.outlookPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).To("/forecast/outlook", "period", scenario.Period)+"#scenarios",
		"The scenario “"+name+"” is "+done+".")
}

// scenarioFields is what is supposed of a period.
type scenarioFields struct {
	Period  string       `form:"of"`
	Name    string       `form:"name"`
	ID      string       `form:"scenario"` // of one that is changed or withdrawn
	Do      string       `form:"do"`       // "withdraw" takes it off the page
	WinRate site.Percent `form:"win_rate"`
	Slip    site.Percent `form:"slip"`
	Hiring  site.Percent `form:"hiring"`
	In      []string     `form:"in"` // opportunities that are won
	Out     []string     `form:"out"`
}

// scenario is what the form supposes. What the page did not offer is not there.
func (f scenarioFields) scenario() (s outlook.Scenario, err error) {
	s.Period, s.Name = f.Period, f.Name
	if f.ID != "" {
		if s.ID, err = uuid.Parse(f.ID); err != nil {
			return s, site.NotHere
		}
	}
	if f.Do == "withdraw" {
		return s, nil
	}
	s.WinRate, s.Slip, s.Hiring = int(f.WinRate), int(f.Slip), int(f.Hiring)
	if s.In, err = keys(f.In); err == nil {
		s.Out, err = keys(f.Out)
	}
	return s, err
}

func keys(texts []string) (all []uuid.UUID, err error) {
	for _, text := range texts {
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, site.NotHere
		}
		all = append(all, id)
	}
	return all, nil
}
