package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/plan"
)

// price prices the entries of an accumulation, applies gate and caps, and adds what was clawed back. Where only one
// deal is asked for, others are priced as far as its caps depend on them.
func (s *state) price(a *accumulation, only *deal, limits *limits) ([]Line, error) {
	if err := s.works(len(a.entries)); err != nil {
		return nil, err
	}
	limits.begin()
	at := decimal.Zero
	var all []Line
	for _, e := range a.entries {
		start := e.at
		if a.policy == plan.Restate {
			start = at
			at = at.Add(e.counts())
		}
		if only != nil && e.deal != only && e.of.Cap.PerPeriod == nil {
			continue
		}
		s.work += pricing
		lines, err := s.priced(e, start, limits)
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
	}
	return all, nil
}

// priced are an entry's lines: as they were when it ended, or from its place on.
func (s *state) priced(e *entry, start decimal.Decimal, limits *limits) ([]Line, error) {
	if e.ended != nil {
		limits.pass(e, e.ended.lines)
		limits.pass(e, e.ended.claw)
		return append(e.ended.lines[:len(e.ended.lines):len(e.ended.lines)], e.ended.claw...), nil
	}
	lines, err := e.price(start, s.in.Wordless)
	if err == nil {
		err = s.pays(lines)
	}
	return limits.apply(e, lines), err
}

// price is what an entry earns from a place on, before caps, a line a tier, each rounded once.
func (e *entry) price(start decimal.Decimal, wordless bool) ([]Line, error) {
	if e.now.IsZero() && e.booked.IsZero() {
		return nil, nil
	}
	scale, err := e.scale()
	if err != nil {
		return nil, err
	}
	shut := e.of.Gate != nil && e.in.open().LessThan(e.of.Gate.Mul(scale.quota))
	var lines []Line
	rest := e.now
	pieces := scale.pieces(start, start.Add(e.booked), e.in.reach())
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
		l := Line{Component: e.of.ID, Period: e.in.period.Key, Opportunity: e.deal.opportunity, Member: e.deal.member,
			Event: e.event, Measure: measure, Rate: p.rate, Multiplier: e.mult, of: e.of, plan: e.plan, entry: e}
		if !shut {
			l.Amount = round(measure.Mul(p.rate).Mul(e.mult), e.plan)
		}
		if !wordless {
			l.Why = whyLine(e, l, p, scale)
		}
		if shut {
			l.Why += whyShut(e)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// scale is where a component's tiers begin in this period; an Invalid fault where they need a quota that is missing. A
// quota of nothing is a quota: every tier and the gate are reached from the first unit on.
func (e *entry) scale() (tiers, error) {
	s := tiers{of: e.of, currency: e.plan.Currency, quota: value(e.quota)}
	if needsQuota(e.of) && e.quota == nil {
		return s, fault.New(fault.Invalid,
			"There is no quota for "+e.in.period.Key+" ("+e.in.period.Start.String()+" to "+(e.in.period.End-1).String()+"), and the component "+e.of.ID+" is paid by attainment.")
	}
	return s, nil
}

// needsQuota tells whether what a component pays depends on attainment.
func needsQuota(c *plan.Component) bool {
	return c.Gate != nil || len(c.Tiers) > 1 && !c.ByMeasure
}

// most is the work that one evaluation may take, in entries that are looked at: some seconds. One that is priced is as
// much work as dozens.
const (
	most    = 20_000_000
	pricing = 40
)

// works counts work and refuses too much of it, so that no plan and no events keep the engine busy without end.
func (s *state) works(entries int) error {
	if s.work += entries; s.work > most {
		return fault.New(fault.Invalid, "There are too many events and changes to calculate at once.")
	}
	return nil
}

// pays refuses sums that nobody is paid, long before they would run over.
func (s *state) pays(lines []Line) error {
	for _, l := range lines {
		if s.paid += max(l.Amount, -l.Amount); s.paid >= money.Most {
			return fault.New(fault.Invalid, "The component "+l.Component+" would pay more than the largest amount "+
				"the system can store.")
		}
	}
	return nil
}
