package outlook

import (
	"math"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
)

// tenth is the normal quantile of nine in ten: a range's ends lie so many standard deviations from its middle.
const tenth = 1.2815515655446004

// Reach is the chance that a figure reaches a target, derived from its range, 0 to 1; ok is false without a range or a
// target.
func (f Figure) Reach(target int64) (chance float64, ok bool) {
	if target <= 0 || f.Range == nil {
		return 0, false
	}
	if f.Closed >= target {
		return 1, true
	}
	middle := float64(f.Range.P50)
	half := float64(f.Range.P90) - middle
	if float64(target) < middle {
		half = middle - float64(f.Range.P10)
	}
	off := float64(target) - middle
	switch {
	case half > 0:
		return math.Erfc(off/half*tenth/math.Sqrt2) / 2, true
	case off <= 0:
		return 1, true
	default:
		return 0, true
	}
}

// Nearest is the cut-off closest to a day of a period, to use the error measured at about this moment.
func Nearest(p period.Period, day period.Date) backtest.Cutoff {
	best := backtest.DayZero
	for _, c := range backtest.Cutoffs {
		if abs(int64(c.Day(p)-day)) < abs(int64(best.Day(p)-day)) {
			best = c
		}
	}
	return best
}

// HasParts tells whether the house model's parts are known of what is left of an outlook: outlooks of the time before
// they were kept for whatever method is published have none of single members.
func (o *Outlook) HasParts() bool { return len(o.Methods) > 0 || o.Parts != (Parts{}) }
