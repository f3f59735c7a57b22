package fact

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
)

// Payees lists who gets a statement of the period: members on a plan that pays in such periods on any of its days, and
// members with an earlier statement, because amounts can still become payable or be taken back.
func (f *Facts) Payees() []Payee {
	var all []Payee
	for p, assignments := range f.Assignments {
		versions := f.Versions[p.Plan]
		stretches := compensation.InForce(versions, f.Period.Start, f.Period.End)
		pays := slices.ContainsFunc(stretches, func(s compensation.Stretch) bool {
			return s.Version.Document.Payout == f.Period.Kind &&
				slices.ContainsFunc(assignments, func(a compensation.Assignment) bool {
					return a.ValidFrom < s.To && (a.ValidTo.IsZero() || a.ValidTo > s.From)
				})
		})
		if _, before := f.Prior[p]; pays || before && f.lastPayout(p.Plan) == f.Period.Kind {
			all = append(all, p)
		}
	}
	for p := range f.Prior {
		if f.offPlan(p) && f.Prior[p].payout == f.Period.Kind && (f.only == nil || *f.only == p.Member) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b Payee) int {
		if c := slices.Compare(a.Member[:], b.Member[:]); c != 0 {
			return c
		}
		return slices.Compare(a.Plan[:], b.Plan[:])
	})
	return all
}

// offPlan tells that a payee was paid on a plan that is not theirs any more on any day: what they were paid is taken
// back, for another plan may pay it.
func (f *Facts) offPlan(p Payee) bool {
	before, paid := f.Prior[p]
	return paid && len(f.Assignments[p]) == 0 && (len(before.State) > 0 || before.Due != 0)
}

// lastPayout is how often the newest version of a plan pays.
func (f *Facts) lastPayout(id uuid.UUID) period.Kind {
	for _, v := range slices.Backward(f.Versions[id]) {
		if v.PublishedAt != nil {
			return v.Document.Payout
		}
	}
	return ""
}

// Everybody lists every payee, because budgets are shared with payees who are not replayed.
func (f *Facts) Everybody() []Payee {
	return slices.SortedFunc(maps.Keys(f.Assignments), func(a, b Payee) int {
		return strings.Compare(a.Member.String()+a.Plan.String(), b.Member.String()+b.Plan.String())
	})
}
