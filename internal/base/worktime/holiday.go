package worktime

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
)

// Holiday is a day on which nobody works.
type Holiday struct {
	On   period.Date `json:"on"`
	Name string      `json:"name"`
}

// String is the holiday as a line of a list: 2026-12-25 Christmas Day.
func (h Holiday) String() string { return strings.TrimSpace(h.On.String() + " " + h.Name) }

// The most holidays that a list has, and letters that a name has.
const (
	MostHolidays = 1000
	longestName  = 100
)

// ParseHolidays reads a list of holidays, a day and its name on each line, or the text of a calendar file (.ics). They
// come in order, each day once, with the last of its names.
func ParseHolidays(text string) ([]Holiday, error) {
	read := list
	if strings.HasPrefix(strings.TrimSpace(text), "BEGIN:VCALENDAR") {
		read = calendar
	}
	found, err := read(text)
	if err != nil {
		return nil, err
	}
	names := map[period.Date]string{}
	for _, h := range found {
		if len([]rune(h.Name)) > longestName {
			return nil, fault.On("holidays", fmt.Sprintf("The name of %s has more than %d letters.", h.On, longestName))
		}
		names[h.On] = h.Name
	}
	if len(names) > MostHolidays {
		return nil, fault.On("holidays", fmt.Sprintf("A list has at most 1,000 holidays. This one has %d.", len(names)))
	}
	var all []Holiday
	for on, name := range names {
		all = append(all, Holiday{on, name})
	}
	slices.SortFunc(all, func(a, b Holiday) int { return cmp.Compare(a.On, b.On) })
	return all, nil
}

func list(text string) (all []Holiday, err error) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		first, name := line, ""
		if at := strings.IndexAny(line, " \t,;"); at >= 0 {
			first, name = line[:at], strings.Trim(line[at:], " \t,;")
		}
		on, err := period.ParseDate(first)
		if err != nil || on < period.NewDate(1900, 1, 1) || on >= period.NewDate(2200, 1, 1) {
			return nil, fault.On("holidays",
				fmt.Sprintf("Line %d must begin with a date such as 2026-12-25, followed by the name.", i+1))
		}
		all = append(all, Holiday{on, name})
	}
	return all, nil
}

// calendar reads the events of whole days of RFC 5545. A line that begins with a space goes on with the one before.
func calendar(text string) (all []Holiday, err error) {
	text = strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "", "\r", "").Replace(text)
	var event map[string]string
	for _, line := range strings.Split(text, "\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		switch {
		case line == "BEGIN:VEVENT":
			event = map[string]string{}
		case line == "END:VEVENT" && event != nil:
			days, err := daysOf(event)
			if err != nil {
				return nil, err
			}
			all, event = append(all, days...), nil
			if len(all) > MostHolidays {
				return nil, fault.On("holidays", "A list has at most 1,000 holidays. This calendar has more.")
			}
		case event != nil:
			event[name] = value
		}
	}
	if len(all) == 0 {
		return nil, fault.On("holidays", "This calendar file has no events.")
	}
	return all, nil
}

var unescaped = strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ", `\\`, `\`)

// daysOf are the days of an event. Its end is the day after its last; an event without one has one day.
func daysOf(event map[string]string) (all []Holiday, err error) {
	name := strings.TrimSpace(unescaped.Replace(event["SUMMARY"]))
	first, err := dayOf(event["DTSTART"])
	if err != nil {
		return nil, fault.On("holidays", fmt.Sprintf("The event %q has no date that can be read.", name))
	}
	if event["RRULE"] != "" {
		return nil, fault.On("holidays",
			fmt.Sprintf("The event %q repeats by a rule. Export the calendar with a date for each year.", name))
	}
	end := first + 1
	if event["DTEND"] != "" {
		if end, err = dayOf(event["DTEND"]); err != nil || end > first+31 {
			return nil, fault.On("holidays", fmt.Sprintf("The event %q must end within 31 days.", name))
		}
	}
	for d := first; d < max(end, first+1); d++ {
		all = append(all, Holiday{d, name})
	}
	return all, nil
}

func dayOf(text string) (period.Date, error) {
	at, err := time.Parse("20060102", text[:min(len(text), 8)])
	if err != nil {
		return 0, err
	}
	return period.DateOf(at), nil
}
