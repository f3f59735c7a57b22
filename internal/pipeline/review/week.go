package review

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
)

// Week is Monday to Sunday in the organisation's zone, numbered by ISO 8601.
type Week struct {
	Key   string // 2026-W47
	Start period.Date
}

// WeekOf is the week in which a day falls.
func WeekOf(d period.Date) Week {
	year, number := d.Time().ISOWeek()
	return Week{fmt.Sprintf("%d-W%02d", year, number), d - period.Date((int(d.Time().Weekday())+6)%7)}
}

var weekForm = regexp.MustCompile(`^([12]\d{3})-W(\d\d)$`)

// ParseWeek parses a key such as 2026-W47; any other text is NotFound.
func ParseWeek(key string) (Week, error) {
	parts := weekForm.FindStringSubmatch(key)
	if parts == nil {
		return Week{}, fault.New(fault.NotFound, "A week is written as 2026-W47.")
	}
	year, _ := strconv.Atoi(parts[1])
	number, _ := strconv.Atoi(parts[2])
	w := WeekOf(period.NewDate(year, time.January, 4) + period.Date(7*(number-1))) // the fourth is in week 1
	if w.Key != key {
		return Week{}, fault.New(fault.NotFound, "There is no such week.")
	}
	return w, nil
}

// End is the week's Sunday.
func (w Week) End() period.Date { return w.Start + 6 }

// Shift is the week a number of weeks later.
func (w Week) Shift(n int) Week { return WeekOf(w.Start + period.Date(7*n)) }

// Label is the week for people: Week 47, Nov 16–22, 2026.
func (w Week) Label() string {
	from, to := w.Start.Time(), w.End().Time()
	switch {
	case from.Year() != to.Year():
		return from.Format("Jan 2, 2006") + "–" + to.Format("Jan 2, 2006")
	case from.Month() != to.Month():
		return from.Format("Jan 2") + "–" + to.Format("Jan 2, 2006")
	}
	return from.Format("Jan 2") + "–" + to.Format("2, 2006")
}
