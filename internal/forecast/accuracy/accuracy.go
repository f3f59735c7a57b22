// Package accuracy measures forecasts against what came (definitions §5): how far off, in which direction, and whether
// a range or a probability kept its word.
//
// Values are float64 of whatever unit the caller compares, money in major or minor units alike; shares are fractions,
// 0.25 is 25 %. A measure that is not defined for its data answers false, which is not zero. The same holds where a
// value is not a finite number.
package accuracy

import (
	"math"
	"slices"
)

// Pair is a forecast and its result, in one unit: of one rep, team or period at one cut-off.
type Pair struct {
	Forecast float64
	Actual   float64
}

// Error is forecast less result: positive means that the forecast was too high.
func (p Pair) Error() float64 { return p.Forecast - p.Actual }

// Bias is the average direction and size of forecast errors: Σ(F−A) ÷ ΣA, positive for over-forecasting (definitions
// §5). It is undefined if the results add up to zero.
func Bias(pairs []Pair) (float64, bool) {
	var off, actual float64
	for _, p := range pairs {
		off += p.Error()
		actual += p.Actual
	}
	return ratio(off, actual)
}

// WAPE is the average miss in either direction: Σ|F−A| ÷ Σ|A| (definitions §5). Misses of two reps do not offset each
// other. It is undefined if every result is zero.
func WAPE(pairs []Pair) (float64, bool) {
	var off, actual float64
	for _, p := range pairs {
		off += math.Abs(p.Error())
		actual += math.Abs(p.Actual)
	}
	return ratio(off, actual)
}

// MedianError is the median of |F−A| ÷ A over the pairs with A > 0: half of the forecasts missed by less. It is the
// figure of the goal "within 5 %" (definitions §15), and undefined without such a pair.
func MedianError(pairs []Pair) (float64, bool) {
	var shares []float64
	for _, p := range pairs {
		if p.Actual > 0 {
			shares = append(shares, math.Abs(p.Error())/p.Actual)
		}
	}
	if len(shares) == 0 {
		return 0, false
	}
	slices.Sort(shares)
	half := len(shares) / 2
	if len(shares)%2 == 1 {
		return finite(shares[half])
	}
	return finite((shares[half-1] + shares[half]) / 2)
}

// Accuracy is max(0, 1 − |F−A| ÷ A) (definitions §5), for example 0.5 for a forecast of 150 and a result of 100. It is
// undefined if the result is zero or negative.
func Accuracy(forecast, actual float64) (float64, bool) {
	if !(actual > 0) {
		return 0, false
	}
	missed, ok := finite(math.Abs(forecast-actual) / actual)
	return math.Max(0, 1-missed), ok
}

// ValueAdded is how much smaller the miss of calls or a model is than that of a benchmark: WAPE(benchmark) −
// WAPE(called), in shares of the results (definitions §5). Negative means a larger miss. Both lists cover the same
// periods and people.
func ValueAdded(yardstick, called []Pair) (float64, bool) {
	without, ok := WAPE(yardstick)
	with, also := WAPE(called)
	if !ok || !also {
		return 0, false
	}
	return without - with, true
}

// ratio is not defined over zero, and not where a value is missing or out of range.
func ratio(part, whole float64) (float64, bool) {
	if whole == 0 {
		return 0, false
	}
	return finite(part / whole)
}

func finite(v float64) (float64, bool) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, false
	}
	return v, true
}
