package timeseries

import (
	"math"
	"slices"
)

// autocorrelation is how a series agrees with itself so many periods later, from −1 to 1.
func autocorrelation(y []float64, lag int) float64 {
	middle := mean(y)
	var with, all float64
	for t, v := range y {
		all += (v - middle) * (v - middle)
		if t >= lag {
			with += (v - middle) * (y[t-lag] - middle)
		}
	}
	if all == 0 {
		return 0
	}
	return with / all
}

// seasonality is how far the agreement with a season ago stands out of chance, in standard errors (Bartlett): the test
// of Assimakopoulos and Nikolopoulos asks for 1.645, 90 %.
func seasonality(y []float64, season int) float64 {
	square := 1.0
	for lag := 1; lag < season; lag++ {
		r := autocorrelation(y, lag)
		square += 2 * r * r
	}
	return autocorrelation(y, season) / math.Sqrt(square/float64(len(y)))
}

// seasonal tells whether a series shows its season at 90 %, in its values or in their changes: a trend makes neighbours
// so alike that it can hide a season which the changes show.
func seasonal(y []float64, season int) bool {
	if len(y) <= 2*season {
		return false
	}
	if math.Abs(seasonality(y, season)) > 1.645 {
		return true
	}
	return seasonality(changes(y), season) > 1.645
}

// patterned is the problem with the season that its models should look for. Months that show nothing over a year may
// still show the months of a quarter, as sales do that are closed at its end, and that takes far fewer years to see.
func patterned(p problem) (problem, string) {
	const year, quarter = 12, 3
	if p.season != year || len(p.y) <= 3*quarter || seasonal(p.y, year) || seasonality(changes(p.y), quarter) <= 2.576 {
		return p, "" // 2.576 is 99 %: this is a second look at the same values
	}
	p.season = quarter
	return p, "The months within a quarter differ, but no yearly season of 12 months is visible."
}

func changes(y []float64) []float64 {
	steps := make([]float64, 0, len(y))
	for t := 1; t < len(y); t++ {
		steps = append(steps, y[t]-y[t-1])
	}
	return steps
}

// adjusted is a series without its season, and the season to put back.
type adjusted struct {
	y        []float64
	index    []float64 // by place in the season; empty where the series has none
	additive bool
}

// deseasonalised takes the season out of a series by classical decomposition if it has one at 90 %, by factors where
// every value is above zero and by differences otherwise.
func deseasonalised(y []float64, season int) adjusted {
	if season == 1 || !seasonal(y, season) {
		return adjusted{y: y}
	}
	a := adjusted{additive: slices.Min(y) <= 0}
	a.index = indices(y, season, a.additive)
	if !a.additive && slices.Min(a.index) < 0.01 {
		a.additive = true
		a.index = indices(y, season, true)
	}
	a.y = make([]float64, len(y))
	for t, v := range y {
		if a.additive {
			a.y[t] = v - a.index[t%season]
		} else {
			a.y[t] = v / a.index[t%season]
		}
	}
	return a
}

// indices is the usual departure of each place of the season from the moving average: factors about 1, or differences
// about 0.
func indices(y []float64, season int, additive bool) []float64 {
	trend := movingAverage(y, season)
	sums, counts := make([]float64, season), make([]float64, season)
	for t, level := range trend {
		if math.IsNaN(level) {
			continue
		}
		counts[t%season]++
		if additive {
			sums[t%season] += y[t] - level
		} else {
			sums[t%season] += y[t] / level
		}
	}
	for i := range sums {
		if counts[i] > 0 {
			sums[i] /= counts[i]
		} else if !additive {
			sums[i] = 1
		}
	}
	middle := mean(sums)
	for i := range sums {
		if additive {
			sums[i] -= middle
		} else {
			sums[i] /= middle
		}
	}
	return sums
}

// movingAverage is the mean of a whole season about each value, NaN at the ends where there is none.
func movingAverage(y []float64, season int) []float64 {
	trend := make([]float64, len(y))
	half := season / 2
	for t := range y {
		if t < half || t+half >= len(y) {
			trend[t] = math.NaN()
			continue
		}
		var total float64
		for k := t - half; k <= t+half; k++ {
			weight := 1.0
			if season%2 == 0 && (k == t-half || k == t+half) {
				weight = 0.5
			}
			total += weight * y[k]
		}
		trend[t] = total / float64(season)
	}
	return trend
}

// restore puts the season back into what was forecast without it.
func (a adjusted) restore(r Result) Result {
	if len(a.index) == 0 {
		return r
	}
	for _, bound := range [][]float64{r.Mean, r.Lo80, r.Hi80, r.Lo95, r.Hi95} {
		for i := range bound {
			at := a.index[(len(a.y)+i)%len(a.index)]
			if a.additive {
				bound[i] += at
			} else {
				bound[i] *= at
			}
		}
	}
	return r
}

// detected is the season to look for in a series that does not say it: twelve, four or seven periods, whichever its
// changes agree with most, else one. One standard error is enough here, because every model then tests the season for
// itself.
func detected(y []float64) int {
	best, strength := 1, 1.0
	for _, season := range []int{12, 4, 7} {
		if len(y) < 3*season {
			continue
		}
		if s := seasonality(changes(y), season); s > strength {
			best, strength = season, s
		}
	}
	return best
}
