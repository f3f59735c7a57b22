package accuracy

import "math"

// Range is a forecast that names its own uncertainty, beside what came; all in one unit.
type Range struct {
	Low    float64
	High   float64
	Actual float64
}

// Holds tells whether what came lies within the range, its ends included.
func (r Range) Holds() bool { return r.Low <= r.Actual && r.Actual <= r.High }

// Share is a part of a count, with the interval in which its true value lies in 95 of 100 cases.
type Share struct {
	N     int
	Value float64
	Low   float64
	High  float64
}

// Coverage is how often a range kept its word: the share of actuals inside, which for an 80 % range should be 0.80
// (definitions §5). It is not defined without a range.
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

// Wilson is a share of a count with its 95 % interval (Wilson 1927), which stays within 0 and 1 and is honest with few
// cases. It is not defined for a count of zero or a part outside the count.
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
