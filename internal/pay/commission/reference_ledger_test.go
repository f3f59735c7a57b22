package commission_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// The ledger of the reference books each credit where the contract's three policies say, for two versions of a plan
// with a rate, a bonus and an override, and prices it in fractions. It shares no code with the engine either.

// sold is an opportunity as it is credited to the payee, or to somebody below.
type sold struct {
	name, member, event string
	on                  period.Date
	version             *commission.Term
	first, now          said
	gone                *commission.Event
}

// said is what is known of it.
type said struct {
	amount, credit *big.Rat
	kind           string
	months         int
	overlay        bool
}

// spot is where a component's credit of a period adds up.
type spot struct {
	id          string
	measure     plan.Measure
	period      period.Period
	policy      plan.Retroactive
	total, high *big.Rat
	parts       []*credit
}

// credit is a booking, or a later difference of one.
type credit struct {
	of              *sold
	in              *spot
	c               *plan.Component
	p               *plan.Document
	at, booked, now *big.Rat
	factor          *big.Rat
	event           string
	later           bool
	frozen          []int64 // since it was taken back
	lost            *big.Rat
}

type ledger struct {
	in    *commission.Input
	deals []*sold
	spots []*spot
}

func (l *ledger) deal(e commission.Event) *sold {
	for _, d := range l.deals {
		if d.name == e.Opportunity && d.member == e.Member {
			return d
		}
	}
	d := &sold{name: e.Opportunity, member: e.Member}
	l.deals = append(l.deals, d)
	return d
}

func (s said) with(e commission.Event) said {
	if e.Amount != nil {
		s.amount = rat(*e.Amount)
	}
	if e.Credit != nil {
		s.credit = rat(*e.Credit)
	}
	if e.Type != "" {
		s.kind = e.Type
	}
	return s
}

func (s said) meets(c plan.Criteria) bool {
	return (&naive{}).qualifies(&known{amount: s.amount, kind: s.kind, months: s.months}, c)
}

func (s said) counts(c *plan.Component) *big.Rat {
	switch {
	case !s.meets(c.Qualifies), s.overlay && c.Kind == plan.Override:
		return new(big.Rat)
	case c.Measure == plan.Count:
		return s.credit
	}
	return mul(s.amount, s.credit)
}

func (s said) factor(c *plan.Component) *big.Rat {
	factor := big.NewRat(1, 1)
	for _, m := range c.Multipliers {
		if s.meets(m.When) {
			factor = mul(factor, rat(m.Factor))
		}
	}
	return factor
}

// credits are those of a deal, those of its last booking or with later differences.
func (l *ledger) credits(d *sold) []*credit {
	var all []*credit
	for _, s := range l.spots {
		for _, c := range s.parts {
			if c.of == d {
				all = append(all, c)
			}
		}
	}
	return all
}

func (l *ledger) sum(d *sold, id string) *big.Rat {
	sum := new(big.Rat)
	for _, c := range l.credits(d) {
		if c.c.ID == id {
			sum.Add(sum, c.now)
		}
	}
	return sum
}

// put books a credit at the end of a period.
func (l *ledger) put(d *sold, c *plan.Component, t *commission.Term, e commission.Event, measure, factor *big.Rat,
	later bool) {
	p := l.in.Calendar.Containing(t.Plan.Measurement, min(e.On, t.To-1))
	i := slices.IndexFunc(l.spots,
		func(s *spot) bool { return s.id == c.ID && s.measure == c.Measure && s.period.Key == p.Key })
	if i < 0 {
		i, l.spots = len(l.spots),
			append(l.spots, &spot{id: c.ID, measure: c.Measure, period: p, policy: t.Plan.Retroactive,
				total: new(big.Rat), high: new(big.Rat)})
	}
	s := l.spots[i]
	s.parts = append(s.parts, &credit{of: d, in: s, c: c, p: &t.Plan, at: s.total, booked: measure, now: measure,
		factor: factor, event: e.ID, later: later})
	s.add(measure, true)
}

