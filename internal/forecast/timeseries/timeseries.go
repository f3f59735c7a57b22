// Package timeseries forecasts a plain series, such as what was won month by month, from nothing but its own past.
//
// It holds the yardsticks that any forecast must beat (the last value, the same season a year ago, the run rate, the
// drift), two families that the forecasting competitions have proven (exponential smoothing in state space, and Theta),
// and a combination of them, which is what Auto uses. Everything is a pure function of the values: the same series has
// the same forecast, and a series in cents has a hundred times the forecast of the series in whole units.
package timeseries

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Method is a way to forecast a series.
type Method string

// The methods, by the names they have on the command line.
const (
	Auto           Method = "auto"           // the combination, or something simpler where the series is short
	ETS            Method = "ets"            // exponential smoothing, the form chosen by AICc
	Theta          Method = "theta"          // the Theta method of Assimakopoulos and Nikolopoulos
	OptimisedTheta Method = "dotm"           // the dynamic optimised Theta model of Fiorucci and others
	Damped         Method = "damped"         // a trend that fades out
	Combined       Method = "combination"    // ETS, Theta, optimised Theta and the damped trend together
	Naive          Method = "naive"          // the last value again
	SeasonalNaive  Method = "seasonal-naive" // the value of a season ago again
	RunRate        Method = "run-rate"       // the mean of the last season, or of the last four values
	Drift          Method = "drift"          // the last value and the mean change
)

// Methods lists every method, the one to start with first.
func Methods() []Method {
	return []Method{Auto, ETS, Theta, OptimisedTheta, Damped, Combined, Naive, SeasonalNaive, RunRate, Drift}
}

// Longest is the longest horizon, in steps, that a forecast is made for.
const Longest = 1000

// Series is past values, one per period without gaps, oldest first, in any unit.
type Series struct {
	Name   string
	Values []float64
	Season int // periods in a season: 12 for months of a year, 4 for quarters, 1 for none; 0 leaves it to the values
	// the period of the last value as the source writes it, 2026-11 or 2026-Q4 or 2026-11-20; empty where unknown
	Last string
	Step Step // how far apart the periods are, where they are known
}

// Result is the forecast of a series: for each step ahead the expected value and, where the past tells how far off it
// may be, the ranges that should hold in 80 and in 95 of 100 cases. The four bounds are nil where nothing tells, which
// Note explains.
type Result struct {
	Method Method
	Model  string // the form that was fitted, such as ETS(M,Ad,M)
	Season int
	N      int
	Mean   []float64
	Lo80   []float64
	Hi80   []float64
	Lo95   []float64
	Hi95   []float64
	Note   string // what the reader should know: that the series was too short for more, say
}

// Forecast says what comes next in a series, for each of the steps up to the horizon, by a method. It refuses an empty
// series, a value that is missing or not finite, and a horizon outside 1 to Longest, each with a sentence that says so.
func Forecast(s Series, horizon int, method Method) (Result, error) {
	if err := check(s, horizon, method); err != nil {
		return Result{}, err
	}
	y, scale := normalised(s.Values)
	season := s.Season
	if season == 0 {
		season = detected(y)
	}
	r := apply(problem{y: y, season: season, horizon: horizon}, method)
	r.Method, r.Season, r.N = method, season, len(y)
	for _, bound := range [][]float64{r.Mean, r.Lo80, r.Hi80, r.Lo95, r.Hi95} {
		for i := range bound {
			bound[i] *= scale
			if math.IsInf(bound[i], 0) || math.IsNaN(bound[i]) {
				return Result{}, fmt.Errorf("the values are too large: step %d of the forecast is beyond any number",
					i+1)
			}
		}
	}
	return r, nil
}

func check(s Series, horizon int, method Method) error {
	if horizon < 1 || horizon > Longest {
		return fmt.Errorf("the horizon is %d steps; it must be from 1 to %d", horizon, Longest)
	}
	if !slices.Contains(Methods(), method) {
		return fmt.Errorf("there is no method %q", method)
	}
	if len(s.Values) == 0 {
		return errors.New("there are no values to forecast from")
	}
	if s.Season < 0 || s.Season > 366 {
		return fmt.Errorf("a season of %d periods is not possible; it must be from 1 to 366", s.Season)
	}
	for i, v := range s.Values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("value %d of %d is missing or not a finite number", i+1, len(s.Values))
		}
	}
	return nil
}

// problem is what every method works on: values of about one, a season of at least one, and the steps asked for.
type problem struct {
	y       []float64
	season  int
	horizon int
}

// normalised brings the values into −1 to 1, so that no method depends on the unit and no square overflows.
func normalised(values []float64) ([]float64, float64) {
	scale := 0.0
	for _, v := range values {
		scale = math.Max(scale, math.Abs(v))
	}
	if scale == 0 {
		scale = 1
	}
	y := make([]float64, len(values))
	for i, v := range values {
		y[i] = v / scale
	}
	return y, scale
}

func constant(y []float64) bool {
	return slices.Max(y) == slices.Min(y)
}

func apply(p problem, method Method) Result {
	if constant(p.y) && len(p.y) > 1 {
		r := Result{Model: "constant", Mean: repeated(p.y[:1], p.horizon),
			Note: "Every value is the same, so the forecast is that value."}
		r.spread(make([]float64, p.horizon), len(p.y))
		return r
	}
	switch method {
	case Naive:
		return naive(p)
	case SeasonalNaive:
		return seasonalNaive(p)
	case RunRate:
		return runRate(p)
	case Drift:
		return drift(p)
	}
	p, note := patterned(p)
	r := map[Method]func(problem) Result{ETS: ets, Theta: theta, OptimisedTheta: optimisedTheta, Damped: damped,
		Combined: combined, Auto: auto}[method](p)
	r.Note = join(note, r.Note)
	return r
}
