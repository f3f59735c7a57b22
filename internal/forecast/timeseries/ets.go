package timeseries

import "math"

// form is one way of exponential smoothing in state space (Hyndman, Koehler, Ord and Snyder 2008): how errors, trend
// and season enter. Letters are the field's: A additive, M multiplicative, N none, D additive and damped.
type form struct {
	error, trend, season byte
	m                    int // periods in a season, 1 without one
}

// String is the form's usual name, such as ETS(M,Ad,M).
func (f form) String() string {
	trend := string(f.trend)
	if f.trend == 'D' {
		trend = "Ad"
	}
	return "ETS(" + string(f.error) + "," + trend + "," + string(f.season) + ")"
}

// parameters counts what is fitted: smoothing, first states, and the variance of the errors.
func (f form) parameters() int {
	n := 3 // alpha, first level, variance
	if f.trend != 'N' {
		n += 2
	}
	if f.trend == 'D' {
		n++
	}
	if f.season != 'N' {
		n += f.m // gamma and m − 1 free places
	}
	return n
}

// model is a form with its parameters, and the state that they lead to.
type model struct {
	form
	alpha, beta, gamma, phi float64
	level, trended          float64
	seasons                 []float64 // by place in the season
	place                   int       // of the next value in the season
	sigma                   float64   // standard error one step ahead, relative for multiplicative errors
	n                       int
	aicc                    float64
	x                       []float64 // the parameters as they were found, in the order of bounds
	found                   []bound   // within what they were looked for
}

// expected is the next value and its part without the season.
func (m *model) expected() (next, base float64) {
	base = m.level + m.phi*m.trended
	switch m.season {
	case 'A':
		return base + m.seasons[m.place], base
	case 'M':
		return base * m.seasons[m.place], base
	}
	return base, base
}

// see moves the state on by an error, in units of the series for additive ones and as a share for multiplicative ones.
func (m *model) see(next, base, e float64) {
	if m.error == 'M' {
		e *= next
	}
	step, turn := e, e
	if m.season == 'M' {
		step, turn = e/m.seasons[m.place], e/base
	}
	m.level = base + m.alpha*step
	m.trended = m.phi*m.trended + m.beta*step
	if m.season != 'N' {
		m.seasons[m.place] += m.gamma * turn
	}
	if m.place++; m.place == m.m {
		m.place = 0
	}
}

// run goes through the values and gives −2 times the logarithm of the likelihood up to a constant, and the sum of
// squared errors. It is infinite where a multiplicative form would meet a value that is not above zero.
func (m *model) run(y []float64) (likelihood, square float64) {
	// the logarithm of a product, taken before it runs out of range, is much quicker than one a value
	logs, product := 0.0, 1.0
	for _, v := range y {
		next, base := m.expected()
		e := v - next
		if m.error == 'M' {
			if !(next > 1e-10) {
				return math.Inf(1), 0
			}
			e /= next
			if product *= next; product < 1e-200 || product > 1e200 {
				logs, product = logs+math.Log(product), 1
			}
		}
		if m.season == 'M' && (!(math.Abs(base) > 1e-10) || !(math.Abs(m.seasons[m.place]) > 1e-10)) {
			return math.Inf(1), 0
		}
		square += e * e
		m.see(next, base, e)
	}
	n := float64(len(y))
	return n*math.Log(math.Max(square, n*1e-24)) + 2*(logs+math.Log(product)), square
}

// linear tells whether the ranges of the form follow from a formula.
func (f form) linear() bool { return f.error == 'A' && f.season != 'M' }

// forecast is the model's view of the next steps, with ranges by formula where the form is linear and by simulation
// else.
func (m *model) forecast(horizon int) Result {
	r := Result{Model: m.form.String(), Mean: make([]float64, horizon)}
	ahead := m.clone()
	for i := range r.Mean {
		next, base := ahead.expected()
		r.Mean[i] = next
		ahead.see(next, base, 0)
	}
	if df := max(m.n-m.parameters(), 1); m.linear() {
		r.spread(m.errors(horizon), df)
	} else {
		m.simulate(&r, df)
	}
	return r
}

// errors is the standard error of each step of a linear form: an error today moves step j by c(j) (Hyndman and others,
// table 6.1).
func (m *model) errors(horizon int) []float64 {
	se := make([]float64, horizon)
	square, fading, power := 1.0, 0.0, 1.0
	for j := range se {
		se[j] = m.sigma * math.Sqrt(square)
		power *= m.phi
		fading += power
		c := m.alpha + m.beta*fading
		if m.season == 'A' && (j+1)%m.m == 0 {
			c += m.gamma
		}
		square += c * c
	}
	return se
}
