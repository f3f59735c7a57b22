package adminpage

import (
	"context"
	"net/http"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/record/tracking"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showSettings shows how the organisation counts. GET /o/{org}/settings
func (s area) showSettings(w http.ResponseWriter, r *http.Request) error {
	return s.settingsPage(w, r, http.StatusOK, page.Form{})
}

func (s area) settingsPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	set := settings{Organisation: site.VisitOf(r).Seat.Organisation}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		set.Set, set.Calendar, set.Today = tx.Settings(), tx.Calendar(), tx.Today()
		if set.Stages, err = stage.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		if set.Rules, err = rule.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		if set.Rates, err = fx.List(ctx, tx); err != nil {
			return err
		}
		if set.Qualifies, err = qualification.At(ctx, tx, tx.Now()); err != nil {
			return err
		}
		set.History, err = tracking.Starts(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Settings", "How "+set.Organisation.Name+" counts")
	f.Path = f.Base + "/settings"
	return s.Write(w, r, status, settingsPage(f, set, form))
}

// setRate says what a currency is worth from a day on. POST /o/{org}/settings/rates
func (s area) setRate(w http.ResponseWriter, r *http.Request) error {
	rate, err := typedRate(r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return fx.Announce(ctx, tx, rate) })
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.settingsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings#rates", "Rate for "+string(rate.Currency)+" saved.")
}

// numbersForm is how the organisation writes figures.
type numbersForm struct {
	Numbers money.Format `form:"numbers"`
}

// setNumbers says how the organisation writes figures. POST /o/{org}/settings/numbers
func (s area) setNumbers(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[numbersForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			if err := tenant.SetNumbers(ctx, tx, f.Numbers); err != nil {
				return err
			}
			return audit.Record(ctx, tx, "set", "number format", string(f.Numbers), nil)
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.settingsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings",
		"Number format changed. Example: "+string(f.Numbers)+" now.")
}

// recordsForm is where the organisation keeps its opportunities.
type recordsForm struct {
	Kept string `form:"kept"`
}

// setRecords says where opportunities that came from a CRM are changed. POST /o/{org}/settings/records
func (s area) setRecords(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[recordsForm](r)
	if err == nil && f.Kept != keptHere && f.Kept != keptInCRM {
		err = fault.On("kept", "Choose where opportunities are kept.")
	}
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			if err := tenant.KeepInCRM(ctx, tx, f.Kept == keptInCRM); err != nil {
				return err
			}
			return audit.Record(ctx, tx, "set", "where opportunities are kept", f.Kept, nil)
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.settingsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings", "Saved where opportunities are kept.")
}

// methodForm is what the organisation asks for about an opportunity.
type methodForm struct {
	Method   string `form:"method"`
	Elements string `form:"elements"`
}

// setQualification says what is asked for about each opportunity from now on. POST /o/{org}/settings/qualification
func (s area) setQualification(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[methodForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			if err := qualification.Define(ctx, tx, f.Method, strings.Split(f.Elements, "\n")); err != nil {
				return err
			}
			return audit.Record(ctx, tx, "set", "qualification", f.Method, nil)
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.settingsPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings#qualification", "The elements are saved.")
}

// rateForm is what a currency is worth from a day on.
type rateForm struct {
	Currency  string      `form:"currency"`
	Rate      site.Figure `form:"rate"`
	ValidFrom period.Date `form:"valid_from" problem:"Enter the first day of the rate."`
}

// typedRate reads the form; of several things that are wrong the first is said.
func typedRate(r *http.Request) (fx.Rate, error) {
	f, wrong := site.Decode[rateForm](r)
	rate := fx.Rate{Source: "settings", ValidFrom: f.ValidFrom}
	var err error
	if rate.Currency, err = money.ParseCurrency(strings.ToUpper(f.Currency)); err != nil {
		return rate, fault.On("currency", "A currency must be a three-letter code such as EUR.")
	}
	if rate.Rate, err = f.Rate.Number(12); err != nil {
		return rate, err
	}
	return rate, wrong
}
