package accuracy

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// leastForLean is how many forecasts it takes to tell which way somebody leans.
const leastForLean = 4

// Lean is the bias Σ(F−A) ÷ ΣA with its 95 % confidence interval, from the spread of the errors (definitions §5).
// Positive is over-forecasting, negative sandbagging.
type Lean struct {
	N     int
	Value float64
	Low   float64
	High  float64
}

// Certain reports whether the interval excludes zero, so that the direction can be named.
func (l Lean) Certain() bool { return l.Low > 0 || l.High < 0 }

// Leaning is the lean of forecasts of different periods, one per period: several cut-offs of one period would count the
// same luck twice. It is undefined for fewer than four, or if the results add up to zero.
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
