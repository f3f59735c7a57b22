package financepage

import (
	"context"
	"net/http"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// impair tests a contract's cost for impairment, and records that it is impaired once that is confirmed.
// POST /o/{org}/commissions/capitalisation/{id}/impairments
func (s area) impair(w http.ResponseWriter, r *http.Request) error {
	i, sure, err := typedImpairment(r)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return err
	}
	var tested capitalisation.Tested
	if err == nil {
		act := s.View
		if sure {
			act = s.Update
		}
		err = act(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			if sure {
				tested, err = capitalisation.Record(ctx, tx, i)
			} else {
				tested, err = capitalisation.Test(ctx, tx, i)
			}
			return err
		})
	}
	opened := view{Contract: i.OpportunityID, Currency: i.Currency}
	switch {
	case err != nil:
		return site.Again(r, err,
			func(status int, f page.Form) error { return s.contractPage(w, r, status, opened, f, nil) })
	case sure:
		return s.Redirect(w, r, opened.in(page.Where{Base: site.Where(r).Base})+"#contract",
			"Impairment recorded and written off.")
	}
	return s.contractPage(w, r, http.StatusOK, opened, page.Form{Typed: r.PostForm}, &tested)
}

// contractPage is the page of contract costs with the contract that is tested opened.
func (s area) contractPage(w http.ResponseWriter, r *http.Request, status int, opened view, form page.Form,
	tested *capitalisation.Tested) error {
	asked := parseView(r.URL.Query())
	asked.Contract, asked.Currency = opened.Contract, opened.Currency
	return s.capitalisationPage(w, r, status, asked, page.Form{}, form, tested)
}

// impairmentFields is what a contract still brings and costs after what happened to it. It is only tested until
// somebody is sure.
type impairmentFields struct {
	Currency      string      `form:"currency"`
	Reason        string      `form:"reason"`
	On            period.Date `form:"on" problem:"Choose a day."`
	Consideration site.Figure `form:"consideration"`
	Costs         site.Figure `form:"costs"`
	Sure          bool        `form:"sure"`
}

// typedImpairment is what the form says of the contract of the address, and whether somebody is sure of it.
func typedImpairment(r *http.Request) (i capitalisation.Impairment, sure bool, err error) {
	f, unread := site.Decode[impairmentFields](r)
	if i.OpportunityID, err = site.Key(r); err != nil {
		return i, f.Sure, err
	}
	if i.Currency, err = money.ParseCurrency(f.Currency); err != nil {
		return i, f.Sure, site.NotHere
	}
	if i.Reason, i.HappenedOn = f.Reason, f.On; unread != nil {
		return i, f.Sure, unread
	}
	if i.Consideration, err = f.Consideration.Amount(i.Currency); err != nil || f.Costs.Empty() {
		return i, f.Sure, err
	}
	i.Costs, err = f.Costs.Amount(i.Currency)
	return i, f.Sure, err
}
