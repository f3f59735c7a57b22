package backtest

import (
	"math"
	"slices"

	"quarterdeck/internal/period"
	"quarterdeck/internal/projection"
)

// Width is by what the raw ranges of a level are stretched so that eight of ten hold.
type Width struct {
	Scale  float64 `json:"scale"`
	Trials int     `json:"trials"` // past ranges that it was read from
}

const (
	coverage = 0.8
	prior    = 20 // trials' worth of belief that the simulation's own ranges are right
)

// Stretch makes a range around its forecast wider or narrower, and not lower than what is closed already.
func (w Width) Stretch(forecast, low, high, closed float64) (float64, float64) {
	low, high = forecast+w.Scale*(low-forecast), forecast+w.Scale*(high-forecast)
	return max(low, closed), high
}

// miss is how far off an outcome was, in half ranges: at most 1 inside.
func miss(t Trial) float64 {
	half := t.High - t.Forecast
	if t.Actual < t.Forecast {
		half = t.Forecast - t.Low
	}
	off := math.Abs(t.Actual - t.Forecast)
	switch {
	case off == 0:
		return 0
	case half <= 0:
		return math.Inf(1)
	default:
		return off / half
	}
}

// width reads from past misses how wide ranges have to be: their eightieth percentile, mixed with that of ranges that are
// right to begin with.
func width(misses []float64) Width {
	w := Width{Trials: len(misses)}
	all := slices.Clone(misses)
	for k := range prior { // |N(0,1)| by its quantiles, in units of the eightieth
		all = append(all, math.Erfinv((float64(k)+0.5)/prior)/math.Erfinv(coverage))
	}
	slices.Sort(all)
	w.Scale = all[int(math.Ceil(coverage*float64(len(all))))-1]
	if math.IsInf(w.Scale, 1) {
		w.Scale = 3
	}
	w.Scale = min(w.Scale, 3)
	return w
}

// calibrate stretches the house model's ranges, each by what the periods that were over on its day say.
func calibrate(trials, raw []Trial) {
	for _, level := range Levels {
		widths := map[period.Date]Width{}
		for i := range trials {
			t := &trials[i]
			if t.Method != projection.House || t.Level != level {
				continue
			}
			w, ok := widths[t.Day]
			if !ok {
				w = WidthOf(raw, level, t.Day)
				widths[t.Day] = w
			}
			t.Low, t.High = w.Stretch(t.Forecast, t.Low, t.High, t.Closed)
		}
	}
}

// WidthOf is how wide the raw ranges of a level have to be on a day, by the trials of periods that were over.
func WidthOf(raw []Trial, level Level, day period.Date) Width {
	var misses []float64
	for _, t := range raw {
		if t.Level == level && t.Period.End <= day+1 {
			misses = append(misses, miss(t))
		}
	}
	return width(misses)
}
