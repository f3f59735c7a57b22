package capitalisation

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Roll is the change of capitalised cost between two days, in minor units: Opening + Capitalised − Amortised −
// WrittenOff = Closing. Expensed is cost that was never capitalised.
type Roll struct {
	Opening, Capitalised, Amortised, WrittenOff, Closing int64
	Expensed                                             int64
}

// Month is a schedule in a calendar month.
type Month struct {
	Start period.Date
	Roll
}

// Balances tells that a roll adds up.
func (r Roll) Balances() bool {
	return r.Opening+r.Capitalised-r.Amortised-r.WrittenOff == r.Closing
}

// book is a schedule as it is worked through. Its units are months or days.
type book struct {
	unit       func(period.Date) int
	carrying   int64
	base       int64 // what is spread from start to end
	start, end int
	over       bool // the contract has ended
	row        Roll
}

// List is the whole schedule by month, until nothing is carried.
func (s Schedule) List() []Month {
	if len(s.steps) == 0 {
		return nil
	}
	b := book{unit: monthOf}
	if s.Method == ByDay {
		b.unit = func(d period.Date) int { return int(d) }
	}
	steps, last := s.steps, s.steps[len(s.steps)-1].on
	var all []Month
	for m := firstOfMonth(s.Cost.On); m <= last || b.carrying != 0; m = m.AddMonths(1) {
		next := m.AddMonths(1)
		b.row = Roll{Opening: b.carrying}
		at := b.unit(m)
		for len(steps) > 0 && steps[0].on < next {
			u := b.unit(steps[0].on)
			b.amortise(at, u)
			s.apply(&b, steps[0], u)
			steps, at = steps[1:], u
		}
		b.amortise(at, b.unit(next))
		b.row.Closing = b.carrying
		all = append(all, Month{m, b.row})
	}
	return all
}

func (s Schedule) apply(b *book, st step, u int) {
	if s.Expensed {
		b.row.Expensed += st.amount
		return
	}
	switch st.kind {
	case added:
		b.take(st.amount)
		b.end = b.after(st, u)
	case adjusted:
		b.take(st.amount)
		b.end = max(b.end, u+1)
		if b.over { // nothing is left over which it could spread
			b.lose(b.carrying)
		}
	case remeasured:
		b.end = b.after(st, u)
	case terminated:
		b.lose(b.carrying)
		b.over = true
	case impaired:
		b.lose(max(0, b.carrying-st.amount))
	}
	b.base, b.start = b.carrying, u
}

// after is the first unit after the months of a step.
func (b *book) after(st step, u int) int {
	return max(u+1, b.unit(st.on.AddMonths(st.months)))
}

func (b *book) take(amount int64) {
	b.row.Capitalised += amount
	b.carrying += amount
	if b.carrying < 0 {
		b.lose(b.carrying)
	}
}

func (b *book) lose(amount int64) {
	b.row.WrittenOff += amount
	b.carrying -= amount
}

// amortise takes the part of the units from one to another. Equal units bear equal parts; the last bears what is left,
// so that the parts sum to the whole.
func (b *book) amortise(from, to int) {
	from, to = max(from, b.start), min(to, b.end)
	if to <= from || b.carrying == 0 {
		return
	}
	part := b.carrying
	if to < b.end {
		part = min(b.carrying, share(b.base, to-from, b.end-b.start))
	}
	b.row.Amortised += part
	b.carrying -= part
}

// share is the part n of m of an amount that is not below zero, rounded half to even.
func share(amount int64, n, m int) int64 {
	high, low := bits.Mul64(uint64(amount), uint64(n))
	whole, rest := bits.Div64(high, low, uint64(m))
	if twice := 2 * rest; twice > uint64(m) || twice == uint64(m) && whole%2 == 1 {
		whole++
	}
	return int64(whole)
}

func firstOfMonth(d period.Date) period.Date {
	y, m, _ := d.Time().Date()
	return period.NewDate(y, m, 1)
}

// RollForward is the roll of all schedules of a currency over the months [from, to); both are the first day of a month.
func RollForward(schedules []Schedule, c money.Currency, from, to period.Date) Roll {
	var sum Roll
	for _, s := range schedules {
		if s.Cost.Currency == c {
			sum.add(s.Between(from, to))
		}
	}
	return sum
}

// Between is the roll of the schedule over the months [from, to).
func (s Schedule) Between(from, to period.Date) Roll {
	var r Roll
	for _, m := range s.List() {
		switch {
		case m.Start < from:
			r.Opening = m.Closing
			r.Closing = m.Closing
		case m.Start < to:
			r.Capitalised += m.Capitalised
			r.Amortised += m.Amortised
			r.WrittenOff += m.WrittenOff
			r.Expensed += m.Expensed
			r.Closing = m.Closing
		}
	}
	return r
}

func (r *Roll) add(o Roll) {
	r.Opening += o.Opening
	r.Capitalised += o.Capitalised
	r.Amortised += o.Amortised
	r.WrittenOff += o.WrittenOff
	r.Closing += o.Closing
	r.Expensed += o.Expensed
}

// Split is the carrying amount on the first of a month: the part amortised within the next twelve months (current), and
// the rest (non-current).
type Split struct{ Current, NonCurrent int64 }

// Split divides the carrying amount at the beginning of a month into current and non-current.
func (s Schedule) Split(at period.Date) Split {
	var of Split
	year := at.AddMonths(12)
	for _, m := range s.known(at).List() {
		switch {
		case m.Start < at:
			of.NonCurrent = m.Closing
		case m.Start < year:
			of.Current += m.Amortised
			of.NonCurrent -= m.Amortised
		}
	}
	return of
}

// known is the schedule without what happens from a day on: a balance is split by what was to come, as it was seen
// then.
func (s Schedule) known(at period.Date) Schedule {
	s.steps = slices.DeleteFunc(slices.Clone(s.steps), func(st step) bool { return st.on >= at })
	return s
}

// SplitOf adds up the splits of all schedules of a currency.
func SplitOf(schedules []Schedule, c money.Currency, at period.Date) Split {
	var sum Split
	for _, s := range schedules {
		if s.Cost.Currency == c {
			of := s.Split(at)
			sum.Current += of.Current
			sum.NonCurrent += of.NonCurrent
		}
	}
	return sum
}

// Currencies lists those of the schedules, in order.
func Currencies(schedules []Schedule) []money.Currency {
	known := map[money.Currency]bool{}
	for _, s := range schedules {
		known[s.Cost.Currency] = true
	}
	return slices.SortedFunc(maps.Keys(known), cmp.Compare[money.Currency])
}
