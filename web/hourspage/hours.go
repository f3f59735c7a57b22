package hourspage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/workweek"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// shown is how many versions the page lists.
const shown = 20

// hours is when an organisation works, with a change of it that is made.
type hours struct {
	Where    page.Where
	Now      workweek.Version
	Versions []workweek.Version
	Roster   *member.Roster
	Calendar period.Calendar
	Today    period.Date
	Form     page.Form // what was typed, of a change that was previewed or refused
	Change   string    // what a preview would change; empty: there is none
	Due      int       // open tasks on the days that become holidays by it
	Same     bool      // what was previewed changes nothing
}

// typed is what somebody typed into a field, or its value.
func (p hours) typed(name, now string) string {
	if p.Form.Typed.Has(name) {
		return p.Form.Typed.Get(name)
	}
	return now
}

// weekdays are the days of the week, Monday first.
func weekdays() (all []time.Weekday) {
	for i := range 7 {
		all = append(all, time.Weekday((i+1)%7))
	}
	return all
}

func name(side string, on time.Weekday) string { return side + "_" + strconv.Itoa(int(on)) }

func (p hours) from(on time.Weekday) string { return p.clock("from", on, p.Now.Week[on].From) }

func (p hours) to(on time.Weekday) string { return p.clock("to", on, p.Now.Week[on].To) }

func (p hours) clock(side string, on time.Weekday, minutes int) string {
	text := ""
	if p.Now.Week[on].Work() {
		text = fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60)
	}
	return p.typed(name(side, on), text)
}

func (p hours) holidays() string {
	lines := make([]string, len(p.Now.Holidays))
	for i, h := range p.Now.Holidays {
		lines[i] = h.String()
	}
	return p.typed("holidays", strings.Join(lines, "\n"))
}

// next are the next holidays, by day.
func (p hours) next() []ui.Pair {
	var all []ui.Pair
	for _, h := range p.Now.Holidays {
		if h.On >= p.Today && len(all) < 5 {
			all = append(all, ui.Pair{Key: page.Day(h.On), Value: h.Name})
		}
	}
	return all
}

// outdated tells that holidays are kept and none of them is still to come.
func (p hours) outdated() bool { return len(p.Now.Holidays) > 0 && len(p.next()) == 0 }

func (p hours) history() []ui.Event {
	var all []ui.Event
	for _, v := range p.Versions[:min(len(p.Versions), shown)] {
		who := "Quarterdeck"
		if v.MemberID != nil {
			who = p.Roster.Name(v.MemberID)
		}
		all = append(all, ui.Event{When: ui.Stamp(v.At.In(p.Calendar.Location())) + " · " + who,
			At: v.At.Format(time.RFC3339), Title: v.Did,
			Detail: ui.Plural(len(v.Holidays), "holiday", "holidays")})
	}
	return all
}

// added are the days that become holidays by a change.
func added(next, now workweek.Version) (days []period.Date) {
	for _, h := range next.Holidays {
		if !slices.ContainsFunc(now.Holidays, func(was worktime.Holiday) bool { return was.On == h.On }) {
			days = append(days, h.On)
		}
	}
	return days
}

// sheet is the holidays.
func sheet(v workweek.Version) page.Sheet {
	s := page.Sheet{File: "holidays", Head: []string{"Day", "Weekday", "Holiday"}}
	for _, h := range v.Holidays {
		s.Rows = append(s.Rows, []page.Cell{page.Text(h.On.String()), page.Text(h.On.Time().Weekday().String()),
			page.Text(h.Name)})
	}
	return s
}
