package accuracy

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// leastForLean is how many forecasts it takes to tell which way somebody leans.
const leastForLean = 4

// Lean is which way forecasts lean and how surely: the bias Σ(F−A) ÷ ΣA with the interval in which its true value lies
// in 95 of 100 cases, by the spread of the errors (definitions §5). Above zero is happy ears, below zero sandbagging.
type Lean struct {
	N     int
	Value float64
	Low   float64
	High  float64
}

// Certain tells that the interval leaves zero out, so that a word may be said for it.
func (l Lean) Certain() bool { return l.Low > 0 || l.High < 0 }

// Leaning is the lean of forecasts of different periods, one a period: those of one period at several cut-offs would
// count the same luck twice. It is not defined for fewer than four of them, or where the actuals sum to zero.
func Leaning(pairs []Pair) (Lean, bool) {
	bias, ok := Bias(pairs)
	if !ok || len(pairs) < leastForLean {
		return Lean{}, false
	}
	n := float64(len(pairs))
	var off, actual, square float64
	for _, p := range pairs {
		off += p.Error()
		actual += p.Actual
	}
	for _, p := range pairs {
		square += (p.Error() - off/n) * (p.Error() - off/n)
	}
	spread := math.Sqrt(square / (n - 1) * n) // of the sum of the errors
	half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975) * spread / math.Abs(actual)
	return Lean{N: len(pairs), Value: bias, Low: bias - half, High: bias + half}, true
}
