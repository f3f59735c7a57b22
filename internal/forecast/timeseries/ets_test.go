package timeseries

import (
	"math"
	"testing"
)

// offset is what the AICc of the values themselves is above that of the values divided by their largest.
func offset(y []float64) float64 {
	_, scale := normalised(y)
	return 2 * float64(len(y)) * math.Log(scale)
}

func fitted(t *testing.T, values []float64, f form) *model {
	t.Helper()
	y, _ := normalised(values)
	m := fit(f, y)
	if m == nil {
		t.Fatalf("%s does not fit", f)
	}
	return m.polish(y)
}

// R's forecast package prints for ets(AirPassengers): ETS(M,Ad,M), alpha 0.7096, beta 0.0204, phi 0.98, sigma 0.0392,
// AICc 1400.64, and forecasts 441.8 for the next January and 613.2 for the next July. Its criterion is a bound for the
// best form here.
func TestTheAirlinePassengersHaveTheirKnownModel(t *testing.T) {
	m := fitted(t, passengers, form{'M', 'D', 'M', 12})
	about(t, "AICc", m.aicc+offset(passengers), 1400.64, 2)
	about(t, "alpha", m.alpha, 0.71, 0.08)
	about(t, "beta", m.beta, 0.0204, 0.002)
	about(t, "phi", m.phi, 0.98, 0.001)
	about(t, "sigma", m.sigma, 0.0392, 0.0005)
	known := m.forecast(7).Mean
	about(t, "the next January", known[0]*622, 441.8, 4)
	about(t, "the next July", known[6]*622, 613.2, 6)
	r := forecast(t, passengers, 12, 7, ETS)
	var found form
	for _, f := range forms(passengers, 12) {
		if f.String() == r.Model {
			found = f
		}
	}
	if best := fitted(t, passengers, found).aicc; best > m.aicc+1e-9 {
		t.Errorf("%s with %v was chosen above %s with %v", found, best, m.form, m.aicc)
	}
}

// The smoothing of the Nile is 0.2466 in R, by HoltWinters with the first level at the first value.
func TestTheNileHasItsKnownSmoothing(t *testing.T) {
	m := fitted(t, nile, form{'A', 'N', 'N', 1})
	about(t, "alpha", m.alpha, 0.2465, 0.01)
	r := forecast(t, nile, 1, 10, Theta)
	about(t, "the level that goes on", m.level*1370, 805, 3)
	about(t, "the first step of Theta", r.Mean[0], 800, 8)
	_, slope := line(nile)
	about(t, "the slope of Theta", r.Mean[9]-r.Mean[0], 9*slope/2, 1e-6)
}

func TestRangesByFormulaAndBySimulationAgree(t *testing.T) {
	for _, f := range []form{{'A', 'N', 'N', 1}, {'A', 'A', 'N', 1}, {'A', 'D', 'N', 1}, {'A', 'D', 'A', 12}} {
		m := fitted(t, passengers, f)
		exact, drawn := m.forecast(15), Result{}
		drawn.Mean = exact.Mean
		m.simulate(&drawn, m.n-m.parameters())
		for i := range exact.Mean {
			wide := exact.Hi80[i] - exact.Lo80[i]
			about(t, f.String(), drawn.Hi80[i]-drawn.Lo80[i], wide, 0.1*wide)
		}
	}
}

func TestParametersStayWithinTheUsualRegion(t *testing.T) {
	for _, values := range [][]float64{nile, passengers} {
		y, _ := normalised(values)
		for _, f := range forms(y, 12) {
			m := fit(f, y)
			if m == nil {
				continue
			}
			m = m.polish(y)
			bad := !(m.alpha > 0 && m.alpha < 1) || m.beta > m.alpha || m.gamma > 1-m.alpha+1e-12
			if bad || (f.trend == 'D' && !(m.phi >= 0.8 && m.phi <= 0.98)) {
				t.Errorf("%s has α %v, β %v, γ %v, φ %v", f, m.alpha, m.beta, m.gamma, m.phi)
			}
		}
	}
}

func TestOnlyPositiveSeriesAreTakenAsMultiplicative(t *testing.T) {
	for _, f := range forms([]float64{1, 2, 0, 3, 2, 1, 4, 2, 5, 6, 7, 8, 3, 2, 4, 5}, 4) {
		if f.error == 'M' || f.season == 'M' {
			t.Errorf("%s is tried on a series with a zero", f)
		}
	}
}

// Without the line the dynamic Theta model is simple exponential smoothing.
func TestThetaWithoutItsLineIsExponentialSmoothing(t *testing.T) {
	y, _ := normalised(nile)
	d := newDynamic([]float64{y[0], 0.3, 1})
	m := &model{form: form{'A', 'N', 'N', 1}, alpha: 0.3, phi: 1, level: y[0], seasons: make([]float64, 1)}
	for _, v := range y {
		next, base := m.expected()
		about(t, "the next value", d.expected(), next, 1e-12)
		m.see(next, base, v-next)
		d.see(v)
	}
}

func TestAStraightLineGoesOn(t *testing.T) {
	var y []float64
	for i := range 30 {
		y = append(y, 100+5*float64(i))
	}
	for _, method := range []Method{Drift, ETS, OptimisedTheta, Auto} {
		r := forecast(t, y, 1, 4, method)
		about(t, string(method), r.Mean[3], 265, 6)
	}
}

func TestASeasonIsFoundWhereThereIsOne(t *testing.T) {
	if r := forecast(t, passengers, 0, 12, SeasonalNaive); r.Season != 12 {
		t.Errorf("the season of the passengers is found as %d", r.Season)
	}
	if r := forecast(t, nile, 0, 1, Auto); r.Season != 1 {
		t.Errorf("the season of the Nile is found as %d", r.Season)
	}
	var quarters []float64
	for i := range 24 {
		quarters = append(quarters, 50+float64(i)+[]float64{0, 9, -4, 20}[i%4])
	}
	if r := forecast(t, quarters, 0, 4, Theta); r.Season != 4 || r.Mean[3] < r.Mean[2]+15 {
		t.Errorf("the season of the quarters is %d, and the forecast %v", r.Season, r.Mean)
	}
}
