package backtest

import (
	"math"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
)

// Width is the factor by which raw ranges of a level are widened or narrowed so that eight of ten hold.
type Width struct {
	Scale  float64 `json:"scale"`
	Trials int     `json:"trials"` // past ranges that it was read from
}

const (
	coverage = 0.8
	prior    = 12  // trials' worth of belief that the simulation's own ranges are right
	widest   = 3   // a scale beyond which a range says nothing
	nearness = 0.2 // of a period: what two moments are apart that tell each other half as much
	kinship  = 0.4 // what ranges of a month tell of those of a quarter, and the other way
)

// Stretch makes a range around its forecast wider or narrower, and not lower than the least that the period can come
// to, which is what is closed already where no open amount is negative. A range that began there begins there still,
// however narrow it becomes: that nothing more is won is a single outcome, and often the likeliest.
func (w Width) Stretch(forecast, low, high, closed float64) (float64, float64) {
	high = forecast + w.Scale*(high-forecast)
	if low <= closed {
		return closed, max(high, closed)
	}
	return max(forecast+w.Scale*(low-forecast), closed), high
}

// miss is by what a range must be stretched to hold what came. A range without a width tells nothing of widths.
func miss(t *Trial) (by float64, ok bool) {
	if t.High <= t.Low {
		return 0, false
	}
	half := t.High - t.Forecast
	if t.Actual < t.Forecast {
		if half = t.Forecast - t.Low; t.Low <= t.least() && t.Actual >= t.least() {
			return 0, true
		}
	}
	switch off := math.Abs(t.Actual - t.Forecast); {
	case off == 0:
		return 0, true
	case half <= 0:
		return math.Inf(1), true
	default:
		return off / half, true
	}
}

// evidence is a miss and how much it counts.
type evidence struct{ miss, weight float64 }

// width reads from past misses how wide ranges have to be: their eightieth percentile, mixed with that of ranges that
// are right to begin with.
func width(misses []evidence) Width {
	w := Width{Trials: len(misses)}
	all := slices.Clone(misses)
	for k := range prior { // |N(0,1)| by its quantiles, in units of the eightieth
		all = append(all, evidence{math.Erfinv((float64(k)+0.5)/prior) / math.Erfinv(coverage), 1})
	}
	slices.SortFunc(all, func(a, b evidence) int {
		switch {
		case a.miss < b.miss:
			return -1
		case a.miss > b.miss:
			return 1
		}
		return 0
	})
	total := 0.0
	for _, e := range all {
		total += e.weight
	}
	sum := 0.0
	for _, e := range all {
		if sum += e.weight; sum >= coverage*total-1e-9 {
			w.Scale = min(e.miss, widest)
			break
		}
	}
	return w
}

// calibrate stretches the house model's ranges, each by what the periods that were over on its day say.
func calibrate(trials, raw []Trial) {
	type moment struct {
		level  Level
		period period.Period
		day    period.Date
	}
	widths := map[moment]Width{}
	for i := range trials {
		t := &trials[i]
		if t.Method != projection.House {
			continue
		}
		at := moment{t.Level, t.Period, t.Day}
		w, ok := widths[at]
		if !ok {
			w = WidthAt(raw, t.Level, t.Period, t.Day)
			widths[at] = w
		}
		t.Low, t.High = w.Stretch(t.Forecast, t.Low, t.High, t.least())
	}
}

// WidthAt is the width that the raw range of a period needs on a day, from the trials of ended periods: trials at a
// similar moment of a similar period count most.
func WidthAt(raw []Trial, level Level, p period.Period, day period.Date) Width {
	return WidthOn(raw, level, p.Kind, Gone(p, day), day)
}

// WidthOn is WidthAt for any period of a kind of which the given share is over.
func WidthOn(raw []Trial, level Level, kind period.Kind, gone float64, day period.Date) Width {
	return widthBy(raw, level, day, func(t *Trial) float64 {
		like := math.Pow(0.5, math.Abs(Gone(t.Period, t.Day)-gone)/nearness)
		if (t.Period.Kind == period.Month) != (kind == period.Month) {
			like *= kinship
		}
		return like
	})
}

func widthBy(raw []Trial, level Level, day period.Date, weight func(*Trial) float64) Width {
	var misses []evidence
	for i := range raw {
		t := &raw[i]
		if t.Level != level || t.Period.End > day+1 {
			continue
		}
		if by, ok := miss(t); ok {
			misses = append(misses, evidence{by, weight(t)})
		}
	}
	return width(misses)
}

// Gone is the share of a period that is over at the end of a day.
func Gone(p period.Period, day period.Date) float64 {
	return float64(p.Elapsed(day)) / float64(p.Days())
}
