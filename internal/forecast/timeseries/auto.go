package timeseries

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// auto is the combination where the series is long enough for it, and the yardsticks where it is not.
func auto(p problem) Result {
	switch n := len(p.y); {
	case n < 3:
		r := naive(p)
		r.Note = join(fmt.Sprintf("With %s the last value is repeated.", counted(n)), r.Note)
		return floored(p, r)
	case n < 6:
		r := runRate(p)
		r.Note = join(fmt.Sprintf("With %s no model can be fitted, so the run rate goes on.", counted(n)), r.Note)
		return floored(p, r)
	}
	return floored(p, combined(p))
}

func counted(n int) string {
	return []string{"no value", "one value", "two values", "three values", "four values", "five values"}[n]
}

// shorter is what a method that needs more values does instead: repeat the last value.
func shorter(p problem, what string, least int) Result {
	r := naive(p)
	r.Note = join(fmt.Sprintf("%s needs %d values and there are %d, so the last value is repeated.", what, least,
		len(p.y)), r.Note)
	return r
}

// combined is the mean of four forecasts that err in different ways: of exponential smoothing, Theta, optimised Theta
// and the damped trend. Combinations have done better than their parts in each of the competitions. Its ranges hold
// what each part does not know and how far the parts disagree.
func combined(p problem) Result {
	if len(p.y) < 6 {
		return shorter(p, "The combination", 6)
	}
	parts := []Result{ets(p), theta(p), optimisedTheta(p)}
	if len(p.y) >= dampedNeeds {
		parts = append(parts, damped(p))
	}
	names := make([]string, 0, len(parts))
	for _, part := range parts {
		names = append(names, part.Model)
	}
	r := Result{Model: "mean of " + strings.Join(names, ", "), Note: parts[0].Note}
	for i := range p.horizon {
		means := at(parts, i, func(r Result) []float64 { return r.Mean })
		middle := mean(means)
		between := 0.0
		for _, m := range means {
			between += (m - middle) * (m - middle) / float64(len(means))
		}
		reach := func(of func(Result) []float64, z float64) float64 {
			square := z * z * between
			for j, bound := range at(parts, i, of) {
				square += (bound - means[j]) * (bound - means[j]) / float64(len(means))
			}
			return math.Sqrt(square)
		}
		r.Mean = append(r.Mean, middle)
		r.Lo80 = append(r.Lo80, middle-reach(func(r Result) []float64 { return r.Lo80 }, z80))
		r.Hi80 = append(r.Hi80, middle+reach(func(r Result) []float64 { return r.Hi80 }, z80))
		r.Lo95 = append(r.Lo95, middle-reach(func(r Result) []float64 { return r.Lo95 }, z95))
		r.Hi95 = append(r.Hi95, middle+reach(func(r Result) []float64 { return r.Hi95 }, z95))
	}
	return r
}

func at(parts []Result, i int, of func(Result) []float64) []float64 {
	values := make([]float64, 0, len(parts))
	for _, part := range parts {
		values = append(values, of(part)[i])
	}
	return values
}

// floored keeps a forecast of what has never been below zero from going there.
func floored(p problem, r Result) Result {
	if slices.Min(p.y) < 0 {
		return r
	}
	cut := false
	for i := range r.Mean {
		cut = cut || r.Mean[i] < 0
	}
	for _, bound := range [][]float64{r.Mean, r.Lo80, r.Hi80, r.Lo95, r.Hi95} {
		for i := range bound {
			bound[i] = max(bound[i], 0)
		}
	}
	if cut {
		r.Note = join(r.Note, "No value has been below zero, so the forecast stops there.")
	}
	return r
}
