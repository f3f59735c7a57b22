package simulationpage

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/hypothesis"
)

// band is a part of the distribution: how many members, and what they earn in all.
type band struct {
	label         string
	members       int
	before, after int64
	membersAfter  int
}

// attained sorts the members by what of their quota they reached.
func (p simulationView) attained() []band {
	bands := []band{{label: "Under 80\u00a0%"}, {label: "80\u00a0% to 100\u00a0%"}, {label: "100\u00a0% or more"},
		{label: "No quota"}}
	for _, m := range p.Result.Members {
		i := bandOf(m.Before)
		bands[i].members++
		bands[i].before += m.Before.Total()
		bands[i].after += m.After.Total()
		bands[bandOf(m.After)].membersAfter++
	}
	return bands
}

func bandOf(r hypothesis.Replay) int {
	a, ok := r.Attainment()
	switch {
	case !ok:
		return 3
	case a.LessThan(decimal.RequireFromString("0.8")):
		return 0
	case a.LessThan(decimal.NewFromInt(1)):
		return 1
	default:
		return 2
	}
}

// deciles are the tenths of the members by what they earn in force, the least paid first; fewer where there are fewer
// members.
func (p simulationView) deciles() []band {
	members := slices.Clone(p.Result.Members)
	slices.SortStableFunc(members,
		func(a, b hypothesis.Outcome) int { return int(min(1, max(-1, a.Before.Total()-b.Before.Total()))) })
	n := min(10, len(members))
	bands := make([]band, n)
	for i, m := range members {
		b := &bands[i*n/len(members)]
		b.members++
		b.before += m.Before.Total()
		b.after += m.After.Total()
	}
	for i := range bands {
		bands[i].label = strconv.Itoa(i+1) + " of " + strconv.Itoa(n)
	}
	return bands
}

func mean(total int64, n int) int64 {
	if n == 0 {
		return 0
	}
	return decimal.NewFromInt(total).DivRound(decimal.NewFromInt(int64(n)), 0).IntPart()
}
