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

// Pair is a forecast beside what came, in one unit: of one rep, team or period at one cut-off.
type Pair struct {
	Forecast float64
	Actual   float64
}

// Error is what was forecast less what came: above zero is a forecast that promised too much.
func (p Pair) Error() float64 { return p.Forecast - p.Actual }

// Bias tells which way forecasts lean, and how far: Σ(F−A) ÷ ΣA, above zero for over-forecasting (definitions §5).
// It is not defined where the actuals sum to zero.
func Bias(pairs []Pair) (float64, bool) {
	var off, actual float64
	for _, p := range pairs {
		off += p.Error()
		actual += p.Actual
	}
	return ratio(off, actual)
}

// WAPE is the share by which forecasts missed, whatever the direction: Σ|F−A| ÷ Σ|A| (definitions §5). Misses of two
// reps do not cancel out in it. It is not defined where every actual is zero.
func WAPE(pairs []Pair) (float64, bool) {
	var off, actual float64
	for _, p := range pairs {
		off += math.Abs(p.Error())
		actual += math.Abs(p.Actual)
	}
	return ratio(off, actual)
}

// MedianError is the miss that half of the forecasts stay within: the median of |F−A| ÷ A over the pairs with A > 0. It
// is the figure of the target "within 5 %" (definitions §15), and not defined without such a pair.
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

// Accuracy is what people call a forecast's accuracy: max(0, 1 − |F−A| ÷ A) (definitions §5), 0.5 for 150 against 100.
// It is not defined where nothing came, A = 0, or where what came is below zero.
func Accuracy(forecast, actual float64) (float64, bool) {
	if !(actual > 0) {
		return 0, false
	}
	missed, ok := finite(math.Abs(forecast-actual) / actual)
	return math.Max(0, 1-missed), ok
}

// ValueAdded is what a layer of judgement or a model adds to the yardstick: WAPE(yardstick) − WAPE(judged), in shares
// of the actuals (definitions §5). Above zero it helps, below it does harm. Both lists are of the same periods and
// people.
func ValueAdded(yardstick, judged []Pair) (float64, bool) {
	without, ok := WAPE(yardstick)
	with, also := WAPE(judged)
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
