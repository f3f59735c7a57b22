package rulespage

import (
	"context"
	"net/http"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/settings/forecast
func (s area) showForecastRules(w http.ResponseWriter, r *http.Request) error {
	return s.rulesPage(w, r, http.StatusOK, page.Form{})
}

func (s area) rulesPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := rulesView{Where: site.Where(r), Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Now = tx.Calendar(), tx.Now()
		if p.Roster, err = member.Load(ctx, tx, tx.Today(), time.Time{}); err != nil {
			return err
		}
		if p.Settings, err = forecast.SettingsAt(ctx, tx, tx.Now()); err != nil {
			return err
		}
		quarter, month := tx.Calendar().Containing(period.Quarter, tx.Today()),
			tx.Calendar().Containing(period.Month, tx.Today())
		for _, one := range []period.Period{quarter, tx.Calendar().Shift(quarter, -1), month,
			tx.Calendar().Shift(month, -1)} {
			turn := periodLocks{Period: one}
			if turn.History, err = forecast.Locks(ctx, tx, one); err != nil {
				return err
			}
			p.Periods = append(p.Periods, turn)
		}
		return nil
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Forecast rules", "When calls are due, category names and closed periods")
	f.Path = f.Base + "/settings/forecast"
	return s.Write(w, r, status, rulesPage(f, p))
}

// setForecastRules sets how the organisation forecasts from now on. POST /o/{org}/settings/forecast
func (s area) setForecastRules(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[rulesForm](r)
	rules := f.settings()
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Configure(ctx, tx, rules) })
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.rulesPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/forecast", "Forecast rules saved.")
}

// rulesForm is how the organisation forecasts.
type rulesForm struct {
	WeeklyOn   *int         `form:"weekly_on" problem:"Choose a weekday or “Not weekly”."` // Sunday is 0
	WeeklyAt   *site.Clock  `form:"weekly_at"`
	MonthlyOn  *int         `form:"monthly_on" problem:"Day of the month must be a number from 1 to 31."`
	MonthlyAt  *site.Clock  `form:"monthly_at"`
	Stale      site.Percent `form:"stale" problem:"Enter a whole percentage, such as 10."`
	Closed     string       `form:"name_closed"`
	Commit     string       `form:"name_commit"`
	Likely     string       `form:"name_most_likely"`
	BestCase   string       `form:"name_best_case"`
	Pipeline   string       `form:"name_pipeline"`
	Omitted    string       `form:"name_omitted"`
	MostLikely bool         `form:"most_likely"`
}

func (f rulesForm) settings() forecast.Settings {
	rules := forecast.Settings{MostLikely: f.MostLikely, StaleBP: int(f.Stale) * 100, WeeklyAt: orNoon(f.WeeklyAt),
		MonthlyOn: f.MonthlyOn, MonthlyAt: orNoon(f.MonthlyAt), Names: map[opportunity.Category]string{
			opportunity.Closed: f.Closed, opportunity.Commit: f.Commit, opportunity.MostLikely: f.Likely,
			opportunity.BestCase: f.BestCase, opportunity.Pipeline: f.Pipeline, opportunity.Omitted: f.Omitted}}
	if f.WeeklyOn != nil {
		day := time.Weekday(*f.WeeklyOn)
		rules.WeeklyOn = &day
	}
	return rules
}

// orNoon is a time of the day in minutes; where none was typed it is noon.
func orNoon(at *site.Clock) int {
	if at == nil {
		return 12 * 60
	}
	return int(*at)
}

// lockForm is a period that is closed, or opened again, and why.
type lockForm struct {
	Period string `form:"period"`
	Lock   bool   `form:"lock"`
	Reason string `form:"reason"`
}

// lockForecast closes a period to calls and judgements, or opens it again. POST /o/{org}/settings/forecast/lock
func (s area) lockForecast(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[lockForm](r)
	var p period.Period
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			if p, err = tx.Calendar().Parse(f.Period); err != nil {
				return fault.On("reason", "Period must be written as 2026-Q4 or 2026-11.")
			}
			if f.Lock {
				return forecast.Close(ctx, tx, p, f.Reason)
			}
			return forecast.Reopen(ctx, tx, p, f.Reason)
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.rulesPage(w, r, status, f) })
	}
	done := p.Label + " reopened."
	if f.Lock {
		done = p.Label + " closed. Its forecast sheet is saved."
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/forecast#locks", done)
}

// GET /o/{org}/settings/forecast/cutoffs/{id}.csv: the sheet that was kept when a period was closed
func (s area) exportCutoff(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var sheet page.Sheet
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		rows, err := forecast.Cutoff(ctx, tx, id)
		sheet = cutoffSheet(strings.ToLower(id.String()[:8]), rows, tx.Base())
		return err
	})
	if err != nil {
		return err
	}
	return s.Export(w, r, sheet)
}
