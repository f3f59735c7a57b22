package accrual

import (
	"slices"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Summary is the liability as shown to readers of totals, who may not see individual pay: finance's figures at the end
// of the last calculated month.
type Summary struct {
	Totals
	Through    period.Date    // up to this day everything was calculated
	Missing    *period.Period // the payout period after it, where it is over
	Statements int
	Left       int // statements without a rate; not told where the totals are of too few people
}

// Summarise makes the totals, always by quarter in the base currency and up to the end of the last calculated month,
// because later earnings could reveal a person's pay. ok is false before the first statement.
func Summarise(items []Item, rates Rates, base money.Currency, c period.Calendar,
	today period.Date) (s Summary, ok bool) {
	month := c.Shift(c.Containing(period.Month, today), -1)
	s.Through = month.End - 1
	through, missing, some := LastStated(items, c, month)
	if !some {
		return s, false
	}
	converted, left := Converted(Through(items, through), rates, base)
	s = Summary{Totals: Suppress(converted, Stretch(c, period.Quarter, through)), Through: through, Missing: missing,
		Statements: len(converted), Left: left}
	s.Rows = Begun(s.Rows)
	if s.Too {
		s.Left = 0
	}
	return s, true
}

// Stretch is the range of periods that a roll-forward shows: a year of months, or two years of quarters.
func Stretch(c period.Calendar, kind period.Kind, day period.Date) []period.Period {
	last, n := c.Containing(kind, day), 12
	if kind == period.Quarter {
		n = 8
	}
	return c.Between(kind, c.Shift(last, 1-n).Start, last.End)
}

// Begun drops the periods before the first pay.
func Begun(rows []Row) []Row {
	return rows[max(0, slices.IndexFunc(rows, func(r Row) bool { return r.Movement != (Movement{}) })):]
}
