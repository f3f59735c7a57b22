// Package accuracy measures forecasts against what came (definitions §5): how far off, in which direction, and whether a
// range or a probability kept its word.
//
// Values are float64 of whatever unit the caller compares, money in major or minor units alike; shares are fractions, 0.25
// is 25 %. A measure that is not defined for its data answers false, which is not zero. The same holds where a value is
// not a finite number.
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

// leastForMAPE is how many periods a mean of percentages needs before it is shown (definitions §5).
const leastForMAPE = 4

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

// MAPE is the usual miss in per cent of what came: mean(|F−A| ÷ A) over the pairs with A > 0 (definitions §5).
// With fewer than four of them it is not known.
func MAPE(pairs []Pair) (float64, bool) {
	shares := missed(pairs)
	if len(shares) < leastForMAPE {
		return 0, false
	}
	return ratio(sum(shares), float64(len(shares)))
}

// MedianError is the miss that half of the forecasts stay within: the median of |F−A| ÷ A over the pairs with A > 0. It is
// the figure of the target "within 5 %" (definitions §15), and not defined without such a pair.
func MedianError(pairs []Pair) (float64, bool) {
	shares := missed(pairs)
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

// Accuracy is what people call a forecast's accuracy: max(0, 1 − |F−A| ÷ A) (definitions §5), 0.5 for 150 against 100. It is
// not defined where nothing came, A = 0, or where what came is below zero.
func Accuracy(forecast, actual float64) (float64, bool) {
	if !(actual > 0) {
		return 0, false
	}
	missed, ok := finite(math.Abs(forecast-actual) / actual)
	return math.Max(0, 1-missed), ok
}

// Scale is how much a series changes by itself: the mean of |A(t) − A(t−season)| over a history, in the unit of the history.
// Season 1 compares with the period before. It is not defined for a history that never changes or is not longer than a season.
func Scale(history []float64, season int) (float64, bool) {
	if season < 1 || len(history) <= season {
		return 0, false
	}
	var moved float64
	for t := season; t < len(history); t++ {
		moved += math.Abs(history[t] - history[t-season])
	}
	mean, ok := finite(moved / float64(len(history)-season))
	return mean, ok && mean > 0
}

// MASE is the miss in units of what repeating the past would miss: mean|F−A| ÷ Scale(history, season) (definitions §5).
// Below 1 the forecast is better than the naïve one. It is not defined where the scale is not.
func MASE(pairs []Pair, history []float64, season int) (float64, bool) {
	scale, ok := Scale(history, season)
	if !ok || len(pairs) == 0 {
		return 0, false
	}
	var off float64
	for _, p := range pairs {
		off += math.Abs(p.Error())
	}
	return ratio(off/float64(len(pairs)), scale)
}

// ValueAdded is what a layer of judgement or a model adds to the yardstick: WAPE(yardstick) − WAPE(judged), in shares of the
// actuals (definitions §5). Above zero it helps, below it does harm. Both lists are of the same periods and people.
func ValueAdded(yardstick, judged []Pair) (float64, bool) {
	without, ok := WAPE(yardstick)
	with, also := WAPE(judged)
	if !ok || !also {
		return 0, false
	}
	return without - with, true
}

// missed is |F−A| ÷ A of each pair whose actual is above zero.
func missed(pairs []Pair) []float64 {
	var shares []float64
	for _, p := range pairs {
		if p.Actual > 0 {
			shares = append(shares, math.Abs(p.Error())/p.Actual)
		}
	}
	return shares
}

func sum(values []float64) float64 {
	var total float64
	for _, v := range values {
		total += v
	}
	return total
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
