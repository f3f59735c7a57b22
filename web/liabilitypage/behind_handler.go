package liabilitypage

import (
	"context"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showOwed opens a period of the roll-forward. GET /o/{org}/commissions/liability/{period}
func (s area) showOwed(w http.ResponseWriter, r *http.Request) error {
	p, c, err := s.loadBehind(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Commission liability", p.Subtitle())
	f.Exports = page.ExportsAt(p.Where.Base+"/commissions/liability/"+p.Period.Key+"/members", r.URL.RawQuery)
	return s.Render(w, r, behindPage(f, p, c))
}

// GET /o/{org}/commissions/liability/{period}/members.csv and .xlsx
func (s area) exportOwed(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.loadBehind(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, behindSheet(p))
}

// accrued is for those who read everybody's pay; for who reads totals it is not there.
func (s area) loadBehind(r *http.Request) (p behindView, c period.Calendar, err error) {
	full, err := s.readsAllPay(r)
	if err != nil {
		return p, c, err
	}
	if !full {
		return p, c, site.NotHere
	}
	q := r.URL.Query()
	p = behindView{Where: page.Where{Base: site.Where(r).Base}, Role: site.VisitOf(r).Seat.Actor.Role,
		AsOf:   q.Get("as_of"),
		Chosen: money.Currency(q.Get("currency"))}
	return p, c, s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		c = tx.Calendar()
		if p.Period, err = c.Parse(chi.URLParam(r, "period")); err != nil {
			return site.NotHere
		}
		if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "liability", Period: p.Period.Key}); err != nil {
			return err
		}
		return openOwed(ctx, tx, &p)
	})
}

func openOwed(ctx context.Context, tx *tenant.Tx, p *behindView) error {
	known, today := site.KnownAt(tx, &p.AsOf)
	p.Today, p.Currency = today, tx.Base()
	items, rates, err := accrued(ctx, tx, known, today)
	if err != nil {
		return err
	}
	if p.Roster, err = member.Load(ctx, tx, today, known); err != nil {
		return err
	}
	if slices.Contains(accrual.Currencies(items), p.Chosen) {
		p.Currency, items = p.Chosen, accrual.In(items, p.Chosen)
	} else {
		p.Chosen = ""
		items, p.Left = accrual.Converted(items, rates, p.Currency)
	}
	p.Shares = accrual.Behind(items, p.Period)
	p.Whole = accrual.Roll(items, []period.Period{p.Period})[0]
	return nil
}
