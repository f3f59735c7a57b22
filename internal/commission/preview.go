package commission

import (
	"slices"

	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
)

// Cost is what events that are new since a statement come to under a policy, in minor units: of what is earned and of what
// of it is payable by now.
type Cost struct{ Earned, Due int64 }

// Preview is what the events that the last statement did not know would cost under each policy, before one is accepted. A policy
// is compared with itself: what it makes of everything, less what it makes of what was known. Where an event that was known
// has been replaced, what it said before is gone, so the difference is to what was stated.
func Preview(in *Input, before Prior, on period.Date) (map[plan.Retroactive]Cost, error) {
	old, replaced := *in, false
	old.Events = slices.DeleteFunc(slices.Clone(in.Events), func(e Event) bool {
		known, there := before.Known[e.ID]
		replaced = replaced || there && known != e.digest()
		return !there
	})
	costs := map[plan.Retroactive]Cost{}
	for _, policy := range []plan.Retroactive{plan.Restate, plan.OriginalRate, plan.Prospective} {
		after, err := Evaluate(in.under(policy), on)
		if err != nil {
			return nil, err
		}
		cost := Cost{after.Earned(), after.Due()}
		if replaced {
			for _, l := range before.State {
				cost.Earned -= l.Amount
			}
			cost.Due -= before.Due
		} else {
			was, err := Evaluate(old.under(policy), on)
			if err != nil {
				return nil, err
			}
			cost.Earned, cost.Due = cost.Earned-was.Earned(), cost.Due-was.Due()
		}
		costs[policy] = cost
	}
	return costs, nil
}

// under is the same input with another policy in all terms.
func (in *Input) under(policy plan.Retroactive) *Input {
	other := *in
	other.Terms = slices.Clone(in.Terms)
	for i := range other.Terms {
		other.Terms[i].Plan.Retroactive = policy
	}
	return &other
}
