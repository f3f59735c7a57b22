package commission

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

// Evaluation is what a payee has earned with everything that happened up to a day.
type Evaluation struct {
	On    period.Date
	Lines []Line // by component, measurement period and place
	state *state
}

// state is what the events up to a day have led to.
type state struct {
	in            *Input
	deals         map[string]*deal
	order         []*deal // as they were booked first
	accumulations map[accumulationKey]*accumulation
	keys          []accumulationKey
}

type accumulationKey struct {
	component string
	start     period.Date
}

// Evaluate prices everything that happened up to and with a day. A quota that is needed and missing is Invalid.
func Evaluate(in *Input, on period.Date) (*Evaluation, error) {
	s := &state{in: in, deals: map[string]*deal{}, accumulations: map[accumulationKey]*accumulation{}}
	for _, e := range Ordered(in.Events) {
		if e.On > on {
			break
		}
		if err := s.take(e); err != nil {
			return nil, err
		}
	}
	lines, err := s.lines()
	if err != nil {
		return nil, err
	}
	return &Evaluation{On: on, Lines: lines, state: s}, nil
}

// Earned is the sum of the lines in minor units.
func (e *Evaluation) Earned() int64 {
	sum := int64(0)
	for _, l := range e.Lines {
		sum += l.Amount
	}
	return sum
}

// Due is the part of what is earned that has become payable, in minor units.
func (e *Evaluation) Due() int64 {
	sum := int64(0)
	for _, l := range e.Lines {
		sum += l.Due
	}
	return sum
}

// take carries one event out.
func (s *state) take(e Event) error {
	key := dealKey(e.Opportunity, e.Member)
	d := s.deals[key]
	if e.Kind == Booking {
		return s.book(key, d, e)
	}
	if d == nil {
		d = s.open(key, e) // an invoice may come before the booking
	}
	switch e.Kind {
	case Amendment:
		s.amend(d, e)
	case Invoice:
		amount := e.Amount
		if amount == nil {
			amount = d.facts.Amount
		}
		d.invoices++
		d.invoiced = d.invoiced.Add(value(amount))
	case Cash:
		d.paid = d.paid.Add(value(e.Amount))
	case GoLive:
		d.live = true
	case Cancellation, WriteOff:
		return s.end(d, e)
	}
	return nil
}

func value(d *decimal.Decimal) decimal.Decimal {
	if d == nil {
		return decimal.Zero
	}
	return *d
}

// book enters an opportunity, or moves it: it is never paid twice (definitions §10).
func (s *state) book(key string, d *deal, e Event) error {
	if d == nil {
		d = s.open(key, e)
	}
	s.leave(d, e)
	d.booking, d.booked, d.facts, d.term, d.ended = e, e.Facts, e.Facts, s.in.termOn(e.On), nil
	if d.term == nil {
		return nil
	}
	for i := range d.term.Plan.Components {
		c := &d.term.Plan.Components[i]
		if c.Kind != plan.Bonus && (c.Kind == plan.Override) == (d.member != "") {
			a := s.accumulation(c, d.term, e.On)
			measure := d.facts.credited(c)
			a.add(&entry{deal: d, of: c, plan: &d.term.Plan, event: e.ID, booked: measure, now: measure, mult: d.facts.multiplier(c), facts: d.facts})
			a.causes = append(a.causes, e)
		}
	}
	return nil
}

// open begins to keep what happens to an opportunity.
func (s *state) open(key string, e Event) *deal {
	d := &deal{key: key, opportunity: e.Opportunity, member: e.Member}
	s.deals[key] = d
	s.order = append(s.order, d)
	return d
}

// leave takes a deal out of where it was booked before, by each policy's way of changing the past.
func (s *state) leave(d *deal, e Event) {
	for _, a := range s.all() {
		for _, was := range a.of(d) {
			a.causes = append(a.causes, e)
			switch {
			case was.frozen != nil || a.policy == plan.Restate:
				a.remove(was)
			case a.policy == plan.OriginalRate:
				a.grow(was.now.Neg())
				was.now = decimal.Zero
			default:
				s.difference(was, e, was.now.Neg())
			}
		}
	}
}

// amend carries a change of a deal's facts into its accumulations. A change after the opportunity has ended pays nothing.
func (s *state) amend(d *deal, e Event) {
	if d.ended != nil {
		return
	}
	d.facts = d.facts.amend(e.Facts)
	for _, a := range s.all() {
		first := a.booked(d)
		if first == nil {
			continue
		}
		a.causes = append(a.causes, e)
		measure := d.facts.credited(first.of)
		switch a.policy {
		case plan.Restate:
			a.grow(measure.Sub(first.now))
			first.booked, first.now, first.mult, first.facts = measure, measure, d.facts.multiplier(first.of), d.facts
		case plan.OriginalRate:
			if !first.booked.IsZero() {
				a.grow(measure.Sub(first.now))
				first.now, first.facts = measure, d.facts
			}
		default:
			s.difference(first, e, measure.Sub(s.creditedSoFar(d, first)))
		}
	}
}

// creditedSoFar is what a deal counts in a component by now, differences included.
func (s *state) creditedSoFar(d *deal, first *entry) decimal.Decimal {
	sum := decimal.Zero
	for _, a := range s.all() {
		for _, e := range a.of(d) {
			if a.component == first.of.ID {
				sum = sum.Add(e.now)
			}
		}
	}
	return sum
}

