package timeseries

import (
	"fmt"
	"math"
)

// naive repeats the last value; its ranges grow with the root of the steps, as those of a random walk.
func naive(p problem) Result {
	n := len(p.y)
	r := Result{Model: "last value", Mean: repeated(p.y[n-1:], p.horizon)}
	if n == 1 {
		r.Note = "There is no range, because one value is not enough to estimate the error."
		return r
	}
	var errors []float64
	for t := 1; t < n; t++ {
		errors = append(errors, p.y[t]-p.y[t-1])
	}
	r.spread(steps(p.horizon, func(h float64) float64 { return rms(errors) * math.Sqrt(h) }), len(errors))
	return r
}

// seasonalNaive repeats the last season, and without a whole season and one value more the last value.
func seasonalNaive(p problem) Result {
	n, m := len(p.y), p.season
	if m == 1 || n <= m {
		r := naive(p)
		r.Note = join(fmt.Sprintf("The series is shorter than a season of %d, so the last value is repeated.", m),
			r.Note)
		if m == 1 {
			r.Note = join("The series has no season, so the last value is repeated.", naive(p).Note)
		}
		return r
	}
	r := Result{Model: fmt.Sprintf("value of %d periods ago", m), Mean: repeated(p.y[n-m:], p.horizon)}
	var errors []float64
	for t := m; t < n; t++ {
		errors = append(errors, p.y[t]-p.y[t-m])
	}
	r.spread(steps(p.horizon, func(h float64) float64 { return rms(errors) * math.Sqrt(math.Ceil(h/float64(m))) }),
		len(errors))
	return r
}

// runRate goes on at the mean of the last season, or of the last four values where there is none. Its range comes from
// how well the same rule did before, or, with too few values for that, from the spread of the values themselves.
func runRate(p problem) Result {
	n, k := len(p.y), p.season
	if k == 1 {
		k = 4
	}
	k = min(k, n)
	r := Result{Model: fmt.Sprintf("mean of the last %d", k), Mean: repeated([]float64{mean(p.y[n-k:])}, p.horizon)}
	if n == 1 {
		r.Note = naive(p).Note
		return r
	}
	var errors []float64
	for t := k; t < n; t++ {
		errors = append(errors, p.y[t]-mean(p.y[t-k:t]))
	}
	se, df := rms(errors), len(errors)
	if df < 3 {
		se, df = deviation(p.y)*math.Sqrt(1+1/float64(k)), n-1
	}
	r.spread(steps(p.horizon, func(float64) float64 { return se }), df)
	return r
}

// drift goes on from the last value by the mean change, the line through the first and the last value.
func drift(p problem) Result {
	n := len(p.y)
	if n < 3 {
		r := naive(p)
		r.Note = join("A drift needs three values, so the last value is repeated.", r.Note)
		return r
	}
	slope := (p.y[n-1] - p.y[0]) / float64(n-1)
	r := Result{Model: "last value and mean change",
		Mean: steps(p.horizon, func(h float64) float64 { return p.y[n-1] + h*slope })}
	var square float64
	for t := 1; t < n; t++ {
		e := p.y[t] - p.y[t-1] - slope
		square += e * e
	}
	sigma := math.Sqrt(square / float64(n-2))
	r.spread(steps(p.horizon, func(h float64) float64 { return sigma * math.Sqrt(h*(1+h/float64(n-1))) }), n-2)
	return r
}

// repeated goes round in the pattern until the horizon.
func repeated(pattern []float64, horizon int) []float64 {
	return steps(horizon, func(h float64) float64 { return pattern[(int(h)-1)%len(pattern)] })
}

// steps is a value for each step ahead, 1 to the horizon.
func steps(horizon int, at func(h float64) float64) []float64 {
	values := make([]float64, horizon)
	for i := range values {
		values[i] = at(float64(i + 1))
	}
	return values
}

func join(a, b string) string {
	if b == "" || a == b {
		return a
	}
	if a == "" {
		return b
	}
	return a + " " + b
}
