package scorecard

import (
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
)

// SameDay is the amount that an earlier period had closed by its corresponding day.
type SameDay struct {
	Period period.Period
	Closed
}

// span is a period with the day up to which it corresponds to the page's so far: its end, where the page's is over.
type span struct {
	period.Period
	until period.Date
}

// aYear is how many periods of a kind a year has.
var aYear = map[period.Kind]int{period.Month: 12, period.Quarter: 4, period.Half: 2, period.Year: 1}

// spans are the earlier periods that the page's is held against, and the page's own, in order.
func (f facts) spans() []span {
	s := f.scope
	gone := s.Period.Elapsed(s.Today)
	var all []span
	for i := -max(trend-1, aYear[s.Period.Kind]); i <= 0; i++ {
		p := span{Period: f.calendar.Shift(s.Period, i)}
		p.until = min(p.Start+period.Date(gone), p.End)
		if gone == s.Period.Days() {
			p.until = p.End // a whole period is held against a whole one, which may be longer
		}
		all = append(all, p)
	}
	return all
}

func (f facts) past() []SameDay {
	spans := f.spans()
	all := make([]SameDay, len(spans)-1)
	for i := range all {
		all[i].Period = spans[i].Period
		for _, cell := range f.closed {
			if cell.SoFar && all[i].Period.Contains(cell.Month) {
				all[i].add(cell)
			}
		}
	}
	return all
}

// Comparison is a figure and the same figure of an earlier period up to its corresponding day.
type Comparison struct {
	Period    period.Period // the earlier one
	Whole     bool          // both periods are over
	Now, Then decimal.Decimal
	Noise     decimal.Decimal // a smaller difference says nothing
}

// Difference is the increase of the figure.
func (c Comparison) Difference() decimal.Decimal { return c.Now.Sub(c.Then) }

// Growth is the difference as a fraction of the earlier figure.
func (c Comparison) Growth() decimal.Decimal { return c.Difference().DivRound(c.Then.Abs(), 6) }

// Noisy reports whether the difference is within the usual variation of such figures.
func (c Comparison) Noisy() bool { return c.Difference().Abs().LessThan(c.Noise) }

// WonAmount is the amount won; it is undefined if nothing closed.
func (c Closed) WonAmount() Ratio {
	return Ratio{Value: decimal.NewFromInt(c.Won.Amount), Of: c.Won.Count + c.Lost.Count}
}

const (
	history = 4 // figures of the past that tell how much they scatter
	slight  = 2 // percent, below which a difference says nothing where there are fewer
)

// Compare holds a figure of the period against that of a year before or, where there is none, of the period before,
// each up to the same day. Differences below the usual scatter are noise: the median distance of the past figures of
// the same day from their median, or 2 % where fewer than four are known.
func (c Card) Compare(measure func(Closed) Ratio) (Comparison, bool) {
	now := measure(c.Closed)
	var known []decimal.Decimal
	var basis *SameDay
	for i := range c.Past {
		if v := measure(c.Past[i].Closed); v.Defined() && !v.Value.IsZero() {
			known = append(known, v.Value)
		}
	}
	for _, back := range []int{aYear[c.Scope.Period.Kind], 1} {
		at := len(c.Past) - back
		if at < 0 || basis != nil {
			continue
		}
		if v := measure(c.Past[at].Closed); v.Defined() && !v.Value.IsZero() {
			basis = &c.Past[at]
		}
	}
	if basis == nil || !now.Defined() || c.Scope.Period.Start > c.Scope.Today {
		return Comparison{}, false
	}
	then := measure(basis.Closed).Value
	return Comparison{Period: basis.Period, Whole: c.Scope.Period.End <= c.Scope.Today, Now: now.Value, Then: then,
		Noise: scatter(known, then)}, true
}

// scatter is how far figures of the past lie from their median, or a small part of the one that is compared with.
func scatter(past []decimal.Decimal, then decimal.Decimal) decimal.Decimal {
	if len(past) < history {
		return then.Abs().Mul(decimal.NewFromInt(slight)).Shift(-2)
	}
	middle := medianOf(past)
	for i := range past {
		past[i] = past[i].Sub(middle).Abs()
	}
	return medianOf(past)
}

func medianOf(values []decimal.Decimal) decimal.Decimal {
	slices.SortFunc(values, decimal.Decimal.Cmp)
	return values[(len(values)-1)/2]
}
