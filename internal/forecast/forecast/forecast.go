// Package forecast is what people say that a period will come to, beside what lies beneath: the roll-up of the
// opportunities by category, calls, adjustments, and the rules under which they are asked for.
//
// Three numbers stand side by side and none replaces another: gross, what the opportunities add up to; adjusted, what
// each level above says; final, gross with the adjustments in it (definitions §2). An adjustment never changes an
// opportunity, and nothing that was said is overwritten. Amounts are minor units of the organisation's base currency.
package forecast

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/record/opportunity"
)

// Line is the total that a call or adjustment is for. It always includes closed deals, so that it keeps its meaning
// while opportunities close.
type Line string

// The lines. Call is the one number for the period; it is held against the commit forecast, as that is what the
// opportunities themselves say.
const (
	Call       Line = "call"
	Commit     Line = "commit"
	MostLikely Line = "most_likely"
	BestCase   Line = "best_case"
)

// Lines lists all lines, including the optional one.
var Lines = []Line{Call, Commit, MostLikely, BestCase}

// Valid tells whether there is such a line.
func (l Line) Valid() bool { return l == Call || l == Commit || l == MostLikely || l == BestCase }

// Sum is the number of opportunities and their total value.
type Sum struct{ Count, Amount int64 }

func (s Sum) plus(o Sum) Sum { return Sum{s.Count + o.Count, s.Amount + o.Amount} }

// Sums is the total of each category separately, for the period: an opportunity is in exactly one. Overdue
// opportunities count in the current period (definitions §3) and are also in Overdue.
type Sums struct {
	Closed      Sum
	Commit      Sum
	MostLikely  Sum
	BestCase    Sum
	Pipeline    Sum
	Omitted     Sum
	Overdue     Sum   // a part of the open ones, not added to them
	Unconverted int64 // opportunities without an amount, or a rate to convert it: counted, in no amount
}

// Of is the total of one category.
func (s Sums) Of(c opportunity.Category) Sum {
	switch c {
	case opportunity.Closed:
		return s.Closed
	case opportunity.Commit:
		return s.Commit
	case opportunity.MostLikely:
		return s.MostLikely
	case opportunity.BestCase:
		return s.BestCase
	case opportunity.Pipeline:
		return s.Pipeline
	default:
		return s.Omitted
	}
}

func (s *Sums) at(c opportunity.Category) *Sum {
	switch c {
	case opportunity.Closed:
		return &s.Closed
	case opportunity.Commit:
		return &s.Commit
	case opportunity.MostLikely:
		return &s.MostLikely
	case opportunity.BestCase:
		return &s.BestCase
	case opportunity.Pipeline:
		return &s.Pipeline
	default:
		return &s.Omitted
	}
}

// Through is the cumulative total down to a category: Closed, then Closed + Commit (the commit forecast), and so on
// through Pipeline (definitions §2). Omitted opportunities are in none.
func (s Sums) Through(c opportunity.Category) Sum {
	sum := s.Closed
	for _, next := range opportunity.Categories[1:5] {
		if c == opportunity.Closed {
			break
		}
		sum = sum.plus(s.Of(next))
		if next == c {
			break
		}
	}
	return sum
}

// Gross is the total of the opportunities for a line, in minor units of the base currency.
func (s Sums) Gross(l Line) int64 {
	switch l {
	case BestCase:
		return s.Through(opportunity.BestCase).Amount
	case MostLikely:
		return s.Through(opportunity.MostLikely).Amount
	default:
		return s.Through(opportunity.Commit).Amount
	}
}

// Open is the open pipeline of the period: commit, best case and pipeline, without what is closed or omitted
// (definitions §2).
func (s Sums) Open() Sum {
	return s.Commit.plus(s.MostLikely).plus(s.BestCase).plus(s.Pipeline)
}

// Plus adds up two sets of sums.
func (s Sums) Plus(o Sums) Sums {
	return Sums{s.Closed.plus(o.Closed), s.Commit.plus(o.Commit), s.MostLikely.plus(o.MostLikely),
		s.BestCase.plus(o.BestCase), s.Pipeline.plus(o.Pipeline), s.Omitted.plus(o.Omitted), s.Overdue.plus(o.Overdue),
		s.Unconverted + o.Unconverted}
}

// Empty reports whether there are no opportunities at all.
func (s Sums) Empty() bool { return s == Sums{} }

// Coverage is the open pipeline of the period per unit of quota still to close (definitions §3): covered, not infinite,
// once the quota is met, and not defined without one. A quota of 0 is a quota, and met from the first unit on.
type Coverage struct {
	Defined bool
	Covered bool
	Times   decimal.Decimal // 3.2 is three times and a fifth
}

func coverage(open, quota, closed int64, asked bool) Coverage {
	switch {
	case !asked && quota <= 0:
		return Coverage{}
	case closed >= quota:
		return Coverage{Defined: true, Covered: true}
	}
	return Coverage{Defined: true, Times: decimal.NewFromInt(open).DivRound(decimal.NewFromInt(quota-closed), 6)}
}

// stale tells that what lies beneath an adjustment has moved by more than a share of what it was when it was made;
// share is hundredths of a percent (definitions §2). From nothing, any move is more.
func stale(then, now int64, shareBP int) bool {
	moved := now - then
	if moved < 0 {
		moved = -moved
	}
	if then < 0 {
		then = -then
	}
	bound := decimal.NewFromInt(then).Mul(decimal.NewFromInt(int64(shareBP)))
	return decimal.NewFromInt(moved).Mul(decimal.NewFromInt(10000)).GreaterThan(bound)
}
