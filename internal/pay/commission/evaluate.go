package commission

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Evaluation is everything that a payee has earned with the events up to a day.
type Evaluation struct {
	On    period.Date
	Lines []Line // by component, measurement period and place
	state *state
	known map[string]string // see Known
}

// state is what the events up to a day have led to.
type state struct {
	in            *Input
	deals         map[string]*deal
	order         []*deal // as they were booked first
	accumulations map[accumulationKey]*accumulation
	keys          []accumulationKey
	work          int   // see works
	paid          int64 // see pays
}

type accumulationKey struct {
	component string
	measure   plan.Measure
	kind      period.Kind
	start     period.Date
}

// Evaluate prices all events up to and including a day. A missing quota that is needed is Invalid.
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

// Due is the part of the earnings that has become payable, in minor units.
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
	if d == nil {
		d = s.open(key, e) // an invoice may come before the booking
	}
	if e.Kind != Invoice && e.Kind != Cash && e.Kind != GoLive {
		d.changes = append(d.changes, e)
	}
	switch e.Kind {
	case Booking:
		return s.book(d, e)
	case Amendment:
		return s.amend(d, e)
	case Invoice:
		amount := e.Amount
		if amount == nil {
			amount = d.facts.Amount
		}
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
func (s *state) book(d *deal, e Event) error {
	s.leave(d, e)
	d.booking, d.booked, d.facts, d.term, d.ended, d.follows = e, e.Facts, e.Facts, s.in.termOn(e.On), nil, parts{}
	d.follows.say(e.Facts, e.Amount)
	if d.term == nil {
		return nil
	}
	for i := range d.term.Plan.Components {
		c := &d.term.Plan.Components[i]
		if c.Kind != plan.Bonus && (c.Kind == plan.Override) == (d.member != "") {
			s.enter(d, c, d.term, e, d.facts.credited(c), d.facts.multiplier(c), false)
		}
	}
	return s.works(len(d.term.Plan.Components))
}

// enter adds an entry where a component's credit of a day adds up.
func (s *state) enter(d *deal, c *plan.Component, t *Term, e Event, measure, multiplier decimal.Decimal,
	difference bool) {
	a := s.accumulation(c, t, e.On)
	a.add(&entry{deal: d, of: c, plan: &t.Plan, quota: s.in.quota(c, a.period), event: e.ID, booked: measure,
		now: measure, mult: multiplier,
		facts: d.facts, difference: difference})
	a.causes = append(a.causes, e)
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
	for _, was := range slices.Clone(d.entries) {
		was.in.causes = append(was.in.causes, e)
		switch {
		case was.ended != nil || was.in.policy == plan.Restate:
			was.remove()
		case was.in.policy == plan.OriginalRate:
			was.in.total = was.in.total.Sub(was.now)
			was.now = decimal.Zero
		case !was.difference:
			s.differ(was, e, d.credited(was.of.ID).Neg())
		}
	}
}

// amend carries a change of a deal's facts to where it counts. A change after the opportunity has ended pays nothing.
func (s *state) amend(d *deal, e Event) error {
	if d.ended != nil {
		return nil
	}
	d.facts = d.facts.amend(e.Facts, &d.follows)
	for _, first := range d.bookings() {
		a := first.in
		a.causes = append(a.causes, e)
		measure := d.facts.credited(first.of)
		switch {
		case a.policy == plan.Prospective:
			s.differ(first, e, measure.Sub(d.credited(first.of.ID)))
		case a.policy == plan.Restate || first.booked.IsZero(): // what counted for nothing has no rates of its own yet
			a.grow(measure.Sub(first.now))
			first.booked, first.now, first.mult, first.facts = measure, measure, d.facts.multiplier(first.of), d.facts
		default:
			a.total = a.total.Add(measure.Sub(first.now))
			first.now, first.facts = measure, d.facts
		}
	}
	return s.works(len(d.entries))
}

// credited is what a deal counts in a component by now, differences included.
func (d *deal) credited(component string) decimal.Decimal {
	sum := decimal.Zero
	for _, e := range d.entries {
		if e.of.ID == component {
			sum = sum.Add(e.now)
		}
	}
	return sum
}

// differ books a change of a deal on its own day, at the rates in force there.
func (s *state) differ(first *entry, e Event, by decimal.Decimal) {
	if by.IsZero() {
		return
	}
	d, term, of, multiplier := first.deal, s.in.nearest(e.On), first.of, first.mult
	if newer := term.component(of); newer != nil {
		of = newer
	}
	if first.booked.IsZero() {
		multiplier = d.facts.multiplier(of)
	}
	s.enter(d, of, term, e, by, multiplier, true)
}

// end takes back what a deal earned, if it ends soon enough (contract: clawback), at what was paid for it.
func (s *state) end(d *deal, e Event) error {
	if d.ended != nil || d.term == nil {
		return nil
	}
	d.ended = &e
	s.paid = 0
	limits, priced := map[string]*limits{}, map[*accumulation][]Line{}
	for _, was := range d.entries {
		if _, done := priced[was.in]; done || was.of.Clawback == nil {
			continue
		}
		lines, err := s.price(was.in, d, limitsOf(limits, was.of.ID))
		if err != nil {
			return err
		}
		priced[was.in] = lines
	}
	for _, was := range d.entries {
		was.end(priced[was.in], e)
	}
	return nil
}

// end keeps what an entry earned and takes a part of it back.
func (e *entry) end(lines []Line, cause Event) {
	left, ok := leftOf(e.of.Clawback, e.deal.booking.On, cause.On)
	if !ok {
		return
	}
	e.in.causes = append(e.in.causes, cause)
	e.ended = &ending{lost: left.of(e.now)}
	for _, l := range lines {
		if l.entry == e {
			e.ended.lines = append(e.ended.lines, l)
			e.ended.claw = append(e.ended.claw, clawed(l, e.plan, e.of.Clawback, e.deal.booking.On, cause, left))
		}
	}
	if e.of.Clawback.ReducesAttainment {
		e.in.total = e.in.total.Sub(e.ended.lost)
	}
}

// accumulation finds or begins where a component's credit of a day adds up.
func (s *state) accumulation(c *plan.Component, t *Term, on period.Date) *accumulation {
	key, p := s.in.where(c, t, on)
	if a := s.accumulations[key]; a != nil {
		return a
	}
	a := &accumulation{component: c.ID, period: p, policy: t.Plan.Retroactive}
	s.accumulations[key] = a
	s.keys = append(s.keys, key)
	return a
}

// where is the place in which a component's credit of a day adds up. Versions of a plan share it where they measure the
// same thing in the same periods.
func (in *Input) where(c *plan.Component, t *Term, on period.Date) (accumulationKey, period.Period) {
	p := in.measured(t, on)
	return accumulationKey{c.ID, c.Measure, p.Kind, p.Start}, p
}

// all lists the accumulations as they began.
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
		return cmp.Or(cmp.Compare(place[a.component], place[b.component]), cmp.Compare(a.start, b.start),
			cmp.Compare(a.kind, b.kind), cmp.Compare(a.measure, b.measure))
	})
	s.paid = 0
	limits := map[string]*limits{}
	var all []Line
	for _, key := range sorted {
		lines, err := s.price(s.accumulations[key], nil, limitsOf(limits, key.component))
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
	}
	bonuses := s.bonuses()
	if err := s.pays(bonuses); err != nil {
		return nil, err
	}
	all = append(all, bonuses...)
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
	d := s.deals[dealKey(l.Opportunity, l.Member)]
	l.Due = d.due(l.Amount, l.of, l.plan.Rounding)
	if l.Due != l.Amount || l.Amount == 0 {
		l.Waits = d.waits(l.of)
	}
}

// at is the accumulation of a component on a day, an empty one where nothing was credited.
func (s *state) at(c *plan.Component, t *Term, on period.Date) *accumulation {
	key, p := s.in.where(c, t, on)
	if a := s.accumulations[key]; a != nil {
		return a
	}
	return &accumulation{component: c.ID, period: p, policy: t.Plan.Retroactive}
}
