package whatifpage

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// supposable is how many open opportunities the what-if offers.
const supposable = 30

// showWhatIf is what the member would be paid if they won some of their open opportunities.
// GET /o/{org}/commissions/what-if
func (s area) showWhatIf(w http.ResponseWriter, r *http.Request) error {
	p := whatIf{Where: page.Where{Base: site.Where(r).Base}, Role: site.VisitOf(r).Seat.Actor.Role}
	status := http.StatusOK
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Quarter = tx.Calendar(), tx.Calendar().Containing(period.Quarter, tx.Today())
		if p.Plans, err = compensation.Names(ctx, tx); err != nil {
			return err
		}
		picked, each, err := candidates(ctx, tx, r, &p)
		if err == nil {
			p.Supposed, err = hypothesis.WhatIf(ctx, tx, tx.Actor().MemberID, picked, each)
		}
		if fault.KindOf(err) == fault.Invalid {
			p.Problem, status, err = fault.Message(err), http.StatusUnprocessableEntity, nil
		}
		if err != nil {
			return err
		}
		if !site.Fragment(r) {
			p.Expected, err = expectedPay(ctx, tx, p.Quarter)
		}
		return err
	})
	if err != nil {
		return err
	}
	if site.Fragment(r) {
		return s.Write(w, r, status, whatIfPart(p))
	}
	return s.Write(w, r, status, whatIfPage(s.Frame(r, "What if", "What your open opportunities would pay you"), p))
}

// candidates lists the member's own open opportunities with what was typed for each: what is supposed of those that are
// ticked, and of each that has an amount, in the order of their Place.
func candidates(ctx context.Context, tx *tenant.Tx, r *http.Request,
	p *whatIf) (picked, each []hypothesis.Hypothesis, err error) {
	sc, err := scope.Resolve(ctx, tx, scope.Request{Owner: tx.Actor().MemberID.String()})
	if err != nil {
		return nil, nil, err
	}
	board, err := pipeline.Load(ctx, tx, sc, pipeline.Filter{Whose: pipeline.TheirOwn, Limit: supposable})
	if err != nil {
		return nil, nil, err
	}
	p.More = board.Total.Count > int64(len(board.Rows))
	q := r.URL.Query()
	var problem error
	for _, row := range board.Rows {
		c := candidateView{Place: -1, ID: row.ID, Name: row.Name, Account: row.Account, Currency: row.Currency,
			Close: max(row.CloseOn, tx.Today()).String(), Picked: slices.Contains(q["pick"], row.ID.String())}
		if row.Amount != nil {
			c.Amount = figure.Plain(*row.Amount, tx.Settings().Numbers, row.Currency)
		}
		if v := q.Get("amount." + c.ID.String()); v != "" {
			c.Amount = v
		}
		if v := q.Get("close." + c.ID.String()); v != "" {
			c.Close = v
		}
		h, err := supposed(c, tx.Settings().Numbers, tx.Today())
		switch {
		case err == nil:
			c.Minor = &h.Amount
			c.Place, each = len(each), append(each, h)
		case c.Picked:
			c.Error, problem = fault.Message(err), fault.New(fault.Invalid, c.Name+": "+fault.Message(err))
		}
		if c.Picked {
			p.Picked++
			picked = append(picked, h)
		}
		p.Opportunities = append(p.Opportunities, c)
	}
	return picked, each, problem
}

func supposed(c candidateView, numbers money.Format, today period.Date) (hypothesis.Hypothesis, error) {
	h := hypothesis.Hypothesis{Opportunity: c.ID, Currency: c.Currency}
	var err error
	if h.Amount, err = figure.Amount(c.Amount, numbers, c.Currency); err != nil {
		return h, err
	}
	if h.Amount < 0 {
		return h, fault.New(fault.Invalid,
			"Enter an amount above zero, such as "+figure.Example(numbers, c.Currency)+".")
	}
	if h.CloseOn, err = period.ParseDate(c.Close); err != nil || h.CloseOn < today || h.CloseOn > today+365 {
		return h, fault.New(fault.Invalid, "Choose a close date within a year from today.")
	}
	return h, nil
}

// expectedPay is what the quarter earns if it ends as the published forecast of the member says; nil where that is not
// known.
func expectedPay(ctx context.Context, tx *tenant.Tx, quarter period.Period) (*expectedView, error) {
	o, err := outlook.Load(ctx, tx, quarter, tx.Today())
	if errors.Is(err, outlook.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	_, figure := o.For([]uuid.UUID{tx.Actor().MemberID})
	if figure.Range == nil {
		return nil, nil
	}
	rest := []int64{max(0, figure.Range.P10-figure.Closed), max(0, figure.Value-figure.Closed),
		max(0, figure.Range.P90-figure.Closed)}
	earned, currency, ok, err := hypothesis.EarnedIn(ctx, tx, tx.Actor().MemberID, quarter, rest)
	if err != nil || !ok {
		return nil, err
	}
	return &expectedView{Currency: currency, Now: earned[0], Low: earned[1], Value: earned[2], High: earned[3],
		AsOf: o.AsOf}, nil
}
