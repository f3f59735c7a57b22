// Package chance generates random values for the demo: the same seed gives the same values, and values on which a claim
// rests have fixed proportions.
package chance

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
)

// Dice is one stream of random values. Each part of a company has its own, so that a change in one part does not affect
// the others.
type Dice struct{ *rand.Rand }

// New is the stream of a part of the company, from a seed.
func New(seed uint64, part string) Dice {
	h := fnv.New64a()
	_, _ = h.Write([]byte(part)) // a hash takes every write
	return Dice{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// Between is a whole number from lo to hi, both included.
func (d Dice) Between(lo, hi int) int { return lo + d.IntN(max(1, hi-lo+1)) }

// Happens is true with the given probability.
func (d Dice) Happens(p float64) bool { return d.Float64() < p }

// Lognormal has the given median; sigma is the spread of its logarithm.
func (d Dice) Lognormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*d.NormFloat64())
}

// Weighted is a random index with the given weights.
func (d Dice) Weighted(weights []float64) int {
	x := 0.0
	for _, w := range weights {
		x += w
	}
	x *= d.Float64()
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// Pick is one of a list.
func Pick[T any](d Dice, list []T) T { return list[d.IntN(len(list))] }

// Spread is n lognormal numbers of mean 1, one from each n-th part of the distribution and in no order:
// they have its shape without the luck of n free draws.
func (d Dice) Spread(n int, sigma float64) []float64 {
	out, sum := make([]float64, n), 0.0
	for i := range out {
		u := (float64(i) + .1 + .8*d.Float64()) / float64(n)
		out[i] = math.Exp(sigma * math.Sqrt2 * math.Erfinv(2*u-1))
		sum += out[i]
	}
	for i := range out {
		out[i] *= float64(n) / sum
	}
	d.Shuffle(n, func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// Pairs is n pairs of independent lognormal numbers of mean 1, whose first members have the same shape
// wherever one looks along the second: large amounts are no more frequent among long cycles than among
// short ones, not even by luck.
func (d Dice) Pairs(n int, first, second float64) [][2]float64 {
	a, b := d.Spread(n, first), d.Spread(n, second)
	slices.Sort(a)
	slices.Sort(b)
	out := make([][2]float64, 0, n)
	const run = 8
	runs := (n + run - 1) / run
	for i := range runs {
		var members []float64
		for j := i; j < n; j += runs {
			members = append(members, a[j])
		}
		d.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		for _, m := range members {
			out = append(out, [2]float64{m, b[len(out)]})
		}
	}
	d.Shuffle(n, func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
