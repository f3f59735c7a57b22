// Package worktime counts in business days and business hours: the weekly hours of an organisation by the clocks of its
// zone, without its holidays.
package worktime

import (
	"fmt"
	"time"

	"quarterdeck/internal/base/period"
)

// Hours are those of a day, in minutes after midnight as clocks show them. Hours that end before they begin go over
// midnight; the zero Hours are a day on which nobody works.
type Hours struct {
	From int `json:"from"`
	To   int `json:"to"`
}

const day = 24 * 60

// Work tells that there are any.
func (h Hours) Work() bool { return h != Hours{} }

// end is the minute at which they end, counted from the midnight before their begin.
func (h Hours) end() int {
	if h.To <= h.From {
		return h.To + day
	}
	return h.To
}

// String is "09:00–17:00", or nothing.
func (h Hours) String() string {
	if !h.Work() {
		return ""
	}
	return fmt.Sprintf("%02d:%02d–%02d:%02d", h.From/60, h.From%60, h.To/60, h.To%60)
}

// Week is the hours of each day of the week, Sunday first.
type Week [7]Hours

// Usual is Monday to Friday from nine to five.
var Usual = Week{1: nine, 2: nine, 3: nine, 4: nine, 5: nine}

var nine = Hours{9 * 60, 17 * 60}

// Works tells that there is a day with hours.
func (w Week) Works() bool { return w != Week{} }

// Check says what is wrong with the hours, and of which day; nothing where they can be kept.
func (w Week) Check() (on time.Weekday, wrong string) {
	for i, h := range w {
		next := w[(i+1)%7]
		switch {
		case h.From < 0 || h.From >= day || h.To < 0 || h.To > day:
			return time.Weekday(i), "Hours are times of a day, such as 09:00."
		case h.Work() && next.Work() && h.end() > day && h.end()-day > next.From:
			return time.Weekday(i), "These hours run into those of the next day."
		}
	}
	return 0, ""
}

// Schedule is when an organisation works.
type Schedule struct {
	Week     Week
	Holidays map[period.Date]string // their names
	Zone     *time.Location
}

// Holiday tells that a day is one, with its name.
func (s Schedule) Holiday(d period.Date) (string, bool) {
	name, ok := s.Holidays[d]
	return name, ok
}

// Open tells that a day is a business day: it has hours and is no holiday.
func (s Schedule) Open(d period.Date) bool {
	_, holiday := s.Holidays[d]
	return !holiday && s.Week[d.Time().Weekday()].Work()
}

// From is the first business day on or after a day; false where there is none.
func (s Schedule) From(d period.Date) (period.Date, bool) {
	if !s.Week.Works() {
		return 0, false
	}
	for range 7 * (len(s.Holidays) + 1) { // each holiday takes a week's only business day at most
		if s.Open(d) {
			return d, true
		}
		d++
	}
	return 0, false
}

// Next is the first business day after a day; false where there is none.
func (s Schedule) Next(d period.Date) (period.Date, bool) { return s.From(d + 1) }

// Days is how many business days there are after a day, up to and with another.
func (s Schedule) Days(after, to period.Date) (n int) {
	for d := after + 1; d <= to; d++ {
		if s.Open(d) {
			n++
		}
	}
	return n
}

// shift is when the hours of a day begin and end; false where it is no business day. Hours that clocks skip are none.
func (s Schedule) shift(d period.Date) (from, to time.Time, ok bool) {
	if !s.Open(d) {
		return from, to, false
	}
	h, zone := s.Week[d.Time().Weekday()], s.Zone
	if zone == nil {
		zone = time.UTC
	}
	from = d.At(h.From, zone)
	if to = d.At(h.end(), zone); h.end() >= day {
		to = (d + 1).At(h.end()-day, zone)
	}
	return from, to, from.Before(to)
}

// first is the day whose hours an instant may be in: the day before where they go over midnight.
func (s Schedule) first(at time.Time) period.Date {
	if s.Zone != nil {
		at = at.In(s.Zone)
	} else {
		at = at.UTC()
	}
	return period.DateOf(at) - 1
}

// Between is how much business time passes from one instant to another; none where the second is not later.
func (s Schedule) Between(from, to time.Time) (sum time.Duration) {
	for d, last := s.first(from), s.first(to)+1; d <= last; d++ {
		begin, end, ok := s.shift(d)
		if !ok {
			continue
		}
		if begin.Before(from) {
			begin = from
		}
		if end.After(to) {
			end = to
		}
		if begin.Before(end) {
			sum += end.Sub(begin)
		}
	}
	return sum
}

// Add is the instant by which so much business time has passed since another; false where there are no hours. Of no
// time it is the instant itself.
func (s Schedule) Add(at time.Time, length time.Duration) (time.Time, bool) {
	if length <= 0 {
		return at, true
	}
	for d := s.first(at); ; d++ {
		next, ok := s.From(d)
		if !ok {
			return time.Time{}, false
		}
		d = next
		begin, end, ok := s.shift(d)
		if !ok {
			continue
		}
		if begin.Before(at) {
			begin = at
		}
		if left := end.Sub(begin); left >= length {
			return begin.Add(length), true
		} else if left > 0 {
			length -= left
		}
	}
}
