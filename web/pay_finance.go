package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/pay/spif"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/financepage"
	"quarterdeck/web/page"
)

// payFinanceRoutes are what is owed, what contracts cost, the payroll and SPIF budgets.
func (s *Server) payFinanceRoutes(r chi.Router) {
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ReadLiability))
		r.Get("/commissions/liability", s.handle(s.showLiability))
		r.Get("/commissions/liability.csv", s.handle(s.exportLiability))
		r.Get("/commissions/liability.xlsx", s.handle(s.exportLiability))
		r.Get("/commissions/liability/{period}", s.handle(s.showOwed))
		r.Get("/commissions/liability/{period}/members.csv", s.handle(s.exportOwed))
		r.Get("/commissions/liability/{period}/members.xlsx", s.handle(s.exportOwed))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ReadAllPay))
		r.Get("/commissions/capitalisation", s.handle(s.showCapitalisation))
		r.Get("/commissions/capitalisation.csv", s.handle(s.exportCapitalisation))
		r.Get("/commissions/capitalisation.xlsx", s.handle(s.exportCapitalisation))
		r.Get("/commissions/spifs", s.handle(s.showSpifs))
		r.Get("/commissions/spifs.csv", s.handle(s.exportSpifs))
		r.Get("/commissions/spifs.xlsx", s.handle(s.exportSpifs))
	})
	r.Group(func(r chi.Router) {
		r.Use(s.require(tenant.ManagePay))
		r.Post("/commissions/capitalisation", s.handle(s.setCapitalisation))
		r.Post("/commissions/capitalisation/{id}/impairments", s.handle(s.impair))
		r.Get("/commissions/payroll", s.handle(s.showPayroll))
		r.Post("/commissions/payroll", s.handle(s.layPayroll))
		r.Get("/commissions/payroll/{id}.csv", s.handle(s.exportPayroll))
		r.Get("/commissions/payroll/{id}.xlsx", s.handle(s.exportPayroll))
		r.Post("/commissions/payroll/{id}/paid", s.handle(s.payRun))
	})
}

// GET /o/{org}/commissions/capitalisation
func (s *Server) showCapitalisation(w http.ResponseWriter, r *http.Request) error {
	return s.capitalisationPage(w, r, http.StatusOK, page.Form{}, page.Form{}, nil)
}

func (s *Server) capitalisationPage(w http.ResponseWriter, r *http.Request, status int, form, impairment page.Form, tested *capitalisation.Tested) error {
	p, err := s.capitalisation(r)
	if err != nil {
		return err
	}
	p.Form, p.Impairment, p.Tested = form, impairment, tested
	f := s.frame(r, "Contract costs", p.Subtitle())
	f.Path = f.Base + "/commissions/capitalisation"
	f.Exports = p.Exports()
	return s.write(w, r, status, financepage.CapitalisationPage(f, p))
}

// GET /o/{org}/commissions/capitalisation.csv: the contracts of the period, or the months of one
func (s *Server) exportCapitalisation(w http.ResponseWriter, r *http.Request) error {
	p, err := s.capitalisation(r)
	if err != nil {
		return err
	}
	return s.export(w, r, financepage.CapitalisationSheet(p))
}

func (s *Server) capitalisation(r *http.Request) (financepage.Capitalisation, error) {
	q := r.URL.Query()
	p := financepage.Capitalisation{Where: page.Where{Base: where(r).Base}, Role: visitOf(r).Seat.Actor.Role, AsOf: q.Get("as_of"), Currency: money.Currency(q.Get("currency"))}
	from, _ := strconv.Atoi(q.Get("from"))
	p.From = max(0, from)
	return p, s.update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		known, today := knownAt(tx, &p.AsOf)
		p.Calendar, p.Today = tx.Calendar(), today
		if p.Roster, err = member.Load(ctx, tx, ever, time.Time{}); err != nil {
			return err
		}
		choosePeriod(&p, q.Get("period"))
		if err := audit.Record(ctx, tx, "viewed", "pay", "contract costs", nil); err != nil {
			return err
		}
		all, err := capitalisation.Load(ctx, tx, known)
		if err != nil {
			return err
		}
		if p.Policies, err = capitalisation.List(ctx, tx, known); err != nil {
			return err
		}
		return chooseContracts(&p, all, tx.Base(), q.Get("contract"))
	})
}

func choosePeriod(p *financepage.Capitalisation, key string) {
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

// chooseContracts keeps those of a currency, the base currency where none is asked for, and finds the one that is opened.
func chooseContracts(p *financepage.Capitalisation, all []capitalisation.Contract, base money.Currency, contract string) error {
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
	if contract == "" {
		return nil
	}
	at := slices.IndexFunc(p.All, func(c capitalisation.Contract) bool { return c.ID.String() == contract })
	if at < 0 {
		return notHere
	}
	p.Contract = &p.All[at]
	return nil
}

// setCapitalisation sets how contract costs are spread from a month on. POST /o/{org}/commissions/capitalisation
func (s *Server) setCapitalisation(w http.ResponseWriter, r *http.Request) error {
	policy, err := typedPolicy(r)
	if err == nil {
		err = s.update(r, func(ctx context.Context, tx *tenant.Tx) error { return capitalisation.Set(ctx, tx, policy) })
	}
	if err != nil {
		return again(r, err, func(status int, f page.Form) error { return s.capitalisationPage(w, r, status, f, page.Form{}, nil) })
	}
	return s.redirect(w, r, where(r).Base+"/commissions/capitalisation", "The policy holds from "+policy.From.String()+" on.")
}

func typedPolicy(r *http.Request) (capitalisation.Policy, error) {
	p := capitalisation.Policy{Method: capitalisation.Method(typed(r, "method")), ExpenseUpTo12Months: typed(r, "expedient") != "", Commensurate: typed(r, "commensurate") != "",
		CapitaliseOverrides: typed(r, "overrides") != ""}
	var err error
	if p.From, err = period.ParseDate(typed(r, "from")); err != nil {
		return p, fault.On("from", "Choose the first day of a month.")
	}
	if p.LifeMonths, err = strconv.Atoi(typed(r, "life_months")); err != nil {
		return p, fault.On("life_months", "Type a whole number of months, such as 36.")
	}
	if typed(r, "tax_share") == "" {
		return p, nil
	}
	share, err := typedNumber(r, "tax_share", 12)
	p.TaxShare = share.Shift(-2)
	return p, err
}

// GET /o/{org}/commissions/spifs
func (s *Server) showSpifs(w http.ResponseWriter, r *http.Request) error {
	p, err := s.spifs(r)
	if err != nil {
		return err
	}
	f := s.frame(r, "SPIF budgets", "What bonuses with a budget have granted, and what is left")
	f.Exports = page.ExportsAt(p.Where.Base+"/commissions/spifs", "")
	return s.render(w, r, financepage.SpifsPage(f, p))
}

// GET /o/{org}/commissions/spifs.csv and .xlsx
func (s *Server) exportSpifs(w http.ResponseWriter, r *http.Request) error {
	p, err := s.spifs(r)
	if err != nil {
		return err
	}
	return s.export(w, r, financepage.SpifSheet(p))
}

func (s *Server) spifs(r *http.Request) (financepage.Spifs, error) {
	p := financepage.Spifs{Where: page.Where{Base: where(r).Base}, Role: visitOf(r).Seat.Actor.Role}
	return p, s.update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Today = tx.Calendar(), tx.Today()
		if err := audit.Record(ctx, tx, "viewed", "pay", "SPIF budgets", nil); err != nil {
			return err
		}
		p.Budgets, err = spif.Load(ctx, tx)
		return err
	})
}
