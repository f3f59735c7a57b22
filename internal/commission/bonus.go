package commission

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/plan"
)

// Claim is a deal that asks for a bonus, in the order of which a budget is given out.
type Claim struct {
	Component string
	Deal      string          // the opportunity, or opportunity and member
	Booking   Event           // when and under which key it was booked
	Asked     decimal.Decimal // the bonus times the payee's share, major units
}

// Claims lists what qualifies for bonuses by a day, first come first.
func (e *Evaluation) Claims() []Claim { return e.state.claims() }

func (s *state) claims() []Claim {
	var all []Claim
	for _, d := range s.order {
		if d.term == nil || d.member != "" {
			continue
		}
		for i := range d.term.Plan.Components {
			c := &d.term.Plan.Components[i]
			facts := d.facts
			if d.term.Plan.Retroactive != plan.Restate {
				facts = d.booked
			}
			if c.Kind == plan.Bonus && (c.Window == nil || c.Window.Contains(d.booking.On)) && facts.meets(&c.Qualifies) {
				all = append(all, Claim{c.ID, d.key, d.booking, c.Bonus.Mul(facts.credit())})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.Component, b.Component), cmp.Compare(a.Booking.On, b.Booking.On), cmp.Compare(a.Booking.Opportunity, b.Booking.Opportunity))
	})
	return all
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
	limits := map[string]*limits{}
	var all []Line
	for _, claim := range claims {
		d := s.deals[claim.Deal]
		i := slices.IndexFunc(d.term.Plan.Components, func(c plan.Component) bool { return c.ID == claim.Component })
		c := &d.term.Plan.Components[i]
		p := s.in.measured(d.term, d.booking.On).Key
		amount := grants[c.ID][d.key]
		l := Line{Component: c.ID, Period: p, Opportunity: d.opportunity, Event: d.booking.ID, Measure: one, Rate: amount, Multiplier: d.facts.multiplier(c), of: c, plan: &d.term.Plan}
		l.Amount = round(amount.Mul(l.Multiplier), &d.term.Plan)
		l.Why = whyBonus(claim, amount, l, d)
		if limits[c.ID+p] == nil {
			limits[c.ID+p] = newLimits()
		}
		lines := limits[c.ID+p].apply(&entry{deal: d, of: c, plan: &d.term.Plan}, []Line{l})
		all = append(all, lines...)
		if d.ended != nil {
			if part, ok := takes(c.Clawback, d.booking.On, d.ended.On); ok {
				all = append(all, clawed(lines[0], &d.term.Plan, c.Clawback, d.booking.On, *d.ended, part))
			}
		}
	}
	return all
}

// grants gives each component's budget out to this payee alone.
func (s *state) grants(claims []Claim) map[string]map[string]decimal.Decimal {
	grants := map[string]map[string]decimal.Decimal{}
	for _, t := range s.in.Terms {
		for _, c := range t.Plan.Components {
			if c.Kind == plan.Bonus {
				of := slices.DeleteFunc(slices.Clone(claims), func(claim Claim) bool { return claim.Component != c.ID })
				grants[c.ID] = Grant(of, c.Budget)
			}
		}
	}
	return grants
}
