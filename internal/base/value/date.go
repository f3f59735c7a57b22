package value

import (
	"fmt"
	"strings"
	"time"

	"quarterdeck/internal/base/period"
)

// Order is which of day and month a file writes first where both are numbers. Zero is not known: a date that could be
// two days is then none.
type Order string

// The orders; a year of four digits that stands first needs none.
const (
	MonthFirst Order = "MDY"
	DayFirst   Order = "DMY"
)

// Calendar is how a file writes its dates and times.
type Calendar struct {
	Order Order
	Forms []string       // of Go, tried before the others
	Days  *time.Location // in which a day begins and ends: the organisation's
	Times *time.Location // of times that name no zone
}

// written is a date as it stands in a cell: a day, and where it has one a time and its zone.
type written struct {
	day   period.Date
	clock time.Duration
	timed bool           // it has a time
	zone  *time.Location // nil where it names none
}

// moment is the instant that was written; a time without a zone is in the given one.
func (w written) moment(zone *time.Location) time.Time {
	if w.zone != nil {
		zone = w.zone
	}
	y, m, d := w.day.Time().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Add(w.clock).Add(-offset(w, zone))
}

// offset is that of a zone at the written time; in an hour that is skipped or comes twice, as Postgres has it: before a
// gap and after a fold.
func offset(w written, zone *time.Location) time.Duration {
	local := w.day.Time().Add(w.clock)
	_, before := local.Add(-26 * time.Hour).In(zone).Zone()
	_, after := local.Add(26 * time.Hour).In(zone).Zone()
	if before == after {
		return time.Duration(before) * time.Second
	}
	guess := local.Add(-time.Duration(after) * time.Second)
	if _, at := guess.In(zone).Zone(); at == after {
		return time.Duration(after) * time.Second
	}
	return time.Duration(before) * time.Second
}

// Day reads a day. A date is a date: one that is written as a midnight is the day of that midnight, in whatever zone it
// is written. Of any other moment it is the day in the organisation's zone.
func (c Calendar) Day(text string) (period.Date, error) {
	w, err := c.parse(text)
	if err != nil {
		return 0, err
	}
	if w.clock == 0 {
		return w.day, nil
	}
	return period.DateOf(w.moment(c.times()).In(c.days())), nil
}

// Instant reads a moment; a day begins at its first instant in the organisation's zone.
func (c Calendar) Instant(text string) (time.Time, error) {
	w, err := c.parse(text)
	if err != nil {
		return time.Time{}, err
	}
	if !w.timed {
		return w.day.In(c.days()).UTC(), nil
	}
	return w.moment(c.times()).UTC().Truncate(time.Microsecond), nil
}

func (c Calendar) days() *time.Location {
	if c.Days == nil {
		return time.UTC
	}
	return c.Days
}

func (c Calendar) times() *time.Location {
	if c.Times == nil {
		return c.days()
	}
	return c.Times
}

func (c Calendar) parse(text string) (written, error) {
	text = strings.TrimSpace(text)
	if len(text) > longest {
		return written{}, fmt.Errorf("%s is not a date or time", quoted(text))
	}
	if w, ok := c.inForm(text); ok {
		return w, nil
	}
	for _, read := range []func(string) (written, bool){isoDate, namedDate, javaDate, serial} {
		if w, ok := read(text); ok {
			return w, nil
		}
	}
	return c.numbered(text)
}

// inForm reads a date in one of the forms that somebody has named.
func (c Calendar) inForm(text string) (written, bool) {
	for _, form := range c.Forms {
		if t, err := time.Parse(form, text); err == nil && sane(t.Year()) {
			return written{period.DateOf(t), t.Sub(t.Truncate(24 * time.Hour)), strings.Contains(form, "15"), nil}, true
		}
	}
	return written{}, false
}

// sane tells whether a year can be meant.
func sane(year int) bool { return year >= 1900 && year < 10000 }

// dayOf is a day of the calendar, and no other where there is none such as February 30.
func dayOf(year, month, day int) (period.Date, bool) {
	if !sane(year) || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	d := period.NewDate(year, time.Month(month), day)
	return d, d.Time().Day() == day
}

var letters = strings.NewReplacer("YYYY", "2006", "YY", "06", "MM", "01", "DD", "02", "hh", "15", "mm", "04", "ss",
	"05", "M", "1", "D", "2")

// Form turns a form such as DD.MM.YYYY into Go's own.
func Form(form string) string { return letters.Replace(form) }
