package rulespage

import (
	"context"
	"net/http"
	"strconv"
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
	p := Rules{Where: site.Where(r), Form: form}
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
			turn := PeriodLocks{Period: one}
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
	f := s.Frame(r, "Forecast rules", "What is asked for, when, and what is closed")
	f.Path = f.Base + "/settings/forecast"
	return s.Write(w, r, status, rulesPage(f, p))
}

// setForecastRules sets how the organisation forecasts from now on. POST /o/{org}/settings/forecast
func (s area) setForecastRules(w http.ResponseWriter, r *http.Request) error {
	rules, err := typedRules(r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return forecast.Configure(ctx, tx, rules) })
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.rulesPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/forecast", "The forecast rules hold from now on.")
}

func typedRules(r *http.Request) (forecast.Settings, error) {
	rules := forecast.Settings{Names: map[opportunity.Category]string{}, MostLikely: site.Typed(r, "most_likely") != ""}
	for _, c := range opportunity.Categories {
		rules.Names[c] = site.Typed(r, "name_"+string(c))
	}
	share, err := strconv.Atoi(site.Typed(r, "stale"))
	if err != nil || share < 0 || share > 100 {
		return rules, fault.On("stale", "Type a whole number of percent, such as 10.")
	}
	rules.StaleBP = share * 100
	if rules.WeeklyAt, err = minutes(r, "weekly_at"); err != nil {
		return rules, err
	}
	if rules.MonthlyAt, err = minutes(r, "monthly_at"); err != nil {
		return rules, err
	}
	if day, err := strconv.Atoi(site.Typed(r, "weekly_on")); err == nil && day >= 0 && day <= 6 {
		weekday := time.Weekday(day)
		rules.WeeklyOn = &weekday
	}
	if text := site.Typed(r, "monthly_on"); text != "" {
		day, err := strconv.Atoi(text)
		if err != nil {
			return rules, fault.On("monthly_on", "A day of the month is a number from 1 to 31.")
		}
		rules.MonthlyOn = &day
	}
	return rules, nil
}

// minutes reads a time of the day as minutes after midnight; nothing is noon.
func minutes(r *http.Request, name string) (int, error) {
	text := site.Typed(r, name)
	if text == "" {
		return 12 * 60, nil
	}
	at, err := time.Parse("15:04", text[:min(len(text), 5)])
	if err != nil {
		return 0, fault.On(name, "A due time is a time of the day, such as 12:00.")
	}
	return at.Hour()*60 + at.Minute(), nil
}

// lockForecast closes a period to calls and judgements, or opens it again. POST /o/{org}/settings/forecast/lock
func (s area) lockForecast(w http.ResponseWriter, r *http.Request) error {
	shut := site.Typed(r, "lock") != ""
	var label string
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, err := tx.Calendar().Parse(site.Typed(r, "period"))
		if err != nil {
			return fault.On("reason", "A period is written as 2026-Q4 or 2026-11.")
		}
		label = p.Label
		if shut {
			return forecast.Close(ctx, tx, p, r.PostFormValue("reason"))
		}
		return forecast.Reopen(ctx, tx, p, r.PostFormValue("reason"))
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.rulesPage(w, r, status, f) })
	}
	done := label + " is open again."
	if shut {
		done = label + " is closed, and its sheet is kept."
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
