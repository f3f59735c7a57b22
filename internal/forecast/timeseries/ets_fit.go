package timeseries

import (
	"fmt"
	"math"
	"slices"
)

// ets is the form of exponential smoothing with the least AICc of all that the series allows. The forms are compared
// with the season that decomposition finds, and the best is then fitted to the last place of it: fitting each so far
// takes ten times as long and forecasts no better.
func ets(p problem) Result {
	best := (*model)(nil)
	for _, f := range forms(p.y, p.season) {
		if m := fit(f, p.y); m != nil && (best == nil || m.aicc < best.aicc) {
			best = m
		}
	}
	if best == nil {
		return shorter(p, "Exponential smoothing", 5)
	}
	r := best.polish(p.y).forecast(p.horizon)
	if p.season > 1 && !seasonable(p.y, p.season) {
		r.Note = fmt.Sprintf("Exponential smoothing is without a season: it needs two whole seasons, of at "+
			"most %d periods.", longestSeason)
	}
	return r
}

// longestSeason is as many places of a season as can be fitted one by one.
const longestSeason = 24

func seasonable(y []float64, season int) bool {
	return season > 1 && season <= longestSeason && len(y) >= 2*season
}

// forms lists what is tried: multiplicative ones only where every value is above zero, and not those whose ranges grow
// without measure (additive errors with a multiplicative season).
func forms(y []float64, season int) []form {
	positive := slices.Min(y) > 0
	var all []form
	for _, e := range []byte("AM") {
		for _, t := range []byte("NAD") {
			for _, s := range []byte("NAM") {
				f := form{error: e, trend: t, season: s, m: 1}
				if s != 'N' {
					f.m = season
				}
				multiplies := e == 'M' || s == 'M'
				if (multiplies && !positive) || (e == 'A' && s == 'M') || (s != 'N' && !seasonable(y, season)) ||
					len(y) < f.parameters()+2 {
					continue
				}
				all = append(all, f)
			}
		}
	}
	return all
}

// fit gives a form the parameters of the greatest likelihood, within the usual region: 0 < α < 1, 0 < β < α,
// 0 < γ < 1 − α, 0.8 ≤ φ ≤ 0.98. The season at the start stays as decomposition finds it. It is nil where no parameters
// are possible.
func fit(f form, y []float64) *model {
	bounds := f.bounds(y)
	free := len(bounds)
	if f.season != 'N' {
		free -= f.m - 1
	}
	return f.fitted(y, bounds, free)
}

// polish fits the places of the season too, from where the model is.
func (m *model) polish(y []float64) *model {
	if m.season == 'N' {
		return m
	}
	for i := range m.found {
		m.found[i].start = m.x[i]
	}
	if better := m.fitted(y, m.found, len(m.found)); better != nil && better.aicc < m.aicc {
		return better
	}
	return m
}

// fitted looks for the best of the first parameters that are free; the others stay at their start.
func (f form) fitted(y []float64, bounds []bound, free int) *model {
	work := &model{form: f, seasons: make([]float64, f.m)}
	x := make([]float64, len(bounds))
	for i, b := range bounds {
		x[i] = b.start
	}
	loss := func(first []float64) float64 {
		copy(x, first)
		work.set(x)
		likelihood, _ := work.run(y)
		return likelihood
	}
	best, _ := minimised(loss, bounds[:free], 150*free)
	copy(x, best)
	m := &model{form: f, seasons: make([]float64, f.m), n: len(y), x: x, found: bounds}
	m.set(x)
	likelihood, square := m.run(y)
	if math.IsInf(likelihood, 0) || math.IsNaN(likelihood) {
		return nil
	}
	n, k := float64(len(y)), float64(f.parameters())
	m.sigma = math.Sqrt(square / math.Max(n-k, 1))
	m.aicc = likelihood + 2*k + 2*k*(k+1)/math.Max(n-k-1, 0.5)
	return m
}

// bounds starts the search where a look at the series suggests: the season by decomposition, the level and trend by a
// line through the first values. The places of the season but the last are free.
func (f form) bounds(y []float64) []bound {
	first, index := y, []float64(nil)
	if f.season != 'N' {
		index = indices(y, f.m, f.season == 'A')
		first = make([]float64, len(y))
		for t, v := range y {
			if f.season == 'A' {
				first[t] = v - index[t%f.m]
			} else {
				first[t] = v / math.Max(index[t%f.m], 0.01)
			}
		}
	}
	first = first[:min(max(10, 2*f.m), len(first))]
	const tiny, high = 1e-4, 0.9999
	b := []bound{{0.3, tiny, high}}
	if f.m > 1 {
		b[0].start = 0.2
	}
	level, slope := mean(first), 0.0
	if f.trend != 'N' {
		level, slope = line(first)
		b = append(b, bound{0.1, tiny, high})
	}
	if f.trend == 'D' {
		b = append(b, bound{0.97, 0.8, 0.98})
	}
	if f.season != 'N' {
		b = append(b, bound{0.05, tiny, high})
	}
	b = append(b, bound{level, -3, 3})
	if f.trend != 'N' {
		b = append(b, bound{slope, -2, 2})
	}
	if f.season != 'N' {
		for _, s := range index[:f.m-1] {
			b = append(b, bound{s, -3, 10})
		}
	}
	return b
}

// set reads the parameters in the order of bounds; β and γ come as shares of what they may be.
func (m *model) set(x []float64) {
	next := func() float64 {
		v := x[0]
		x = x[1:]
		return v
	}
	m.alpha, m.phi, m.place = next(), 1, 0
	m.beta, m.gamma, m.trended = 0, 0, 0
	if m.trend != 'N' {
		m.beta = m.alpha * next()
	}
	if m.trend == 'D' {
		m.phi = next()
	}
	if m.season != 'N' {
		m.gamma = (1 - m.alpha) * next()
	}
	m.level = next()
	if m.trend != 'N' {
		m.trended = next()
	}
	if m.season == 'N' {
		return
	}
	rest := 0.0
	if m.season == 'M' {
		rest = float64(m.m)
	}
	for i := range m.m - 1 {
		m.seasons[i] = next()
		rest -= m.seasons[i]
	}
	m.seasons[m.m-1] = rest
}

func (m *model) clone() *model {
	c := *m
	c.seasons = slices.Clone(m.seasons)
	return &c
}
