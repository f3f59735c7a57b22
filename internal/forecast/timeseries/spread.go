package timeseries

import "math"

// Normal quantiles of two-sided ranges that hold in 80 and in 95 of 100 cases.
const (
	z80 = 1.2815515655446004
	z95 = 1.959963984540054
)

// spread lays the ranges about the mean: se is the standard error of each step, known from df independent errors. With
// few of them the ranges are those of Student's distribution, wider than the normal's.
func (r *Result) spread(se []float64, df int) {
	t80, t95 := student(z80, df), student(z95, df)
	n := len(r.Mean)
	r.Lo80, r.Hi80, r.Lo95, r.Hi95 = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i, mean := range r.Mean {
		r.Lo80[i], r.Hi80[i] = mean-t80*se[i], mean+t80*se[i]
		r.Lo95[i], r.Hi95[i] = mean-t95*se[i], mean+t95*se[i]
	}
}

// student turns a normal quantile into that of Student's distribution with df degrees of freedom: exact for one and
// two, else by the expansion of Fisher and Cornish (Abramowitz and Stegun 26.7.5).
func student(z float64, df int) float64 {
	p := 0.5 * (1 + math.Erf(z/math.Sqrt2))
	switch {
	case df <= 1:
		return math.Tan(math.Pi * (p - 0.5))
	case df == 2:
		return (2*p - 1) / math.Sqrt(2*p*(1-p))
	}
	v, q := float64(df), z*z
	g1 := (q + 1) * z / 4
	g2 := ((5*q+16)*q + 3) * z / 96
	g3 := (((3*q+19)*q+17)*q - 15) * z / 384
	g4 := ((((79*q+776)*q+1482)*q-1920)*q - 945) * z / 92160
	return z + g1/v + g2/(v*v) + g3/(v*v*v) + g4/(v*v*v*v)
}

// percentile is the value below which a share p of the sorted values lies, between neighbours in proportion.
func percentile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

func mean(values []float64) float64 {
	var total float64
	for _, v := range values {
		total += v
	}
	return total / float64(len(values))
}

// rms is the root of the mean square.
func rms(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	var square float64
	for _, v := range values {
		square += v * v
	}
	return math.Sqrt(square / float64(len(values)))
}

// deviation is the standard deviation of at least two values.
func deviation(values []float64) float64 {
	middle := mean(values)
	var square float64
	for _, v := range values {
		square += (v - middle) * (v - middle)
	}
	return math.Sqrt(square / float64(len(values)-1))
}

// line is the least-squares line through the values at 1, 2, 3, …; with a single value it is flat.
func line(values []float64) (intercept, slope float64) {
	n := float64(len(values))
	middle := mean(values)
	var up, across float64
	for i, v := range values {
		t := float64(i+1) - (n+1)/2
		up += t * (v - middle)
		across += t * t
	}
	if across > 0 {
		slope = up / across
	}
	return middle - slope*(n+1)/2, slope
}