// difference books a change of a deal on its own day, at the rates in force there.
func (s *state) difference(first *entry, e Event, by decimal.Decimal) {
	if by.IsZero() || first.booked.IsZero() {
		return
	}
	term, of := s.in.termOn(e.On), first.of
	if term != nil {
		if i := slices.IndexFunc(term.Plan.Components, func(c plan.Component) bool { return c.ID == of.ID }); i >= 0 {
			of = &term.Plan.Components[i]
		}
	} else {
		term = first.deal.term
	}
	a := s.accumulation(of, term, e.On)
	a.add(&entry{deal: first.deal, of: of, plan: &term.Plan, event: e.ID, booked: by, now: by, mult: first.mult, facts: first.facts})
	a.causes = append(a.causes, e)
}

// end takes back what a deal earned, if it ends soon enough (contract: clawback), at what was paid for it.
func (s *state) end(d *deal, e Event) error {
	if d.ended != nil || d.term == nil {
		return nil
	}
	d.ended = &e
	for _, a := range s.all() {
		entries := a.of(d)
		if len(entries) == 0 {
			continue
		}
		taken, ok := takes(entries[0].of.Clawback, d.booking.On, e.On)
		if !ok {
			continue
		}
		lines, err := a.lines()
		if err != nil {
			return err
		}
		a.causes = append(a.causes, e)
		for _, was := range entries {
			was.freeze(lines, e, taken)
			if was.of.Clawback != nil && was.of.Clawback.ReducesAttainment {
				a.grow(was.now.Mul(taken).Neg())
			}
		}
	}
	return nil
}

// freeze keeps what an entry earned and takes a part of it back.
func (e *entry) freeze(lines []Line, cause Event, taken decimal.Decimal) {
	e.frozen, e.taken = []Line{}, taken
	for _, l := range lines {
		if l.Event == e.event && l.Opportunity == e.deal.opportunity && l.Member == e.deal.member && !l.Clawback {
			e.frozen = append(e.frozen, l)
			e.claw = append(e.claw, clawed(l, e.plan, e.of.Clawback, e.deal.booking.On, cause, taken))
		}
	}
}

// accumulation finds or begins where a component's credit of a day adds up.
func (s *state) accumulation(c *plan.Component, t *Term, on period.Date) *accumulation {
	p := s.in.measured(t, on)
	key := accumulationKey{c.ID, p.Start}
	if a := s.accumulations[key]; a != nil {
		return a
	}
	a := s.in.begin(c, t, p)
	s.accumulations[key] = a
	s.keys = append(s.keys, key)
	return a
}

// begin is an accumulation in which nothing is credited yet.
func (in *Input) begin(c *plan.Component, t *Term, p period.Period) *accumulation {
	a := &accumulation{component: c.ID, period: p, policy: t.Plan.Retroactive}
	if c.Quota != nil {
		if !c.Quota.Assigned {
			a.quota = &c.Quota.Fixed
		} else if q, ok := in.Quotas[p.Start]; ok {
			a.quota = &q
		}
	}
	return a
}

// all lists the accumulations in the order of components and periods.
func (s *state) all() []*accumulation {
	all := make([]*accumulation, len(s.keys))
	for i, k := range s.keys {
		all[i] = s.accumulations[k]
	}
	return all
}

// lines are those of every accumulation and bonus, by component and period, with what of each is payable.
func (s *state) lines() ([]Line, error) {
	place := s.places()
	sorted := slices.SortedFunc(maps.Keys(s.accumulations), func(a, b accumulationKey) int {
		return cmp.Or(cmp.Compare(place[a.component], place[b.component]), cmp.Compare(a.start, b.start))
	})
	var all []Line
	for _, key := range sorted {
		lines, err := s.accumulations[key].lines()
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
	}
	all = append(all, s.bonuses()...)
	for i := range all {
		s.settle(&all[i])
	}
	slices.SortStableFunc(all, func(a, b Line) int { return cmp.Compare(place[a.Component], place[b.Component]) })
	return all, nil
}

// places is the order of the components of all terms.
func (s *state) places() map[string]int {
	place := map[string]int{}
	for _, t := range s.in.Terms {
		for _, c := range t.Plan.Components {
			if _, known := place[c.ID]; !known {
				place[c.ID] = len(place)
			}
		}
	}
	return place
}

// settle works out what of a line is payable, and what the rest is waiting for.
func (s *state) settle(l *Line) {
	l.Due = l.Amount
	d := s.deals[dealKey(l.Opportunity, l.Member)]
	share := d.eligible(l.of)
	if !share.Equal(one) {
		l.Due = round(decimal.New(l.Amount, -l.plan.Currency.Exponent()).Mul(share), l.plan)
		l.Waits = d.waits(l.of)
	}
}

// at is the accumulation of a component on a day, an empty one where nothing was credited.
func (s *state) at(c *plan.Component, t *Term, on period.Date) *accumulation {
	p := s.in.measured(t, on)
	if a := s.accumulations[accumulationKey{c.ID, p.Start}]; a != nil {
		return a
	}
	return s.in.begin(c, t, p)
}
