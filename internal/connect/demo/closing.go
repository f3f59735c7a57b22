package demo

import (
	"math"
	"sort"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
)

// How long opportunities take, in days from creation to close, for a pace of 1.
const (
	wonCycle, wonSpread   = 92, .45
	lostCycle, lostSpread = 118, .7
	longest               = 460
)

// addClosed makes the opportunities that closed in the quarter. What each rep wins follows from the quota
// and the rep's place in the table; a region loses what is left of its share of the demand.
func (s *generator) addClosed(q quarter) {
	d := chance.New(s.Seed, "closings "+q.Key)
	wins := int(float64(q.won)/float64(s.averageWin) + .5)
	if len(weekdays(q.Start, min(q.End-1, s.yesterday()))) == 0 {
		return
	}
	targets := s.targets(d, q)
	counts := chance.Apportion(wins, targets)
	amounts := s.wins(d, q, targets, counts)
	won := make([]int, len(s.regions))
	for i, r := range s.people.reps {
		won[r.region] += counts[i]
		for _, a := range amounts[i] {
			s.close(d, q, r, closedWon, a, max(16, d.Lognormal(wonCycle, wonSpread)))
		}
	}
	demand := make([]float64, len(s.regions))
	for i, r := range s.regions {
		demand[i] = r.demand
	}
	for i, closed := range chance.Apportion(int(float64(wins)/winRate+.5), demand) {
		s.losses(d, q, i, closed-won[i])
	}
}

// targets is what each rep is to win in the whole quarter, in minor units.
func (s *generator) targets(d chance.Dice, q quarter) []float64 {
	type place struct {
		rep   int
		score float64
	}
	var table []place
	for i, r := range s.people.reps {
		if q.quota[i] > 0 && len(s.window(q, r)) > 0 {
			table = append(table, place{i, r.skill + .45*d.NormFloat64()})
		}
	}
	sort.SliceStable(table, func(i, j int) bool { return table[i].score < table[j].score })
	targets := make([]float64, len(s.people.reps))
	for rank, p := range table {
		targets[p.rep] = q.quota[p.rep] * attainment((float64(rank)+.5)/float64(len(table)))
	}
	return targets
}

// window is the working days of the quarter on which the rep can have closed something.
func (s *generator) window(q quarter, r *person) []period.Date {
	last := min(q.End-1, s.yesterday())
	if !r.left.IsZero() {
		last = min(last, r.left-1)
	}
	return weekdays(max(q.Start, r.hired+10), last)
}

// wins draws the won amounts of each rep. The largest go to whoever still lacks most, and in a complete
// quarter a rep's amounts are brought to the rep's target; together they make what the quarter won.
func (s *generator) wins(d chance.Dice, q quarter, targets []float64, counts []int) [][]int64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	draws := d.Spread(total, .85)
	sort.Sort(sort.Reverse(sort.Float64Slice(draws)))
	held, need := make([][]float64, len(counts)), append([]float64(nil), targets...)
	for _, x := range draws {
		x *= float64(s.averageWin)
		best := -1
		for i := range counts {
			if len(held[i]) < counts[i] && (best < 0 || need[i]*(.8+.4*d.Float64()) > need[best]) {
				best = i
			}
		}
		held[best] = append(held[best], x)
		need[best] -= x
	}
	sum := 0.0
	for i := range held {
		got := 0.0
		for _, x := range held[i] {
			got += x
		}
		for j := range held[i] {
			if q.done == 1 {
				held[i][j] *= targets[i] / got
			}
			sum += held[i][j]
		}
	}
	out := make([][]int64, len(held))
	for i := range held {
		for _, x := range held[i] {
			out[i] = append(out[i], s.round(x*float64(q.won)/sum))
		}
	}
	return out
}

// round brings an amount to whole hundreds, and to the smallest that the company sells.
func (s *generator) round(minor float64) int64 {
	return max(s.smallest, int64(minor/100_00+.5)*100_00)
}

// losses spreads a region's lost opportunities over its reps: the better ones lose fewer.
func (s *generator) losses(d chance.Dice, q quarter, region, n int) {
	var team []*person
	var weights []float64
	for i, r := range s.people.reps {
		if r.region == region && q.quota[i] > 0 && len(s.window(q, r)) > 0 {
			team = append(team, r)
			weights = append(weights, (.4+.6*r.ramp(q.End.AddMonths(-1)))*(1.25-.5*r.skill))
		}
	}
	if n <= 0 || len(team) == 0 {
		return
	}
	mean := lostCycle * math.Exp(lostSpread*lostSpread/2)
	draws := d.Pairs(n, .95, lostSpread)
	for i, count := range chance.Apportion(n, weights) {
		for range count {
			s.close(d, q, team[i], closedLost, s.round(draws[0][0]*1.05*float64(s.averageWin)), draws[0][1]*mean)
			draws = draws[1:]
		}
	}
}

// close adds an opportunity that a rep closed in the quarter, after a cycle of so many days.
func (s *generator) close(d chance.Dice, q quarter, r *person, end stage, amount int64, cycle float64) {
	days := s.window(q, r)
	x := d.Float64()
	if end == closedWon { // wins follow the shape of the quarter, losses come as they come
		x = s.late(x, q)
	}
	on := days[min(len(days)-1, int(x*float64(len(days))))]
	begun := weekday(on - period.Date(max(3, min(longest, cycle*s.pace))))
	o := &opportunity{region: r.region, owner: r, stage: end, amount: amount, closeOn: on, ended: on, created: begun}
	s.opportunities = append(s.opportunities, o)
}

// late turns an even draw into a point of the days so far, by the shape of the quarter.
func (s *generator) late(x float64, q quarter) float64 {
	last := min(1, float64(s.today-q.Start)/float64(q.Days()))
	lo, hi := 0.0, last
	for range 20 {
		if mid := (lo + hi) / 2; shape(mid) < x*q.done {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo / last
}
