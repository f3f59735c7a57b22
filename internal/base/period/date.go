package period

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// Date is a calendar day without a time or a zone, as a close date is. It counts days, so that
// d+1 is the next day and dates compare with <; the zero Date means that none is set.
type Date int32

const layout = "2006-01-02"

// epoch is the day before day 1, so that the zero Date is no day of the calendar in use.
var epoch = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -1)

// NewDate is the day of the proleptic Gregorian calendar; a day past the month's end runs into the next month.
func NewDate(year int, month time.Month, day int) Date {
	return fromUTC(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the day on which the instant falls in its own location.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// ParseDate reads the form 2006-01-02 and nothing else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil {
		return 0, fmt.Errorf("period: %q is not a date of the form 2026-11-20", s)
	}
	return fromUTC(t), nil
}

func fromUTC(t time.Time) Date { return Date((t.Unix() - epoch.Unix()) / 86400) }

// Time is midnight UTC of the day, for formatting; use In for a real instant.
func (d Date) Time() time.Time { return time.Unix(epoch.Unix()+int64(d)*86400, 0).UTC() }

// In is the first instant of the day in a location. Where the clocks skip its midnight that is when they go forward; a
// day that a zone skips whole is as long as nothing and begins with the next one.
func (d Date) In(loc *time.Location) time.Time {
	midnight := d.Time()
	var first time.Time
	for at, last := midnight.Add(-zones), midnight.Add(zones); at.Before(last); {
		start, end := at.In(loc).ZoneBounds()
		if end.IsZero() {
			end = last
		}
		_, offset := at.In(loc).Zone()
		begins := midnight.Add(-time.Duration(offset) * time.Second)
		switch {
		case begins.After(start) && begins.Before(end):
			first = begins // again, where clocks go back over midnight into the day before
		case !begins.After(start) && first.IsZero():
			first = start
		}
		at = end
	}
	return first.In(loc)
}

// At is a time of the day, in minutes since midnight as clocks show them. One that a change of the clocks leaves out is
// as much later as they skip; one that comes twice is the first of them.
func (d Date) At(minutes int, loc *time.Location) time.Time {
	clock := d.Time().Add(time.Duration(minutes) * time.Minute)
	_, offset := clock.Add(-zones).In(loc).Zone()
	at := clock.Add(-time.Duration(offset) * time.Second)
	if _, is := at.In(loc).Zone(); is == offset {
		return at.In(loc)
	}
	start, _ := at.In(loc).ZoneBounds()
	_, offset = at.In(loc).Zone()
	if again := clock.Add(-time.Duration(offset) * time.Second); !again.Before(start) {
		return again.In(loc)
	}
	return at.In(loc) // the clocks skip it
}

// zones is further than any zone is from UTC.
const zones = 30 * time.Hour

// IsZero tells that no date is set.
func (d Date) IsZero() bool { return d == 0 }

// String is the form 2006-01-02, or nothing where no date is set.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(layout)
}

// AddMonths moves by whole months and keeps to the month's last day: 31 Jan + 1 is 28 or 29 Feb.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Time().Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return NewDate(first.Year(), first.Month(), min(day, last))
}

// MarshalText and UnmarshalText make a date a plain string in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(b))
	*d = v
	return err
}

// ScanDate reads a Postgres date; NULL is the zero Date.
func (d *Date) ScanDate(v pgtype.Date) error {
	if !v.Valid || v.InfinityModifier != pgtype.Finite {
		*d = 0
		return nil
	}
	*d = fromUTC(v.Time)
	return nil
}

// DateValue writes a Postgres date; the zero Date is NULL.
func (d Date) DateValue() (pgtype.Date, error) {
	if d.IsZero() {
		return pgtype.Date{}, nil
	}
	return pgtype.Date{Time: d.Time(), Valid: true}, nil
}