func (s *spot) add(measure *big.Rat, counts bool) {
	s.total = new(big.Rat).Add(s.total, measure)
	if counts {
		s.high = upper(s.high, s.total)
	}
}

// difference books a change on its own day, by the version of that day.
func (l *ledger) difference(was *credit, e commission.Event, by *big.Rat) {
	if by.Sign() == 0 {
		return
	}
	t, c, factor := l.holding(e.On), was.c, was.factor
	for i := range t.Plan.Components {
		if t.Plan.Components[i].ID == c.ID {
			c = &t.Plan.Components[i]
		}
	}
	if was.booked.Sign() == 0 {
		factor = was.of.now.factor(c)
	}
	l.put(was.of, c, t, e, by, factor, true)
}

// holding is the version of a day, before the first the first and after the last the last.
func (l *ledger) holding(on period.Date) *commission.Term {
	if on >= l.in.Terms[1].From {
		return &l.in.Terms[1]
	}
	return &l.in.Terms[0]
}

func (l *ledger) take(e commission.Event) {
	d := l.deal(e)
	switch e.Kind {
	case commission.Booking:
		l.leave(d, e)
		d.on, d.event, d.version, d.gone = e.On, e.ID, nil, nil
		d.now = said{credit: big.NewRat(1, 1), months: e.TermMonths, overlay: e.Overlay}.with(e)
		d.first = d.now
		if t := l.holding(e.On); e.On >= t.From && e.On < t.To {
			d.version = t
			for i := range t.Plan.Components {
				if c := &t.Plan.Components[i]; c.Kind == plan.Override && e.Member != "" || c.Kind == plan.Rate &&
					e.Member == "" {
					l.put(d, c, t, e, d.now.counts(c), d.now.factor(c), false)
				}
			}
		}
	case commission.Amendment:
		if d.gone == nil && d.on != 0 {
			d.now = d.now.with(e)
			l.amend(d, e)
		}
	case commission.Cancellation, commission.WriteOff:
		if d.gone == nil && d.version != nil {
			d.gone = &e
			l.back(d, e)
		}
	}
}

// leave takes what is booked anew out of where it was.
func (l *ledger) leave(d *sold, e commission.Event) {
	for _, c := range l.credits(d) {
		switch {
		case c.lost != nil || c.in.policy == plan.Restate:
			c.in.parts = slices.DeleteFunc(c.in.parts, func(o *credit) bool { return o == c })
			c.in.add(new(big.Rat).Neg(c.still()), false)
		case c.in.policy == plan.OriginalRate:
			c.in.add(new(big.Rat).Neg(c.now), false)
			c.now = new(big.Rat)
		case !c.later:
			l.difference(c, e, new(big.Rat).Neg(l.sum(d, c.c.ID)))
		}
	}
}

func (l *ledger) amend(d *sold, e commission.Event) {
	for _, c := range l.credits(d) {
		if c.later || c.event != d.event {
			continue
		}
		measure := d.now.counts(c.c)
		change := new(big.Rat).Sub(measure, c.now)
		switch {
		case c.in.policy == plan.Prospective:
			l.difference(c, e, new(big.Rat).Sub(measure, l.sum(d, c.c.ID)))
		case c.in.policy == plan.Restate || c.booked.Sign() == 0:
			c.booked, c.now, c.factor = measure, measure, d.now.factor(c.c)
			c.in.add(change, true)
		default:
			c.now = measure
			c.in.add(change, false)
		}
	}
}

// back takes a part of what was earned back, and leaves the rest as it was priced.
func (l *ledger) back(d *sold, e commission.Event) {
	all := l.credits(d)
	was := make([][]int64, len(all))
	for i, c := range all {
		was[i] = l.price(c)
	}
	for i, c := range all {
		claw := c.c.Clawback
		if claw == nil || int(e.On-d.on) > claw.WithinDays {
			continue
		}
		part := big.NewRat(1, 1)
		if claw.Prorata {
			part = big.NewRat(int64(claw.WithinDays-int(e.On-d.on)), int64(claw.WithinDays))
		}
		for _, a := range was[i] {
			c.frozen = append(c.frozen, a, -part64(a, part, *c.p))
		}
		c.lost = mul(c.now, part)
		if claw.ReducesAttainment {
			c.in.add(new(big.Rat).Neg(c.lost), false)
		}
	}
}

