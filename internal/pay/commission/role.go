package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// days are those of a period on which a term is the payee's.
func (t *Term) days(p period.Period) int {
	return max(0, int(min(t.To, t.Plan.Effective.To, p.End)-max(t.From, t.Plan.Effective.From, p.Start)))
}

// role is how many days of a period the plan is the payee's, and how many it could be. Where versions follow each
// other, it could be from the first day of the first to the last day of the last; so what a document says of a period
// in which it begins is taken as it stands, and somebody who comes or goes within the period has their part of it
// (definitions §9, §10).
func (in *Input) role(p period.Period) (days, of int) {
	from, to := p.End, p.Start
	for i := range in.Terms {
		t := &in.Terms[i]
		days += t.days(p)
		from, to = min(from, max(p.Start, t.Plan.Effective.From)), max(to, min(p.End, t.Plan.Effective.To))
	}
	return days, max(0, int(to-from))
}

// quota is what a component is measured against in a period; nil: nothing. An assigned quota is for the payee's days
// already.
func (in *Input) quota(c *plan.Component, p period.Period) *decimal.Decimal {
	if c.Quota == nil {
		return nil
	}
	if !c.Quota.Assigned {
		q := in.fixed(c, p)
		return &q
	}
	if q, ok := in.Quotas[p.Key]; ok {
		return &q
	}
	return nil
}

// fixed is a quota that the document says, for the payee's days in a period: Σ quota × days ÷ days of the period, over
// the versions that measure it alike, rounded once to minor units (definitions §9).
func (in *Input) fixed(c *plan.Component, p period.Period) decimal.Decimal {
	sum, places := decimal.Zero, int32(12)
	_, of := in.role(p)
	for i := range in.Terms {
		t := &in.Terms[i]
		other := t.component(c)
		if days := t.days(p); other != nil && other.Quota != nil && !other.Quota.Assigned &&
			t.Plan.Measurement == p.Kind {
			sum = sum.Add(other.Quota.Fixed.Mul(decimal.NewFromInt(int64(days))))
		}
		if c.Measure != plan.Count {
			places = t.Plan.Currency.Exponent()
		}
	}
	if of == 0 {
		return c.Quota.Fixed
	}
	if q := sum.DivRound(decimal.NewFromInt(int64(of)), exact); !q.Equal(c.Quota.Fixed) {
		return q.Round(places)
	}
	return c.Quota.Fixed
}

// component is the term's version of a component: the one with its id that measures the same; nil: none.
func (t *Term) component(c *plan.Component) *plan.Component {
	for i := range t.Plan.Components {
		if other := &t.Plan.Components[i]; other.ID == c.ID && other.Kind == c.Kind && other.Measure == c.Measure {
			return other
		}
	}
	return nil
}

// advance is the draw of a period for the payee's days in it, in minor units.
func (in *Input) advance(d *plan.Draw, p period.Period, c money.Currency, r money.Rounding) int64 {
	days, of := in.role(p)
	if days >= of {
		return whole(d.Amount.Shift(c.Exponent()), r)
	}
	earned := d.Amount.Shift(c.Exponent()).Mul(decimal.NewFromInt(int64(days)))
	return whole(earned.DivRound(decimal.NewFromInt(int64(of)), exact), r)
}
