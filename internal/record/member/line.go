package member

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
)

// Line is that a manager stands above a member, on whatever level, in [From, To).
type Line struct {
	ManagerID uuid.UUID
	MemberID  uuid.UUID
	From      period.Date
	To        period.Date // zero: until further notice
}

// Confirmed is a line that opens pay, since somebody who may read that pay said so.
type Confirmed struct {
	ID        uuid.UUID
	ManagerID uuid.UUID
	MemberID  uuid.UUID
	StartsOn  period.Date
	EndsOn    period.Date // the first day on which it no longer does; zero: until further notice
}

// Opens tells whether the line opens a statement that ends on a day (the first after its period) on another.
func (c Confirmed) Opens(ends, on period.Date) bool {
	return c.StartsOn <= on && (c.EndsOn.IsZero() || c.EndsOn > on) && c.StartsOn < ends
}

// pair is who stands above whom.
type pair struct{ above, below uuid.UUID }

// lines joins the rows of the closure that follow each other without a day between them, whatever level they are of.
func lines(all []link) map[pair][]Line {
	of := map[pair][]Line{}
	sorted := slices.SortedFunc(slices.Values(all),
		func(a, b link) int { return cmp.Compare(a.ValidFrom, b.ValidFrom) })
	for _, l := range sorted {
		if l.Depth == 0 {
			continue
		}
		p := pair{l.ManagerID, l.MemberID}
		if known := of[p]; len(known) > 0 && known[len(known)-1].To >= l.ValidFrom {
			last := &known[len(known)-1]
			last.To = max(last.To, l.ValidTo)
			continue
		}
		of[p] = append(of[p], Line{l.ManagerID, l.MemberID, l.ValidFrom, l.ValidTo})
	}
	return of
}

// holding is the line of some that holds on a day, or the zero Line.
func holding(all []Line, on period.Date) Line {
	for _, l := range all {
		if l.From <= on && on < l.To {
			return l
		}
	}
	return Line{}
}

// ending is where a confirmed line ends, as the lines of its two now stand: a day not before today, or forever.
func ending(c Confirmed, all []Line, today period.Date) period.Date {
	on := max(c.StartsOn, today)
	if l := holding(all, on); l.To != 0 {
		return l.To
	}
	return on
}

// waiting lists the lines of a day and later that none of the confirmed ones covers, by manager, first day and member.
func waiting(of map[pair][]Line, confirmed []Confirmed, today period.Date) []Line {
	known := map[pair][]Confirmed{}
	for _, c := range confirmed {
		p := pair{c.ManagerID, c.MemberID}
		known[p] = append(known[p], c)
	}
	var all []Line
	for p, stretches := range of {
		for _, l := range stretches {
			covers := func(c Confirmed) bool { return c.StartsOn < l.To && (c.EndsOn.IsZero() || c.EndsOn > l.From) }
			if l.To <= today || slices.ContainsFunc(known[p], covers) {
				continue
			}
			if l.To == forever {
				l.To = 0
			}
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.ManagerID.String(), b.ManagerID.String()), cmp.Compare(a.From, b.From),
			cmp.Compare(a.MemberID.String(), b.MemberID.String()))
	})
	return all
}

// fresh lists the lines that were drawn between two closures and that whoever drew them has thereby confirmed: the
// direct ones, and those that lead over two that are confirmed. Those above who were drawn by somebody else wait for a
// word of their own.
func fresh(before, after []link, confirmed map[pair]bool, today period.Date) []Line {
	was, is := lines(before), lines(after)
	drawn := func(p pair, l link) bool {
		return !slices.ContainsFunc(was[p],
			func(old Line) bool { return old.From < l.ValidTo && l.ValidFrom < old.To && old.To > today })
	}
	direct := map[uuid.UUID][]link{}
	for _, l := range after {
		if l.Depth == 1 {
			direct[l.MemberID] = append(direct[l.MemberID], l)
		}
	}
	over := func(l link) bool { // both halves of the way are confirmed
		return slices.ContainsFunc(direct[l.MemberID], func(d link) bool {
			return d.ValidFrom < l.ValidTo && l.ValidFrom < d.ValidTo && confirmed[pair{d.ManagerID, l.MemberID}] &&
				confirmed[pair{l.ManagerID, d.ManagerID}]
		})
	}
	var found []Line
	for _, l := range slices.SortedFunc(slices.Values(after),
		func(a, b link) int { return cmp.Compare(a.Depth, b.Depth) }) {
		p := pair{l.ManagerID, l.MemberID}
		if l.Depth == 0 || l.ValidTo <= today || confirmed[p] || !drawn(p, l) || l.Depth > 1 && !over(l) {
			continue
		}
		confirmed[p] = true
		for _, line := range is[p] {
			if line.From <= l.ValidFrom && l.ValidFrom < line.To {
				found = append(found, line)
			}
		}
	}
	return found
}
