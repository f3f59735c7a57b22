package hypothesis

import (
	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/fact"
)

// estimate evaluates one plan twice: as it is, and with the hypotheses.
func (f outlook) estimate(p fact.Payee, then outlook, today, last period.Date) (Estimate, error) {
	s := Estimate{PlanID: p.Plan, Currency: f.Base}
	now, err := f.project(p, today, last)
	if err == nil {
		var with *projection
		if with, err = then.project(p, today, last); err == nil {
			s.Currency = now.currency
			for i, r := range now.rows {
				s.Rows = append(s.Rows, EstimateRow{now.periods[i], r, with.rows[i]})
			}
			return s, nil
		}
	}
	if fault.KindOf(err) != fault.Invalid {
		return s, err
	}
	s.Problem = fault.Message(err)
	return s, nil
}

// projection is what a payee's statements come to, one after the other.
type projection struct {
	currency money.Currency
	periods  []period.Period
	rows     []Amounts
}

// project follows a payee's statements from the last locked one to a day. Statements before today's are made, too, as
// those that follow start from them, and left out.
func (f outlook) project(p fact.Payee, today, last period.Date) (*projection, error) {
	b, in, err := f.expectedInput(p)
	if err != nil {
		return nil, err
	}
	term := b.Terms[len(b.Terms)-1].Plan
	c := &projection{currency: term.Currency}
	first := f.Calendar.Containing(term.Payout, today)
	before := b.Before
	from := first.Start
	if before.On != 0 {
		from = min(from, before.On+1)
	} else {
		from = min(from, b.Terms[0].From)
	}
	periods := f.Calendar.Between(term.Payout, max(from, today-800), last+1)
	if n := len(f.Calendar.Between(term.Payout, first.Start, last+1)); n > ahead {
		periods = periods[:len(periods)-(n-ahead)]
	}
	for _, one := range periods {
		at, err := commission.Evaluate(in, one.End-1)
		if err != nil {
			return nil, err
		}
		next := commission.Next(in, before, at)
		before = next.Prior()
		if one.End <= first.Start {
			continue
		}
		earned := int64(0)
		for _, l := range next.Lines {
			earned += l.Amount
		}
		c.periods, c.rows = append(c.periods, one), append(c.rows, Amounts{earned, next.Payable})
	}
	return c, nil
}
