// Package period is the organisation's fiscal calendar: which months, quarters, halves and years a
// date falls in, when each begins and ends, and what the organisation calls it.
//
// Periods are half-open, [Start, End). A fiscal year is named by the calendar year in which it ends,
// as is usual for companies whose year does not start in January.
package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind is the length of a period.
type Kind string

// The lengths, by the names they have in addresses and documents.
const (
	Month   Kind = "month"
	Quarter Kind = "quarter"
	Half    Kind = "half"
	Year    Kind = "year"
)

var months = map[Kind]int{Month: 1, Quarter: 3, Half: 6, Year: 12}

// Calendar is an organisation's fiscal calendar: the month in which its year starts, and the zone
// whose midnights bound its days. The zero Calendar is the calendar year in UTC.
type Calendar struct {
	Start time.Month
	Zone  *time.Location
}

// Period is one fiscal period: the days from Start up to, not including, End.
type Period struct {
	Kind  Kind
	Key   string // 2026-11, 2026-Q4, 2026-H2, 2026; sorts within its kind and stands in addresses
	Label string // what people read: Nov 2026, Q4 2026 or Q3 FY27
	Start Date
	End   Date
}

func (c Calendar) start() time.Month {
	if c.Start < 1 || c.Start > 12 {
		return time.January
	}
	return c.Start
}

// Location is the organisation's time zone, UTC where none is set.
func (c Calendar) Location() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// Today is the day at an instant, in the organisation's zone.
func (c Calendar) Today(now time.Time) Date { return DateOf(now.In(c.Location())) }

// EndOf is the first instant after the day: what was known on the day is what was known before it.
func (c Calendar) EndOf(d Date) time.Time { return (d + 1).In(c.Location()) }

// Containing is the period of a kind in which the day falls.
func (c Calendar) Containing(kind Kind, d Date) Period {
	y, m, _ := d.Time().Date()
	n := months[kind]
	into := (int(m) - int(c.start()) + 12) % 12 // whole months since the fiscal year began
	first := NewDate(y, m, 1).AddMonths(-(into % n))
	return c.at(kind, first, into/n)
}

// at names the period of a kind that starts on first and is the index-th of its fiscal year.
func (c Calendar) at(kind Kind, first Date, index int) Period {
	p := Period{Kind: kind, Start: first, End: first.AddMonths(months[kind])}
	year := first.AddMonths(-index * months[kind]).AddMonths(11).Time().Year()
	name := strconv.Itoa(year)
	if c.start() != time.January {
		name = fmt.Sprintf("FY%02d", year%100)
	}
	switch kind {
	case Month:
		p.Key, p.Label = first.Time().Format("2006-01"), first.Time().Format("Jan 2006")
	case Quarter:
		p.Key, p.Label = fmt.Sprintf("%d-Q%d", year, index+1), fmt.Sprintf("Q%d %s", index+1, name)
	case Half:
		p.Key, p.Label = fmt.Sprintf("%d-H%d", year, index+1), fmt.Sprintf("H%d %s", index+1, name)
	default:
		p.Key, p.Label = strconv.Itoa(year), name
	}
	return p
}

// Parse reads a key such as 2026-11, 2026-Q4, 2026-H2 or 2026.
func (c Calendar) Parse(key string) (Period, error) {
	bad := fmt.Errorf("period: %q is not a period such as 2026-Q4, 2026-11, 2026-H2 or 2026", key)
	head, tail, dashed := strings.Cut(key, "-")
	year, err := strconv.Atoi(head)
	if err != nil || len(head) != 4 || year < 1900 {
		return Period{}, bad
	}
	if m, err := strconv.Atoi(tail); dashed && err == nil && len(tail) == 2 && m >= 1 && m <= 12 {
		return c.Containing(Month, NewDate(year, time.Month(m), 1)), nil
	}
	kind, index := Year, 1
	if dashed {
		if len(tail) != 2 || tail[0] != 'Q' && tail[0] != 'H' {
			return Period{}, bad
		}
		kind, index = map[byte]Kind{'Q': Quarter, 'H': Half}[tail[0]], int(tail[1]-'0')
	}
	if index < 1 || index > 12/months[kind] {
		return Period{}, bad
	}
	first := NewDate(year, c.start(), 1)
	if c.start() != time.January {
		first = first.AddMonths(-12)
	}
	return c.at(kind, first.AddMonths((index-1)*months[kind]), index-1), nil
}

// Shift is the period n places later of the same kind, or earlier where n is negative.
func (c Calendar) Shift(p Period, n int) Period {
	return c.Containing(p.Kind, p.Start.AddMonths(n*months[p.Kind]))
}

// Between lists the periods of a kind that share a day with [from, to), in order.
func (c Calendar) Between(kind Kind, from, to Date) []Period {
	var ps []Period
	for p := c.Containing(kind, from); p.Start < to; p = c.Shift(p, 1) {
		ps = append(ps, p)
	}
	return ps
}

// Days is the number of days in the period.
func (p Period) Days() int { return int(p.End - p.Start) }

// Contains tells whether the day falls in the period.
func (p Period) Contains(d Date) bool { return d >= p.Start && d < p.End }

// Elapsed is the number of whole or begun days of the period up to and with the day: 0 before it, Days after it.
func (p Period) Elapsed(d Date) int { return max(0, min(p.Days(), int(d-p.Start)+1)) }
