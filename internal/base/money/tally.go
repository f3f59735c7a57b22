package money

import "math"

// Tally watches over amounts that are read to be added up, so that no sum of them runs over: more than ten thousand
// amounts within the bound could. The zero value has counted nothing.
type Tally struct{ sum int64 }

// mostSum leaves room for figures that have an amount in them up to four times, such as opening and closing at once.
const mostSum = math.MaxInt64 / 4

// Takes counts amounts of minor units, whatever their signs. It answers false, and counts none of them, where a figure
// of these and of those before could not be written down.
func (t *Tally) Takes(minor ...int64) bool {
	sum := t.sum
	for _, m := range minor {
		if m == math.MinInt64 {
			return false
		}
		if sum += max(m, -m); sum < 0 || sum > mostSum {
			return false
		}
	}
	t.sum = sum
	return true
}
