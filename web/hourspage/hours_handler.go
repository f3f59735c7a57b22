package hourspage

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/record/workweek"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/settings/hours
func (s area) showHours(w http.ResponseWriter, r *http.Request) error {
	return s.hoursPage(w, r, http.StatusOK, hours{})
}

func (s area) hoursPage(w http.ResponseWriter, r *http.Request, status int, p hours) error {
	p.Where = site.Where(r)
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Today = tx.Calendar(), tx.Today()
		if p.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{}); err != nil {
			return err
		}
		if p.Now, err = workweek.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		p.Versions, err = workweek.Versions(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Business hours", "When your organisation works, by the clocks of "+p.Calendar.Location().String())
	f.Path, f.Exports = f.Base+"/settings/hours", page.Exports(p.Where, "/settings/hours")
	return s.Write(w, r, status, hoursPage(f, p))
}

// exportHolidays writes the holidays. GET /o/{org}/settings/hours.csv and .xlsx
func (s area) exportHolidays(w http.ResponseWriter, r *http.Request) error {
	var v workweek.Version
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		v, err = workweek.At(ctx, tx, tx.Now())
		return err
	})
	if err != nil {
		return err
	}
	return s.Export(w, r, sheet(v))
}

// hoursForm is when the organisation works.
type hoursForm struct {
	Saw      uuid.UUID `form:"saw"`
	Do       string    `form:"do"` // preview or save
	Holidays string    `form:"holidays"`
	Days     []dayForm `form:"days"`
}

// dayForm is the hours of a day of the week, Sunday first; both are empty where nobody works.
type dayForm struct {
	From *site.Clock `form:"from" problem:"Hours are times of a day, such as 09:00."`
	To   *site.Clock `form:"to" problem:"Hours are times of a day, such as 09:00."`
}

// version is what the form says.
func (f hoursForm) version() (v workweek.Version, err error) {
	for i, d := range f.Days[:min(len(f.Days), 7)] {
		switch {
		case d.From == nil && d.To == nil:
			continue
		case d.From == nil || d.To == nil:
			return v, fault.On("hours", time.Weekday(i).String()+": enter both times, or none for a day off.")
		}
		v.Week[i] = worktime.Hours{From: int(*d.From), To: int(*d.To)}
		if *d.From == 0 && *d.To == 0 {
			v.Week[i].To = 24 * 60 // the whole day
		}
	}
	v.Holidays, err = worktime.ParseHolidays(f.Holidays)
	return v, err
}

// saveHours keeps when the organisation works, or shows what would change. POST /o/{org}/settings/hours
func (s area) saveHours(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[hoursForm](r)
	var v workweek.Version
	if err == nil {
		v, err = f.version()
	}
	p, did := hours{}, ""
	switch {
	case err != nil:
	case f.Do == "save":
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			did, err = workweek.Save(ctx, tx, v, f.Saw)
			return err
		})
	case f.Do != "preview":
		err = fault.New(fault.Invalid, "Choose to preview or to save.")
	default:
		err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			now, err := workweek.At(ctx, tx, tx.Now())
			if err == nil {
				err = v.Check()
			}
			if err != nil {
				return err
			}
			p.Change = v.Change(now)
			p.Same = p.Change == ""
			p.Due, err = task.DueOn(ctx, tx, added(v, now))
			return err
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			return s.hoursPage(w, r, status, hours{Form: form})
		})
	}
	if f.Do != "save" {
		p.Form.Typed = r.PostForm
		return s.hoursPage(w, r, http.StatusOK, p)
	}
	if did == "" {
		did = "Nothing changed."
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/hours", did)
}

// sawForm is the version that somebody saw.
type sawForm struct {
	Saw uuid.UUID `form:"saw"`
}

// undoHours makes the version before count again. POST /o/{org}/settings/hours/undo
func (s area) undoHours(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[sawForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return workweek.Undo(ctx, tx, f.Saw) })
	}
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			return s.hoursPage(w, r, status, hours{Form: page.Form{Problem: form.Problem}})
		})
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/hours", "The last change is undone.")
}
