package commission

import (
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

// accumulation is where a component's credit adds up within one measurement period, in the order of booking.
type accumulation struct {
	component string
	period    period.Period
	quota     *decimal.Decimal // in major units or a count; nil: none
	policy    plan.Retroactive
	entries   []*entry
	total     decimal.Decimal // what has been credited by now
	reached   decimal.Decimal // the most that total ever was
	causes    []Event         // what moved it, in order
}

// entry is a deal's part of an accumulation. Under restate its place follows from what is credited before it; under the
// other policies it keeps the place that it had when it was booked.
type entry struct {
	deal   *deal
	of     *plan.Component // the version in force
	plan   *plan.Document
	event  string
	at     decimal.Decimal // credited before it, as it was booked
	booked decimal.Decimal // measure that its place was priced for
	now    decimal.Decimal // measure by now
	mult   decimal.Decimal
	facts  Facts
	frozen []Line // what it earned when it was cancelled and taken back; nil: it was not
	taken  decimal.Decimal
	claw   []Line
}

// counts is what an entry adds to the attainment of its period.
func (e *entry) counts() decimal.Decimal {
	if e.frozen != nil && e.of.Clawback.ReducesAttainment {
		return e.now.Mul(one.Sub(e.taken))
	}
	return e.now
}

// grow takes a change of what is credited into the total.
func (a *accumulation) grow(by decimal.Decimal) {
	a.total = a.total.Add(by)
	if a.total.GreaterThan(a.reached) {
		a.reached = a.total
	}
}

// add enters a deal at the end, or a difference of one.
func (a *accumulation) add(e *entry) {
	e.at = a.total
	a.entries = append(a.entries, e)
	a.grow(e.now)
}

// of lists a deal's entries.
func (a *accumulation) of(d *deal) []*entry {
	var all []*entry
	for _, e := range a.entries {
		if e.deal == d {
			all = append(all, e)
		}
	}
	return all
}

// booked finds the entry of a deal's booking; nil where it was booked elsewhere.
func (a *accumulation) booked(d *deal) *entry {
	for _, e := range a.entries {
		if e.deal == d && e.event == d.booking.ID {
			return e
		}
	}
	return nil
}

// remove takes an entry out, as if it had never been.
func (a *accumulation) remove(e *entry) {
	a.entries = slices.DeleteFunc(a.entries, func(other *entry) bool { return other == e })
	a.grow(e.counts().Neg())
}

// reach is the credit that decides which rates hold back to the first unit and whether the gate is open: what is credited
// now where changes count as if they had always been true, else the most that ever was.
func (a *accumulation) reach() decimal.Decimal {
	if a.policy == plan.Restate {
		return a.total
	}
	return a.reached
}

// attainment is what was credited as a fraction of the quota; nil without one.
func (a *accumulation) attainment(of decimal.Decimal) *decimal.Decimal {
	if a.quota == nil || !a.quota.IsPositive() {
		return nil
	}
	share := of.DivRound(*a.quota, 12)
	return &share
}

// lines prices every entry, applies gate and caps, and adds what was clawed back.
func (a *accumulation) lines() ([]Line, error) {
	reach, at := a.reach(), decimal.Zero
	limits := newLimits()
	var all []Line
	for _, e := range a.entries {
		start := e.at
		if a.policy == plan.Restate {
			start = at
		}
		at = at.Add(e.counts())
		lines := e.frozen
		if lines == nil {
			priced, err := a.price(e, start, reach)
			if err != nil {
				return nil, err
			}
			lines = limits.apply(e, priced)
		} else {
			limits.pass(e, lines)
		}
		all = append(append(all, lines...), e.claw...)
	}
	return all, nil
}

// price is what an entry earns from a place on, before caps, a line a tier, each rounded once.
func (a *accumulation) price(e *entry, start, reach decimal.Decimal) ([]Line, error) {
	if e.now.IsZero() && e.booked.IsZero() {
		return nil, nil
	}
	scale, err := a.scale(e)
	if err != nil {
		return nil, err
	}
	shut := e.of.Gate != nil && reach.LessThan(e.of.Gate.Mul(scale.quota))
	var lines []Line
	rest := e.now
	pieces := scale.pieces(start, start.Add(e.booked), reach)
	for i, p := range pieces {
		measure := p.measure
		if !e.now.Equal(e.booked) { // the original rates, in proportion
			measure = measure.Mul(e.now).DivRound(e.booked, 12)
			if i == len(pieces)-1 {
				measure = rest
			}
		}
		rest = rest.Sub(measure)
		if measure.IsZero() {
			continue
		}
		l := Line{Component: e.of.ID, Period: a.period.Key, Opportunity: e.deal.opportunity, Member: e.deal.member, Event: e.event,
			Measure: measure, Rate: p.rate, Multiplier: e.mult, of: e.of, plan: e.plan}
		if !shut {
			l.Amount = round(measure.Mul(p.rate).Mul(e.mult), e.plan)
		}
		l.Why = whyLine(e, l, p, scale)
		if shut {
			l.Why += whyShut(e, a.attainment(reach))
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// scale is where a component's tiers begin in this period; an Invalid fault where they need a quota that is missing.
func (a *accumulation) scale(e *entry) (tiers, error) {
	s := tiers{of: e.of, currency: e.plan.Currency}
	if a.quota != nil {
		s.quota = *a.quota
	}
	if needsQuota(e.of) && !s.quota.IsPositive() {
		return s, fault.New(fault.Invalid, "There is no quota for "+a.period.Key+", and the component "+e.of.ID+" is paid by attainment.")
	}
	return s, nil
}

// needsQuota tells whether what a component pays depends on attainment.
func needsQuota(c *plan.Component) bool {
	return c.Gate != nil || len(c.Tiers) > 1 && !c.ByMeasure
}
