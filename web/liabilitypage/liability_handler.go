package liabilitypage

import (
	"context"
	"net/http"
	"slices"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/commissions/liability
func (s area) showLiability(w http.ResponseWriter, r *http.Request) error {
	p, err := s.liability(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Commission liability", p.Subtitle())
	f.Exports = page.ExportsAt(p.Where.Base+"/commissions/liability", r.URL.RawQuery)
	return s.Render(w, r, liabilityPage(f, p))
}

// GET /o/{org}/commissions/liability.csv and .xlsx
func (s area) exportLiability(w http.ResponseWriter, r *http.Request) error {
	p, err := s.liability(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, liabilitySheet(p))
}

// liability answers who may read everybody's pay in full, and others with totals in which nobody is found.
func (s area) liability(r *http.Request) (liabilityView, error) {
	q, actor := r.URL.Query(), site.VisitOf(r).Seat.Actor
	p := liabilityView{Where: page.Where{Base: site.Where(r).Base}, Role: actor.Role, Kind: period.Month,
		AsOf: q.Get("as_of"), Chosen: money.Currency(q.Get("currency"))}
	if q.Get("kind") == string(period.Quarter) {
		p.Kind = period.Quarter
	}
	full, err := s.readsAllPay(r)
	if err != nil {
		return p, err
	}
	if full {
		return p, s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "liability"}); err != nil {
				return err
			}
			p.Component, p.In = q.Get("component"), money.Currency(q.Get("in"))
			return openLiability(ctx, tx, &p)
		})
	}
	// Row security shows an executive nobody's statements: the system adds them up, and only what Suppress leaves goes
	// on.
	return p, s.DB.View(r.Context(), tenant.AsSystem(actor.TenantID),
		func(tx *tenant.Tx) error { return openTotals(r.Context(), tx, &p) })
}

// readsAllPay tells whether everybody's pay is the reader's to see, by role or by a grant.
func (s area) readsAllPay(r *http.Request) (full bool, err error) {
	if site.VisitOf(r).Seat.Actor.Role.May(tenant.ReadAllPay) {
		return true, nil
	}
	return full, s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		full, err = accrual.Granted(ctx, tx)
		return err
	})
}

func openLiability(ctx context.Context, tx *tenant.Tx, p *liabilityView) error {
	known, today := site.KnownAt(tx, &p.AsOf)
	p.Calendar, p.Base, p.Currency, p.Today, p.Rated = tx.Calendar(), tx.Base(), tx.Base(), today, today
	items, rates, err := accrued(ctx, tx, known, today)
	if err != nil {
		return err
	}
	periods := accrual.Stretch(p.Calendar, p.Kind, today)
	p.Statements, p.Currencies = len(items), accrual.Currencies(items)
	if !slices.Contains(p.Currencies, p.Chosen) {
		p.Chosen = ""
	}
	if p.Chosen != "" {
		p.Currency, p.Rows = p.Chosen, accrual.Roll(accrual.In(items, p.Chosen), periods)
	} else {
		p.Rows, p.Left = accrual.Total(items, rates, p.Base, periods)
	}
	p.Rows = accrual.Begun(p.Rows)
	if now := periods[len(periods)-1]; !accrual.Stated(items, now) {
		p.Missing = &now
	}
	for _, c := range p.Currencies {
		row := currencyRow{Currency: c, Now: accrual.Roll(accrual.In(items, c), periods[len(periods)-1:])[0].Movement}
		row.Worth, row.Rated = rates(row.Now.Closing, c)
		p.By = append(p.By, row)
	}
	if p.Parts, err = accrual.Components(ctx, tx, periods[0].Start, periods[len(periods)-1].End, known); err != nil {
		return err
	}
	if p.Component != "" {
		if p.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{}); err != nil {
			return err
		}
		if p.Earners, err = accrual.Earners(ctx, tx, p.Component, p.In, periods[0].Start, periods[len(periods)-1].End,
			known); err != nil {
			return err
		}
	}
	return expect(ctx, tx, p, items, rates, known, today)
}

// openTotals is for those who read totals only, and always by quarter in the base currency.
func openTotals(ctx context.Context, tx *tenant.Tx, p *liabilityView) error {
	p.AsOf, p.Chosen, p.Kind, p.Totals = "", "", period.Quarter, &accrual.Totals{}
	p.Calendar, p.Base, p.Currency, p.Rated = tx.Calendar(), tx.Base(), tx.Base(), tx.Today()
	items, rates, err := accrued(ctx, tx, tx.Now(), tx.Today())
	if err != nil {
		return err
	}
	s, ok := accrual.Summarise(items, rates, p.Base, p.Calendar, tx.Today())
	if p.Today, p.Missing = s.Through, s.Missing; !ok {
		return nil
	}
	p.Totals, p.Rows, p.Left, p.Statements = &s.Totals, s.Rows, s.Left, s.Statements
	items = accrual.Through(items, s.Through)
	if err := expect(ctx, tx, p, items, rates, tx.Now(), tx.Today()); err != nil {
		return err
	}
	if p.Hidden = p.Forecast.Rate.Known() && !s.Bears(p.Forecast.Rate); p.Hidden {
		p.Expected, p.Forecast = false, accrual.Expected{}
	}
	return nil
}

func accrued(ctx context.Context, tx *tenant.Tx, known time.Time,
	today period.Date) ([]accrual.Item, accrual.Rates, error) {
	rates, err := accrual.RatesOn(ctx, tx, today)
	if err != nil {
		return nil, nil, err
	}
	items, err := accrual.Load(ctx, tx, known)
	return items, rates, err
}

// expect is what the forecast that is published on a day, the same as on the homes, would earn at the rate of the pay
// that is shown.
func expect(ctx context.Context, tx *tenant.Tx, p *liabilityView, items []accrual.Item, rates accrual.Rates,
	known time.Time, on period.Date) error {
	rate, err := accrual.RateOf(ctx, tx, items, rates, p.Today, known)
	if err != nil {
		return err
	}
	p.Forecast, p.Quarter, p.Expected, err = accrual.Forecast(ctx, tx, rate, on)
	return err
}
