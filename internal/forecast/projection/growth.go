package projection

import (
	"math/rand/v2"

	"quarterdeck/internal/record/opportunity"
)

// growth is how amounts change between a day and the closing: what was won per unit of what was expected, by stage.
type growth struct {
	byStage map[string]float64
	overall float64
	typical float64   // what a won opportunity brought on average, minor units: for those whose amount is not known
	moves   []float64 // of single opportunities, around 1
}

// doubt is how many opportunities of the organisation's usual change a stage's own change is mixed with.
const doubt = 20

// wildest is the change of an amount, as a factor, beyond which it is taken for the correction of a mistake.
const wildest = 10

// learnGrowth compares the amounts of won opportunities on the days that are learnt from with those at the closing.
func learnGrowth(b *Book) growth {
	type sums struct{ before, after, n float64 }
	var all sums
	stages := map[string]*sums{}
	g := growth{byStage: map[string]float64{}, overall: 1}
	worthSum, wins := 0.0, 0.0
	for i := range b.Records {
		r := &b.Records[i]
		last := r.Last()
		if last.Status != opportunity.Won || last.Amount == nil {
			continue
		}
		worthSum, wins = worthSum+float64(*last.Amount), wins+1
		for _, day := range moments(r, b.Day) {
			s, _ := r.At(day)
			if s.Amount == nil || *s.Amount <= 0 {
				continue
			}
			if stages[s.Stage] == nil {
				stages[s.Stage] = &sums{}
			}
			for _, to := range []*sums{&all, stages[s.Stage]} {
				to.before, to.after, to.n = to.before+float64(*s.Amount), to.after+float64(*last.Amount), to.n+1
			}
			g.moves = append(g.moves, min(max(float64(*last.Amount)/float64(*s.Amount), 1.0/wildest), wildest))
		}
	}
	if all.n > 0 {
		mean := all.before / all.n
		g.overall = (all.after + doubt*mean) / (all.before + doubt*mean)
		for stage, s := range stages {
			m := s.before / s.n
			g.byStage[stage] = (s.after + doubt*m*g.overall) / (s.before + doubt*m)
		}
	}
	center(g.moves)
	if wins > 0 {
		g.typical = worthSum / wins
	}
	return g
}

// center divides by the mean, so that luck changes no expected value.
func center(moves []float64) {
	sum := 0.0
	for _, v := range moves {
		sum += v
	}
	if sum <= 0 {
		return
	}
	for i := range moves {
		moves[i] *= float64(len(moves)) / sum
	}
}

// expected is what an open opportunity brings if it is won, minor units.
func (g *growth) expected(s *State) float64 {
	if s.Amount == nil {
		return g.typical
	}
	ratio, ok := g.byStage[s.Stage]
	if !ok {
		ratio = g.overall
	}
	return float64(*s.Amount) * ratio
}

// move draws by how much a single opportunity misses its expected change.
func (g *growth) move(luck *rand.Rand) float64 {
	if len(g.moves) == 0 {
		return 1
	}
	return g.moves[luck.IntN(len(g.moves))]
}