// part64 is a part of minor units, rounded.
func part64(a int64, part *big.Rat, p plan.Document) int64 {
	return minor(mul(big.NewRat(a, pow(10, p.Currency.Exponent())), part), p)
}

func (c *credit) still() *big.Rat {
	if c.lost != nil && c.c.Clawback.ReducesAttainment {
		return new(big.Rat).Sub(c.now, c.lost)
	}
	return c.now
}

// price is what a credit earns, an amount a tier.
func (l *ledger) price(c *credit) []int64 {
	if c.lost != nil {
		return c.frozen
	}
	at, reach := c.at, c.in.high
	if c.in.policy == plan.Restate {
		at, reach = new(big.Rat), c.in.total
		for _, o := range c.in.parts[:slices.Index(c.in.parts, c)] {
			at.Add(at, o.still())
		}
	}
	quota, tiered := new(big.Rat), *c.c
	if q, ok := l.in.Quotas[c.in.period.Key]; ok {
		quota = rat(q)
	}
	if c.c.Kind == plan.Override {
		tiered.Tiers, tiered.ByMeasure = []plan.Tier{{Rate: c.c.Override}}, true
	}
	if c.c.Gate != nil && less(upper(reach, c.in.total), mul(rat(*c.c.Gate), quota)) {
		return nil
	}
	scale := big.NewRat(1, 1)
	if c.booked.Cmp(c.now) != 0 {
		scale = new(big.Rat).Quo(c.now, c.booked)
	}
	document := *c.p
	document.Components = []plan.Component{tiered}
	document.Components[0].Multipliers = []plan.Multiplier{{Factor: decimal.NewFromInt(1)}}
	n := &naive{plan: document, quota: quota, factor: mul(c.factor, scale)}
	return n.tiers(&known{amount: new(big.Rat)}, at, new(big.Rat).Add(at, c.booked), reach)
}

// bonuses are given out by day and opportunity until the newest budget is used.
func (l *ledger) bonuses(into map[string][]int64) {
	deals := slices.DeleteFunc(slices.Clone(l.deals), func(d *sold) bool { return d.version == nil || d.member != "" })
	slices.SortStableFunc(deals,
		func(a, b *sold) int { return strings.Compare(fmt.Sprint(a.on, a.name), fmt.Sprint(b.on, b.name)) })
	var left *int64
	if b := l.in.Terms[1].Plan.Components[1].Budget; b != nil {
		m := minor(rat(*b), l.in.Terms[1].Plan)
		left = &m
	}
	for _, d := range deals {
		c, p := &d.version.Plan.Components[1], d.version.Plan
		asked := d.first
		if p.Retroactive == plan.Restate {
			asked = d.now
		}
		if c.Window != nil && !c.Window.Contains(d.on) || !asked.meets(c.Qualifies) {
			continue
		}
		amount := minor(mul(rat(c.Bonus), asked.credit), p)
		if left != nil {
			amount = min(amount, *left)
			*left -= amount
		}
		switch {
		case !d.now.meets(c.Qualifies):
			amount = 0
		case asked.credit.Sign() != 0 && asked.credit.Cmp(d.now.credit) != 0:
			amount = part64(amount, new(big.Rat).Quo(d.now.credit, asked.credit), p)
		}
		into["spif "+d.name] = append(into["spif "+d.name], amount)
		if d.gone != nil && int(d.gone.On-d.on) <= c.Clawback.WithinDays {
			into["spif "+d.name] = append(into["spif "+d.name], -amount)
		}
	}
}
