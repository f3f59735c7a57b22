package quota

import (
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// In is the quotas in a currency, by member. In the organisation's own, those in another count at their plan rate; what
// has no rate, or would have to be converted otherwise, is left out.
func In(all []Quota, in, base money.Currency) map[uuid.UUID][]Quota {
	by := map[uuid.UUID][]Quota{}
	for _, q := range all {
		if q.Currency != in && in == base && q.Base != nil {
			q.Amount, q.Currency = *q.Base, in
		}
		if q.Currency == in {
			by[q.MemberID] = append(by[q.MemberID], q)
		}
	}
	return by
}

// Middle is the middle one of what members are asked for in [from, to), in minor units, the upper one of two: what
// examples of a plan are made with. Who is asked for nothing does not count; 0 where nobody is asked for anything.
func Middle(by map[uuid.UUID][]Quota, members []uuid.UUID, from, to period.Date) int64 {
	var all []int64
	for _, m := range members {
		if minor := Prorated(by[m], from, to); minor > 0 {
			all = append(all, minor)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
