package financepage

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/pay/spif"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/commissions/capitalisation
func (s area) showCapitalisation(w http.ResponseWriter, r *http.Request) error {
	return s.capitalisationPage(w, r, http.StatusOK, parseView(r.URL.Query()), page.Form{}, page.Form{}, nil)
}

func (s area) capitalisationPage(w http.ResponseWriter, r *http.Request, status int, asked view,
	form, impairment page.Form, tested *capitalisation.Tested) error {
	p, err := s.capitalisation(r, asked)
	if err != nil {
		return err
	}
	p.Form, p.Impairment, p.Tested = form, impairment, tested
	f := s.Frame(r, "Contract costs", p.Subtitle())
	f.Path = f.Base + "/commissions/capitalisation"
	f.Exports = p.Exports()
	return s.Write(w, r, status, capitalisationPage(f, p))
}

// GET /o/{org}/commissions/capitalisation.csv: the contracts of the period, or the months of one
func (s area) exportCapitalisation(w http.ResponseWriter, r *http.Request) error {
	p, err := s.capitalisation(r, parseView(r.URL.Query()))
	if err != nil {
		return err
	}
	return s.Export(w, r, capitalisationSheet(p))
}

func (s area) capitalisation(r *http.Request, asked view) (capitalisationView, error) {
	p := capitalisationView{Where: page.Where{Base: site.Where(r).Base}, Role: site.VisitOf(r).Seat.Actor.Role,
		AsOf: asked.AsOf, Currency: asked.Currency, From: asked.From}
	return p, s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		known, today := site.KnownAt(tx, &p.AsOf)
		p.Calendar, p.Today = tx.Calendar(), today
		if p.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{}); err != nil {
			return err
		}
		choosePeriod(&p, asked.Period)
		if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "contract costs"}); err != nil {
			return err
		}
		all, err := capitalisation.Load(ctx, tx, known)
		if err != nil {
			return err
		}
		if p.Policies, err = capitalisation.List(ctx, tx, known); err != nil {
			return err
		}
		return chooseContracts(&p, all, tx.Base(), asked.Contract)
	})
}

func choosePeriod(p *capitalisationView, key string) {
	quarter, year := p.Calendar.Containing(period.Quarter, p.Today), p.Calendar.Containing(period.Year, p.Today)
	for i := range 8 {
		p.Periods = append(p.Periods, p.Calendar.Shift(quarter, -i))
	}
	p.Periods = append(p.Periods, year, p.Calendar.Shift(year, -1), p.Calendar.Shift(year, 1))
	if p.Period = quarter; key != "" {
		if chosen, err := p.Calendar.Parse(key); err == nil {
			p.Period = chosen
		}
	}
}

// chooseContracts keeps those of a currency, the base currency where none is asked for, and finds the one that is
// opened.
func chooseContracts(p *capitalisationView, all []capitalisation.Contract, base money.Currency,
	contract uuid.UUID) error {
	p.Currencies = capitalisation.Currencies(capitalisation.Schedules(all))
	if !slices.Contains(p.Currencies, p.Currency) {
		p.Currency = base
		if !slices.Contains(p.Currencies, base) && len(p.Currencies) > 0 {
			p.Currency = p.Currencies[0]
		}
	}
	for _, c := range all {
		if c.Schedule.Cost.Currency == p.Currency {
			p.All = append(p.All, c)
		}
	}
	if p.From >= len(p.All) {
		p.From = 0
	}
	if contract == uuid.Nil {
		return nil
	}
	at := slices.IndexFunc(p.All, func(c capitalisation.Contract) bool { return c.ID == contract })
	if at < 0 {
		return site.NotHere
	}
	p.Contract = &p.All[at]
	return nil
}

// setCapitalisation sets how contract costs are spread from a month on. POST /o/{org}/commissions/capitalisation
func (s area) setCapitalisation(w http.ResponseWriter, r *http.Request) error {
	policy, err := typedPolicy(r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return capitalisation.Set(ctx, tx, policy) })
	}
	if err != nil {
		return site.Again(r, err,
			func(status int, f page.Form) error {
				return s.capitalisationPage(w, r, status, parseView(r.URL.Query()), f, page.Form{}, nil)
			})
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/capitalisation",
		"Policy saved. It applies from "+policy.From.String()+".")
}

// policyFields is how contract costs are spread from a month on.
type policyFields struct {
	Method       capitalisation.Method `form:"method"`
	Expedient    bool                  `form:"expedient"`
	Commensurate bool                  `form:"commensurate"`
	Overrides    bool                  `form:"overrides"`
	From         period.Date           `form:"from" problem:"Choose the first day of a month."`
	LifeMonths   int                   `form:"life_months" problem:"Enter a whole number of months, such as 36."`
	TaxShare     site.Figure           `form:"tax_share"` // percent
}

func typedPolicy(r *http.Request) (capitalisation.Policy, error) {
	f, err := site.Decode[policyFields](r)
	p := capitalisation.Policy{Method: f.Method, ExpenseUpTo12Months: f.Expedient, Commensurate: f.Commensurate,
		CapitaliseOverrides: f.Overrides,
		From:                f.From, LifeMonths: f.LifeMonths}
	if err != nil || f.TaxShare.Empty() {
		return p, err
	}
	share, err := f.TaxShare.Number(12)
	p.TaxShare = share.Shift(-2)
	return p, err
}

// GET /o/{org}/commissions/spifs
func (s area) showSpifs(w http.ResponseWriter, r *http.Request) error {
	p, err := s.spifs(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "SPIF budgets", "Granted and remaining, for bonuses with a budget")
	f.Exports = page.ExportsAt(p.Where.Base+"/commissions/spifs", "")
	return s.Render(w, r, spifsPage(f, p))
}

// GET /o/{org}/commissions/spifs.csv and .xlsx
func (s area) exportSpifs(w http.ResponseWriter, r *http.Request) error {
	p, err := s.spifs(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, spifSheet(p))
}

func (s area) spifs(r *http.Request) (spifsView, error) {
	p := spifsView{Where: page.Where{Base: site.Where(r).Base}, Role: site.VisitOf(r).Seat.Actor.Role}
	return p, s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Today = tx.Calendar(), tx.Today()
		if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "SPIF budgets"}); err != nil {
			return err
		}
		p.Budgets, err = spif.Load(ctx, tx)
		return err
	})
}
