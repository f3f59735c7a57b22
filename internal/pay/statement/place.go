package statement

import (
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/plan"
)

// places ties standings to what their components count, by the newest version that has them.
func places(standings []commission.Standing, terms []evidence.Term) []Place {
	all := make([]Place, len(standings))
	for i, s := range standings {
		all[i].Standing = s
		for _, t := range terms {
			if slices.ContainsFunc(t.Plan.Components,
				func(c plan.Component) bool { return c.ID == s.Component && c.Measure == plan.Count }) {
				all[i].Count = true
			}
		}
	}
	return all
}

// Places is each component's attainment at the statement's end.
func (m Made) Places() []Place {
	if m.Inputs == nil {
		return nil
	}
	return places(m.Result.Standings, m.Inputs.Terms)
}

// Next is the next tier not yet reached and the credit it still needs, in major units or a count; ok is false at the
// top tier.
func (p Place) Next() (step commission.Step, more decimal.Decimal, ok bool) {
	for _, s := range p.Tiers {
		if !s.Reached {
			return s, s.From.Sub(p.Credited), true
		}
	}
	return step, more, false
}

// Now is the highest tier reached; ok is false without tiers.
func (p Place) Now() (step commission.Step, ok bool) {
	for _, s := range slices.Backward(p.Tiers) {
		if s.Reached {
			return s, true
		}
	}
	return step, false
}
