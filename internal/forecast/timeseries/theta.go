package timeseries

import "math"

// theta is the Theta method (Assimakopoulos and Nikolopoulos 2000), the winner of the M3 competition: without the
// season, exponential smoothing and half the slope of the straight line (Hyndman and Billah 2003), then the season
// again.
func theta(p problem) Result {
	if len(p.y) < 4 {
		return shorter(p, "Theta", 4)
	}
	a := deseasonalised(p.y, p.season)
	if constant(a.y) {
		return a.restore(flat(a.y, p.horizon, "Theta"))
	}
	m := fit(form{error: 'A', trend: 'N', season: 'N', m: 1}, a.y)
	n := float64(len(a.y))
	_, slope := line(a.y)
	offset := (1 - math.Pow(1-m.alpha, n)) / m.alpha
	r := Result{Model: "Theta",
		Mean: steps(p.horizon, func(h float64) float64 { return m.level + slope/2*(h-1+offset) })}
	r.spread(drifting(m.sigma, m.alpha, len(a.y), p.horizon), len(a.y)-2)
	return a.restore(r)
}

// drifting is the standard error of each step of exponential smoothing with a drift: that of the smoothing, and that of
// a drift which is known from n values only. Without the latter the ranges of short series hold far too seldom.
func drifting(sigma, alpha float64, n, horizon int) []float64 {
	return steps(horizon, func(h float64) float64 {
		return sigma * math.Sqrt(1+(h-1)*alpha*alpha+h*h*alpha*alpha/float64(n-1))
	})
}

// optimisedTheta is the dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016):
// the line is estimated anew at each period, and how much it counts is fitted too.
func optimisedTheta(p problem) Result {
	if len(p.y) < 5 {
		return shorter(p, "Optimised Theta", 5)
	}
	a := deseasonalised(p.y, p.season)
	if constant(a.y) {
		return a.restore(flat(a.y, p.horizon, "Optimised Theta"))
	}
	loss := func(x []float64) float64 { return newDynamic(x).run(a.y) }
	best, square := minimised(loss, []bound{{a.y[0] / 2, -3, 3}, {0.5, 0.1, 0.99}, {2, 1, 1000}}, 1500)
	d := newDynamic(best)
	d.run(a.y)
	r := Result{Model: "Optimised Theta", Mean: steps(p.horizon, func(float64) float64 {
		next := d.expected()
		d.see(next)
		return next
	})}
	sigma := math.Sqrt(square / float64(max(len(a.y)-5, 1)))
	r.spread(drifting(sigma, d.alpha, len(a.y), p.horizon), max(len(a.y)-5, 1))
	return a.restore(r)
}

// dynamic is the state of the dynamic Theta model after t values.
type dynamic struct {
	alpha, weight    float64 // weight is 1 − 1/θ
	level, mean      float64
	intercept, slope float64
	t                float64
}

func newDynamic(x []float64) *dynamic {
	return &dynamic{level: x[0], alpha: x[1], weight: 1 - 1/x[2]}
}

func (d *dynamic) expected() float64 {
	kept := math.Pow(1-d.alpha, d.t)
	return d.level + d.weight*(kept*d.intercept+(1-kept*(1-d.alpha))/d.alpha*d.slope)
}

func (d *dynamic) see(y float64) {
	d.t++
	d.level += d.alpha * (y - d.level)
	if d.t > 1 {
		d.slope = ((d.t-2)*d.slope + 6*(y-d.mean)/d.t) / (d.t + 1)
	}
	d.mean += (y - d.mean) / d.t
	d.intercept = d.mean - (d.t+1)/2*d.slope
}

// run goes through the values and gives the sum of squared errors from the third on, when the line is known.
func (d *dynamic) run(y []float64) float64 {
	var square float64
	for t, v := range y {
		if t > 1 {
			e := v - d.expected()
			square += e * e
		}
		d.see(v)
	}
	return square
}

// dampedNeeds is how many values a damped trend is fitted to at least: its six parameters and some to spare.
const dampedNeeds = 9

// damped is exponential smoothing with a trend that fades out, on the series without its season.
func damped(p problem) Result {
	if len(p.y) < dampedNeeds {
		return shorter(p, "A damped trend", dampedNeeds)
	}
	a := deseasonalised(p.y, p.season)
	if constant(a.y) {
		return a.restore(flat(a.y, p.horizon, "Damped trend"))
	}
	r := fit(form{error: 'A', trend: 'D', season: 'N', m: 1}, a.y).forecast(p.horizon)
	r.Model = "Damped trend"
	return a.restore(r)
}

// flat is the forecast of a series that is nothing but its season.
func flat(y []float64, horizon int, model string) Result {
	r := Result{Model: model, Mean: repeated(y[:1], horizon)}
	r.spread(make([]float64, horizon), len(y))
	return r
}
