package commission

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/plan"
)

// Claim is a deal that qualifies for a bonus. Budgets are given out in the order of claims.
type Claim struct {
	Component string
	Deal      string // the opportunity, or opportunity and member
	Booking   Event  // when and under which key it was booked
	// what it would pay: the bonus times the payee's share and multipliers, after caps; major units
	Asked decimal.Decimal
}

// Claims lists the deals that qualify for bonuses up to a day, in order of booking.
func (e *Evaluation) Claims() []Claim {
	var all []Claim
	for _, c := range e.state.claims() {
		all = append(all, c.Claim)
	}
	return all
}

// claim is a Claim with its line as if there were no budget.
type claim struct {
	Claim
	line Line
	deal *deal
}

// asked are the facts that a deal asks for a bonus with. Where changes are not as if they had always been true, it
// keeps the place in the budget that it had when it was booked.
func (d *deal) asked() Facts {
	if d.term.Plan.Retroactive == plan.Restate {
		return d.facts
	}
	return d.booked
}

func (s *state) claims() []claim {
	var all []claim
	for _, d := range s.order {
		if d.term == nil || d.member != "" {
			continue
		}
		for i := range d.term.Plan.Components {
			c := &d.term.Plan.Components[i]
			if c.Kind == plan.Bonus && (c.Window == nil || c.Window.Contains(d.booking.On)) &&
				d.asked().meets(&c.Qualifies) {
				all = append(all,
					claim{Claim: Claim{Component: c.ID, Deal: d.key, Booking: d.booking}, line: s.bonus(c, d), deal: d})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.Component, b.Component), cmp.Compare(a.Booking.On, b.Booking.On),
			cmp.Compare(a.Booking.Opportunity, b.Booking.Opportunity))
	})
	caps := map[[2]string]*limits{}
	for i := range all {
		l := &all[i].line
		key := [2]string{l.Component, l.Period}
		if caps[key] == nil {
			caps[key] = &limits{opportunities: map[string]*limit{}}
		}
		all[i].line = caps[key].apply(&entry{deal: all[i].deal, of: l.of, plan: l.plan}, []Line{*l})[0]
		all[i].Asked = decimal.New(l.Amount, -l.plan.Currency.Exponent())
	}
	return all
}

// bonus is a deal's line before caps and budget: the bonus times the payee's share (contract: credit scales).
func (s *state) bonus(c *plan.Component, d *deal) Line {
	facts := d.asked()
	l := Line{Component: c.ID, Period: s.in.measured(d.term, d.booking.On).Key, Opportunity: d.opportunity,
		Event: d.booking.ID, Measure: facts.credit(), Rate: c.Bonus, Multiplier: facts.multiplier(c), of: c,
		plan: &d.term.Plan}
	l.Amount = round(l.Measure.Mul(l.Rate).Mul(l.Multiplier), l.plan)
	l.Why = whyBonus(l)
	return l
}

// Grant gives out a budget, first come first served; the last gets what is left. Without a budget all is granted.
func Grant(claims []Claim, budget *decimal.Decimal) map[string]decimal.Decimal {
	granted := map[string]decimal.Decimal{}
	left := value(budget)
	for _, c := range claims {
		amount := c.Asked
		if budget != nil {
			amount = decimal.Min(amount, left)
			left = left.Sub(amount)
		}
		granted[c.Deal] = amount
	}
	return granted
}

// bonuses are the lines of the bonus components, with their clawbacks.
func (s *state) bonuses() []Line {
	claims := s.claims()
	grants := s.in.Grants
	if grants == nil {
		grants = s.grants(claims)
	}
	var all []Line
	for _, claim := range claims {
		d, l, p := claim.deal, claim.line, &claim.deal.term.Plan
		if granted := grants[l.Component][d.key]; granted.LessThan(claim.Asked) {
			l.Amount = round(granted, p)
			l.Why += whyBudget(l.Amount, p.Currency)
		}
		l.changed(d)
		all = append(all, l)
		if d.ended == nil {
			continue
		}
		if part, ok := leftOf(l.of.Clawback, d.booking.On, d.ended.On); ok {
			all = append(all, clawed(l, p, l.of.Clawback, d.booking.On, *d.ended, part))
		}
	}
	return all
}

// changed takes in proportion back what a later change costs a bonus that kept its place: the share that is credited
// now of the one that was, nothing where the opportunity no longer qualifies.
func (l *Line) changed(d *deal) {
	was, now := l.Measure, d.facts.credit()
	if !d.facts.meets(&l.of.Qualifies) {
		now = decimal.Zero
	}
	if now.Equal(was) || was.IsZero() {
		return
	}
	l.Measure, l.Amount = now, whole(decimal.NewFromInt(l.Amount).Mul(now).DivRound(was, exact), l.plan.Rounding)
	l.Why += whyChanged(d, now)
}

// grants gives each component's budget out to this payee alone, by the newest version that has it.
func (s *state) grants(claims []claim) map[string]map[string]decimal.Decimal {
	of := map[string][]Claim{}
	for _, c := range claims {
		of[c.Component] = append(of[c.Component], c.Claim)
	}
	grants := map[string]map[string]decimal.Decimal{}
	for _, t := range s.in.Terms {
		for _, c := range t.Plan.Components {
			if c.Kind == plan.Bonus {
				grants[c.ID] = Grant(of[c.ID], c.Budget)
			}
		}
	}
	return grants
}
