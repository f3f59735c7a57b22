package timeseries

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Step is the distance between the periods of a series.
type Step string

// The steps that dates can have; Unknown where there are none.
const (
	Unknown   Step = ""
	Daily     Step = "day"
	Workdays  Step = "working day"
	Weekly    Step = "week"
	Monthly   Step = "month"
	Quarterly Step = "quarter"
	Yearly    Step = "year"
)

// Season is how many steps of the kind repeat themselves: seven or five days of a week, twelve months or four quarters
// of a year. Weeks and years have none that a few values could show; 0 is for what is not known.
func (s Step) Season() int {
	return map[Step]int{Daily: 7, Workdays: 5, Weekly: 1, Monthly: 12, Quarterly: 4, Yearly: 1}[s]
}

// moment is the period of one value: the day it starts on, and the form it was written in.
type moment struct {
	day  time.Time
	form string
}

// The forms in which a period is written, by what the answer repeats.
const (
	asDay, asMonth, asQuarter, asYear = "day", "month", "quarter", "year"
)

var quarterly = regexp.MustCompile(`^(\d{4})[- ]?[Qq]([1-4])$`)

// understood reads 2026-11-20, with or without a time of day, 2026-11, 2026-Q4 or 2026.
func understood(text string) (moment, bool) {
	text = strings.TrimSpace(text)
	if len(text) > len(time.DateOnly) && (text[len(time.DateOnly)] == 'T' || text[len(time.DateOnly)] == ' ') {
		text = text[:len(time.DateOnly)]
	}
	if m := quarterly.FindStringSubmatch(text); m != nil {
		year, _ := strconv.Atoi(m[1])
		quarter, _ := strconv.Atoi(m[2])
		return moment{time.Date(year, time.Month(3*quarter-2), 1, 0, 0, 0, 0, time.UTC), asQuarter}, true
	}
	for _, f := range []struct{ layout, form string }{{time.DateOnly, asDay}, {"2006-01", asMonth}, {"2006", asYear}} {
		if day, err := time.Parse(f.layout, text); err == nil {
			return moment{day, f.form}, true
		}
	}
	return moment{}, false
}

func (m moment) String() string {
	switch m.form {
	case asYear:
		return m.day.Format("2006")
	case asQuarter:
		return fmt.Sprintf("%d-Q%d", m.day.Year(), (int(m.day.Month())+2)/3)
	case asMonth:
		return m.day.Format("2006-01")
	}
	return m.day.Format(time.DateOnly)
}

// toMonday is how many days the weekend adds to the next working day.
var toMonday = map[time.Weekday]int{time.Friday: 3, time.Saturday: 2}

// after is the moment so many steps later; the last days of months stay the last days.
func (m moment) after(s Step, steps int) moment {
	months := map[Step]int{Monthly: 1, Quarterly: 3, Yearly: 12}[s]
	switch {
	case s == Daily:
		m.day = m.day.AddDate(0, 0, steps)
	case s == Workdays:
		for range steps {
			m.day = m.day.AddDate(0, 0, max(1, toMonday[m.day.Weekday()]))
		}
	case s == Weekly:
		m.day = m.day.AddDate(0, 0, 7*steps)
	case months > 0:
		y, month, d := m.day.Date()
		first := time.Date(y, month+time.Month(months*steps), 1, 0, 0, 0, 0, time.UTC)
		length := first.AddDate(0, 1, -1).Day()
		if d = min(d, length); m.day.AddDate(0, 0, 1).Day() == 1 {
			d = length
		}
		m.day = first.AddDate(0, 0, d-1)
	}
	return m
}

// apart tells the step between the moments of a series, oldest first. It is an error, which names the place, where a
// period is missing, comes twice or comes before the one above it.
func apart(moments []moment) (Step, error) {
	if len(moments) < 2 {
		return map[string]Step{asMonth: Monthly, asQuarter: Quarterly, asYear: Yearly}[moments[0].form], nil
	}
	for i, m := range moments[1:] {
		if !m.day.After(moments[i].day) {
			return Unknown, fmt.Errorf("the period %s comes after %s; periods must rise and come once", m, moments[i])
		}
	}
	all := []Step{Daily, Workdays, Weekly, Monthly, Quarterly, Yearly}
	for _, s := range all {
		if gap(s, moments) == nil {
			return s, nil
		}
	}
	for _, s := range all {
		if fits(s, moments) {
			return s, gap(s, moments)
		}
	}
	return Unknown,
		fmt.Errorf("from %s to %s is neither a day, a week, a month, a quarter nor a year; is a period missing?",
			moments[0], moments[1])
}

// follows tells whether a period is the next one. Of months, quarters and years only the month counts, so that closing
// days that fall on a Friday are no gaps.
func (s Step) follows(m, next moment) bool {
	if s == Daily || s == Workdays || s == Weekly {
		return m.after(s, 1).day.Equal(next.day)
	}
	want := m.after(s, 1).day
	return want.Year() == next.day.Year() && want.Month() == next.day.Month()
}

// fits tells whether at least half of the neighbours are a step apart, which finds the step that a series with gaps
// means.
func fits(s Step, moments []moment) bool {
	near := 0
	for i, m := range moments[1:] {
		if s.follows(moments[i], m) {
			near++
		}
	}
	return near > 0 && 2*near >= len(moments)-1
}

func gap(s Step, moments []moment) error {
	for i, m := range moments[1:] {
		if want := moments[i].after(s, 1); !s.follows(moments[i], m) {
			return fmt.Errorf("after %s comes %s: %s is missing; give every %s a value, 0 where nothing happened",
				moments[i], m, want, s)
		}
	}
	return nil
}

// Periods names the periods of a forecast in the way that the source names its own: those of the steps after the last.
// It is nil where the source does not say when its values were.
func (s Series) Periods(horizon int) []string {
	last, ok := understood(s.Last)
	if !ok || s.Step == Unknown {
		return nil
	}
	names := make([]string, horizon)
	for i := range names {
		names[i] = last.after(s.Step, i+1).String()
	}
	return names
}
