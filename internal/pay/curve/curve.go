// Package curve calculates with the engine what a component of a plan pays by credit: for plan letters, and to find
// places where timing or splitting pays.
package curve

import (
	"strconv"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// Example is what one component pays a member in one measurement period for so much credit, in at most so many equal
// opportunities that all qualify, each as large as the component's conditions ask for. Credit and quota are major units
// of the plan's currency, or counts; pay is minor units, before any draw. Bonuses and overrides, which credit does not
// move, pay nothing here (contract: tiers, gate, cap, multipliers).
func Example(d plan.Document, c *plan.Component, calendar period.Calendar, quota, credit decimal.Decimal,
	opportunities int) (int64, error) {
	if c.Kind != plan.Rate || !credit.IsPositive() {
		return 0, nil
	}
	on := d.Effective.From
	alone := d
	alone.Components, alone.Draw = []plan.Component{*c}, nil
	in := &commission.Input{Calendar: calendar, Terms: []commission.Term{{Plan: alone, From: on, To: d.Effective.To}},
		Quotas: map[string]decimal.Decimal{calendar.Containing(d.Measurement, on).Key: quota}}
	for i, measure := range equalShares(d, c, credit, opportunities) {
		f := qualifying(c.Qualifies)
		f.Amount, f.ARR, f.Margin = &measure, &measure, &measure
		if c.Measure == plan.Count {
			f.Amount = c.Qualifies.MinAmount
			f.Credit = &measure
		}
		key := strconv.Itoa(i + 1)
		in.Events = append(in.Events, commission.Event{ID: key, Opportunity: key, Kind: commission.Booking, On: on,
			Facts: f})
	}
	at, err := commission.Evaluate(in, on)
	if err != nil {
		return 0, err
	}
	return at.Earned(), nil
}

// equalShares are equal parts of a credit that sum to it; there are fewer where the conditions ask for larger
// opportunities and more where they ask for smaller ones. Of counts each part is at most one opportunity.
func equalShares(d plan.Document, c *plan.Component, credit decimal.Decimal, number int) []decimal.Decimal {
	n := int64(max(1, number))
	if c.Measure == plan.Count {
		n = min(credit.Ceil().IntPart(), mostParts)
	} else {
		if least := c.Qualifies.MinAmount; least != nil && least.IsPositive() {
			n = max(1, min(n, credit.Div(*least).IntPart()))
		}
		if most := c.Qualifies.MaxAmount; most != nil && most.IsPositive() {
			n = min(mostParts, max(n, credit.Div(*most).Ceil().IntPart()))
		}
	}
	places, left := d.Currency.Exponent(), credit
	if c.Measure == plan.Count {
		places = 12
	}
	all := make([]decimal.Decimal, n)
	for i := range all {
		all[i] = left.DivRound(decimal.NewFromInt(n-int64(i)), places)
		left = left.Sub(all[i])
	}
	return all
}

// mostParts bounds the work of an example.
const mostParts = 400

// qualifying are facts that meet conditions.
func qualifying(c plan.Criteria) commission.Facts {
	first := func(names []string) string {
		if len(names) == 0 {
			return ""
		}
		return names[0]
	}
	f := commission.Facts{Type: first(c.Type), Source: first(c.Source), Segment: first(c.Segment),
		Territory: first(c.Territory)}
	if len(c.Product) > 0 {
		f.Products = c.Product[:1]
	}
	return f
}

// Boundary is a boundary of a component at which pay jumps or an opportunity pays otherwise when it is split or
// delayed. Credit is major units or counts, pay minor units. An opportunity of Size would cross it in the middle.
type Boundary struct {
	At      decimal.Decimal // the credit at which it is reached
	Share   decimal.Decimal // of the quota; zero where there is none
	Gate    bool            // the gate, not a tier
	OneMore int64           // what the last unit that reaches it pays: a whole currency unit, or one opportunity
	Usual   int64           // what the unit before that pays
	Size    decimal.Decimal
	Whole   int64 // what it pays booked at once
	Split   int64 // half of it now and half at the start of the next period
	Later   int64 // all of it at the start of the next period
}

// Boundaries examines each threshold of a component at a quota: what one more unit pays there, and what splitting an
// opportunity of a tenth of the quota over two periods, or delaying it, would pay (definitions §10).
func Boundaries(d plan.Document, c *plan.Component, calendar period.Calendar,
	quota decimal.Decimal) ([]Boundary, error) {
	if c.Kind != plan.Rate {
		return nil, nil
	}
	unit := decimal.NewFromInt(1)
	var all []Boundary
	if c.Gate != nil && quota.IsPositive() {
		all = append(all, Boundary{At: c.Gate.Mul(quota), Gate: true})
	}
	for _, t := range c.Tiers[min(1, len(c.Tiers)):] {
		at := t.From
		if !c.ByMeasure {
			at = at.Mul(quota)
		}
		all = append(all, Boundary{At: at})
	}
	for i := range all {
		cl := &all[i]
		if quota.IsPositive() {
			cl.Share = cl.At.DivRound(quota, 6)
		}
		cl.Size = decimal.Max(unit, quota.Div(decimal.NewFromInt(10)).Floor())
		if !quota.IsPositive() {
			cl.Size = decimal.Max(unit, cl.At.Div(decimal.NewFromInt(10)).Floor())
		}
		if err := cl.price(d, c, calendar, quota, unit); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// price says what is paid around the boundary.
func (cl *Boundary) price(d plan.Document, c *plan.Component, calendar period.Calendar, quota,
	unit decimal.Decimal) error {
	var failed error
	uncapped := *c
	uncapped.Cap.PerOpportunity = nil // all the credit stands for many opportunities
	pays := func(credit decimal.Decimal) int64 {
		p, err := Example(d, &uncapped, calendar, quota, credit, 1)
		if err != nil {
			failed = err
		}
		return p
	}
	half := cl.Size.Div(decimal.NewFromInt(2))
	before := decimal.Max(decimal.Zero, cl.At.Sub(half))
	at, below, further := pays(cl.At), pays(cl.At.Sub(unit)), pays(cl.At.Sub(unit).Sub(unit))
	cl.OneMore, cl.Usual = at-below, below-further
	start := pays(before)
	cl.Whole = pays(before.Add(cl.Size)) - start
	cl.Split = pays(before.Add(half)) - start + pays(half)
	cl.Later = pays(cl.Size)
	return failed
}
