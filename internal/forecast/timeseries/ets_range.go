package timeseries

import (
	"math/rand/v2"
	"slices"
)

// paths is how many futures are drawn where no formula gives the ranges.
const paths = 2000

// simulate draws futures of the model, always the same ones, and takes the ranges between which so many of them lie.
// With few degrees of freedom the errors are drawn wider, as Student's distribution would have them.
func (m *model) simulate(r *Result, df int) {
	horizon := len(r.Mean)
	drawn := make([][]float64, horizon)
	for i := range drawn {
		drawn[i] = make([]float64, paths)
	}
	source := rand.New(rand.NewPCG(2026, 1))
	sigma := m.sigma * student(z80, df) / z80
	for path := range paths {
		ahead := m.clone()
		for i := range horizon {
			next, base := ahead.expected()
			e := sigma * source.NormFloat64()
			value := next + e
			if m.error == 'M' {
				value = next * (1 + e)
			}
			drawn[i][path] = value
			ahead.see(next, base, e)
		}
	}
	for _, values := range drawn {
		slices.Sort(values)
		r.Lo80 = append(r.Lo80, percentile(values, 0.1))
		r.Hi80 = append(r.Hi80, percentile(values, 0.9))
		r.Lo95 = append(r.Lo95, percentile(values, 0.025))
		r.Hi95 = append(r.Hi95, percentile(values, 0.975))
	}
}
