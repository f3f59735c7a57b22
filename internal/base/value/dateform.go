package value

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"quarterdeck/internal/base/period"
)

// clock is a time of day with what may follow it: AM or PM, and a zone.
const clock = `(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)(?: \([^)]*\))?)?`

var (
	isoForm    = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})(?:(?:T|,? +)` + clock + `)?$`)
	numberForm = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4}|\d{2})(?:(?:T|,? +)` + clock + `)?$`)
	dayName    = regexp.MustCompile(`^(\d{1,2})[-. ]+([A-Za-z]{3,9})[-., ]+(\d{4}|\d{2})(?:(?:T|,? +)` + clock + `)?$`)
	nameDay    = regexp.MustCompile(`^([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?:(?:T|,? +)` + clock +
		`)?$`)
	javaForm = regexp.MustCompile(`^([A-Z][a-z]{2}) +(\d{1,2}) +` + clock + ` +(\d{4})$`)
	weekday  = regexp.MustCompile(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +`)
)

// isoDate reads 2026-11-20, 2026-11-20T12:00:00.000Z and what is like them.
func isoDate(s string) (written, bool) {
	m := isoForm.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] {
		return written{}, false
	}
	return timed(number(m[1]), number(m[3]), number(m[5]), m[6:])
}

// numbered reads a date whose day and month are two numbers before the year, in the file's order.
func (c Calendar) numbered(s string) (written, error) {
	m := numberForm.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] {
		return written{}, fmt.Errorf("%s is not a date or time", quoted(s))
	}
	month, day, year := number(m[1]), number(m[3]), fullYear(m[5])
	order := c.Order
	if m[2] == "." { // nobody writes the month first with points
		order = DayFirst
	}
	if order == "" {
		if order = OrderOf(s); order == "" && month != day {
			return written{}, fmt.Errorf("%s could be two dates; choose whether the day or the month comes first",
				quoted(s))
		}
	}
	if order == DayFirst {
		month, day = day, month
	}
	w, ok := timed(year, month, day, m[6:])
	if !ok {
		return w, fmt.Errorf("%s is not a date with the %s first", quoted(s),
			map[Order]string{DayFirst: "day", MonthFirst: "month", "": "month"}[order])
	}
	return w, nil
}

// OrderOf is the order that a date proves, or none where it is the same day or a day in both.
func OrderOf(text string) Order {
	if len(text) > longest || len(text) < 6 {
		return ""
	}
	m := numberForm.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || m[2] != m[4] || m[2] == "." {
		return ""
	}
	switch first, second := number(m[1]), number(m[3]); {
	case first > 12 && second <= 12:
		return DayFirst
	case second > 12 && first <= 12:
		return MonthFirst
	}
	return ""
}

// Unordered tells whether a text is a date that needs an order to be one day.
func Unordered(text string) bool {
	m := numberForm.FindStringSubmatch(strings.TrimSpace(text))
	return m != nil && m[2] == m[4] && m[2] != "." && m[1] != m[3] && OrderOf(text) == ""
}

// namedDate reads a date whose month is a word: 20-Nov-2026, Nov 20, 2026.
func namedDate(s string) (written, bool) {
	s = weekday.ReplaceAllString(s, "")
	if m := dayName.FindStringSubmatch(s); m != nil {
		return timed(fullYear(m[3]), monthOf(m[2]), number(m[1]), m[4:])
	}
	if m := nameDay.FindStringSubmatch(s); m != nil {
		return timed(number(m[3]), monthOf(m[1]), number(m[2]), m[4:])
	}
	return written{}, false
}

// javaDate reads what Java makes of a date without a form: Wed Sep 30 00:00:00 GMT 2026.
func javaDate(s string) (written, bool) {
	m := javaForm.FindStringSubmatch(weekday.ReplaceAllString(s, ""))
	if m == nil {
		return written{}, false
	}
	return timed(number(m[9]), monthOf(m[1]), number(m[2]), m[3:9])
}

var epochDay = period.NewDate(1899, time.December, 30) // day 0 of a spreadsheet's days

// serial reads a date as a number: 20261120, a spreadsheet's days since 1899, or the seconds or milliseconds since
// 1970.
func serial(s string) (written, bool) {
	days, part, _ := strings.Cut(s, ".")
	if !digits(days) || !digits(part) {
		return written{}, false
	}
	switch n, _ := strconv.ParseInt(days, 10, 64); {
	case len(s) == 8 && part == "":
		return timed(number(s[:4]), number(s[4:6]), number(s[6:]), nil)
	case len(days) == 5 && n >= 20_000 && n < 80_000: // 1954 to 2119
		fraction, _ := strconv.ParseFloat("0."+part+"0", 64) // of a day, to the second
		seconds := time.Duration(fraction*86400+0.5) * time.Second
		return written{epochDay + period.Date(n), seconds, part != "", nil}, seconds < 24*time.Hour
	case len(s) == 13:
		return instant(time.UnixMilli(n).UTC()), true
	case len(s) == 10:
		return instant(time.Unix(n, 0).UTC()), true
	}
	return written{}, false
}

func instant(t time.Time) written {
	return written{period.DateOf(t), t.Sub(t.Truncate(24 * time.Hour)), true, time.UTC}
}

// timed is a day with the time that a match of clock holds; ok is false where there is no such day, time or zone.
func timed(year, month, day int, m []string) (w written, ok bool) {
	if w.day, ok = dayOf(year, month, day); !ok || len(m) == 0 || m[0] == "" {
		return w, ok
	}
	hour, minute, second := number(m[0]), number(m[1]), number(m[2])
	if half := strings.ToLower(m[4]); half != "" {
		if hour < 1 || hour > 12 {
			return w, false
		}
		hour = hour%12 + map[string]int{"a": 0, "p": 12}[half]
	}
	if hour > 23 || minute > 59 || second > 59 {
		return w, false
	}
	nano, _ := strconv.Atoi((m[3] + "000000000")[:9])
	w.timed = true
	w.clock = time.Duration((hour*60+minute)*60+second)*time.Second + time.Duration(nano)
	w.zone, ok = zoneOf(m[5])
	return w, ok
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func fullYear(s string) int {
	n := number(s)
	switch {
	case len(s) == 4:
		return n
	case n < 70:
		return 2000 + n
	}
	return 1900 + n
}

func monthOf(word string) int {
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if len(word) >= 3 && len(word) <= len(name) && strings.EqualFold(name[:len(word)], word) ||
			strings.EqualFold(word, "Sept") && m == time.September {
			return int(m)
		}
	}
	return 0
}

// hours are those ahead of UTC of the zones that Java and spreadsheets abbreviate.
var hours = map[string]int{"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1,
	"MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
	"PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "AEST": 10, "AEDT": 11,
	"JST": 9, "NZST": 12, "NZDT": 13, "BRT": -3}

// zoneOf is a zone by its abbreviation or its distance from UTC; nil where none is named.
func zoneOf(s string) (zone *time.Location, ok bool) {
	if s == "" {
		return nil, true
	}
	if h, known := hours[s]; known {
		return time.FixedZone(s, h*3600), true
	}
	s = strings.TrimPrefix(strings.TrimPrefix(s, "GMT"), "UTC")
	if s[0] != '+' && s[0] != '-' {
		return nil, false
	}
	h, m := s[1:], "0"
	if i := strings.IndexByte(h, ':'); i >= 0 {
		h, m = h[:i], h[i+1:]
	} else if len(h) > 2 {
		h, m = h[:len(h)-2], h[len(h)-2:]
	}
	away := (number(h)*60 + number(m)) * 60
	if s[0] == '-' {
		away = -away
	}
	return time.FixedZone("", away), number(h) < 15 && number(m) < 60
}
