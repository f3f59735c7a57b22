package accuracy

import "math"

// Range is a forecast range and its result, in one unit.
type Range struct {
	Low    float64
	High   float64
	Actual float64
}

// Holds reports whether the result is within the range, ends included.
func (r Range) Holds() bool { return r.Low <= r.Actual && r.Actual <= r.High }

// Share is a part of a count with its 95 % confidence interval.
type Share struct {
	N     int
	Value float64
	Low   float64
	High  float64
}

// Coverage is the share of results within their range, which should be 0.80 for an 80 % range (definitions §5). It is
// undefined without a range.
func Coverage(ranges []Range) (Share, bool) {
	held := 0
	for _, r := range ranges {
		if r.Holds() {
			held++
		}
	}
	return Wilson(held, len(ranges))
}

// wide is the normal quantile of a two-sided 95 % interval.
const wide = 1.959963984540054

// Wilson is a share of a count with its 95 % interval (Wilson 1927), which stays within 0 and 1 and works for small
// counts. It is undefined for a count of zero or a part outside the count.
func Wilson(part, count int) (Share, bool) {
	if count <= 0 || part < 0 || part > count {
		return Share{}, false
	}
	n := float64(count)
	p := float64(part) / n
	centre := (p + wide*wide/(2*n)) / (1 + wide*wide/n)
	half := wide / (1 + wide*wide/n) * math.Sqrt(p*(1-p)/n+wide*wide/(4*n*n))
	return Share{N: count, Value: p, Low: math.Max(0, centre-half), High: math.Min(1, centre+half)}, true
}
