package demo

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"quarterdeck/internal/base/period"
)

// dice is one stream of chance. Each part of the story has its own, so that a change in one part leaves
// the others as they were.
type dice struct{ *rand.Rand }

func (s *story) dice(part string) dice {
	h := fnv.New64a()
	_, _ = h.Write([]byte(part)) // a hash takes every write
	return dice{rand.New(rand.NewPCG(s.Seed, h.Sum64()))}
}

// between is a whole number from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(max(1, hi-lo+1)) }

func (d dice) chance(p float64) bool { return d.Float64() < p }

// lognormal has the given median; sigma is the spread of its logarithm.
func (d dice) lognormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*d.NormFloat64())
}

// weighted is an index, each as likely as its weight says.
func (d dice) weighted(weights []float64) int {
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

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// spread is n lognormal numbers of mean 1, one from each n-th part of the distribution and in no order:
// they have its shape without the luck of n free draws.
func (d dice) spread(n int, sigma float64) []float64 {
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

// pairs is n pairs of independent lognormal numbers of mean 1, whose first members have the same shape
// wherever one looks along the second: large amounts are no more frequent among long cycles than among
// short ones, not even by luck.
func (d dice) pairs(n int, first, second float64) [][2]float64 {
	a, b := d.spread(n, first), d.spread(n, second)
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

// deck deals indices in fixed proportions: after any number of cards, each has come up as often as its
// share says, give or take one or two, yet in no order that one could guess.
type deck struct {
	dice   dice
	share  []float64
	credit []float64
}

func newDeck(d dice, weights []float64) *deck {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	k := &deck{dice: d, share: make([]float64, len(weights)), credit: make([]float64, len(weights))}
	for i, w := range weights {
		k.share[i] = w / sum
	}
	return k
}

func (k *deck) next() int {
	due := make([]float64, len(k.share))
	for i, s := range k.share {
		k.credit[i] += s
		due[i] = max(0, k.credit[i])
	}
	i := k.dice.weighted(due)
	k.credit[i]--
	return i
}

// apportion splits a whole number by weights, the remainder going to the largest fractions.
func apportion(total int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	out, rest := make([]int, len(weights)), make([]float64, len(weights))
	given := 0
	for i, w := range weights {
		exact := float64(total) * w / max(sum, 1e-9)
		out[i] = int(exact)
		rest[i] = exact - float64(out[i])
		given += out[i]
	}
	for ; given < total && sum > 0; given++ {
		best := 0
		for i := range rest {
			if rest[i] > rest[best] {
				best = i
			}
		}
		out[best]++
		rest[best] = -1
	}
	return out
}

// weekday moves a day of the weekend back to its Friday, because nobody sells on a Sunday.
func weekday(d period.Date) period.Date {
	switch d.Time().Weekday() {
	case time.Saturday:
		return d - 1
	case time.Sunday:
		return d - 2
	default:
		return d
	}
}

// weekdays lists the working days from the first day to the last, both included.
func weekdays(from, to period.Date) []period.Date {
	var days []period.Date
	for d := from; d <= to; d++ {
		if weekday(d) == d {
			days = append(days, d)
		}
	}
	return days
}
