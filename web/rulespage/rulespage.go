// Package rulespage is the page of the forecast's rules: what is asked for and when, and which periods are closed.
package rulespage

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// rulesView is how an organisation forecasts: names, due times, and which periods are closed.
type rulesView struct {
	Where    page.Where
	Calendar period.Calendar
	Now      time.Time
	Roster   *member.Roster
	Settings forecast.Settings
	Periods  []periodLocks
	Form     page.Form
}

// periodLocks is when a period was closed and opened, newest first.
type periodLocks struct {
	Period  period.Period
	History []forecast.Lock
}

func (p periodLocks) closed() bool { return len(p.History) > 0 && p.History[0].Locked }

// refused is the form of a period that could not be closed or opened again; of the others the form is empty.
func (p rulesView) refused(l periodLocks) page.Form {
	if p.Form.Typed.Get("period") == l.Period.Key {
		return p.Form
	}
	return page.Form{}
}

func (p rulesView) weekday() string {
	if p.Settings.WeeklyOn == nil {
		return ""
	}
	return strconv.Itoa(int(*p.Settings.WeeklyOn))
}

func weekdays() []ui.Option {
	options := []ui.Option{{Label: "Not weekly"}}
	for d := range 7 {
		day := (d + 1) % 7 // Monday first
		options = append(options, ui.Option{Value: strconv.Itoa(day), Label: time.Weekday(day).String()})
	}
	return options
}

func (p rulesView) monthday() string {
	if p.Settings.MonthlyOn == nil {
		return ""
	}
	return strconv.Itoa(*p.Settings.MonthlyOn)
}

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// since says since when the rules hold.
func (p rulesView) since() string {
	if p.Settings.KnownAt.IsZero() {
		return "Not set up yet: no calls are due and no reminders are sent."
	}
	return "Last changed " + ui.Stamp(p.Settings.KnownAt.In(p.Calendar.Location())) +
		". Changes apply from now on, not to earlier calls."
}

// nextDue is when the next call of the present quarter is due.
func (p rulesView) nextDue() string {
	due := forecast.Standing(p.Settings.Dues(p.Periods[0].Period, p.Calendar.Location()), p.Now, p.Now)
	if due.At.IsZero() {
		return "No more calls are due in " + p.Periods[0].Period.Label + "."
	}
	return "The next call is due " + ui.Stamp(due.At.In(p.Calendar.Location())) + "."
}

func (p rulesView) lockEvents(l periodLocks) []ui.Event {
	var events []ui.Event
	for _, h := range l.History {
		e := ui.Event{When: ui.Stamp(h.KnownAt.In(p.Calendar.Location())) + " · " + p.Roster.Name(h.MemberID),
			At: h.KnownAt.Format(time.RFC3339), Title: "Reopened", Detail: h.Reason}
		if h.Locked {
			e.Title, e.Tone, e.Href = "Closed (download saved sheet)", ui.Warn,
				p.Where.Base+"/settings/forecast/cutoffs/"+h.ID.String()+".csv"
		}
		events = append(events, e)
	}
	return events
}

// cutoffSheet is a sheet that was kept, for a spreadsheet.
func cutoffSheet(name string, rows []forecast.Kept, base money.Currency) page.Sheet {
	s := page.Sheet{File: "forecast-closed-" + name, Head: []string{"Level", "Member", "Quota"}}
	for _, c := range opportunity.Categories {
		s.Head = append(s.Head, c.Label())
	}
	s.Head = append(s.Head, "Call", "Adjusted", "Final", "Currency")
	for _, k := range rows {
		row := []page.Cell{page.Count(int64(k.Depth)), page.Text(cmp.Or(k.Name, "Everybody")),
			page.Major(k.Quota, base)}
		for _, c := range opportunity.Categories {
			row = append(row, page.Major(k.Gross.Of(c).Amount, base))
		}
		for _, said := range []map[forecast.Line]int64{k.Called, k.Adjusted, k.Final} {
			cell := page.Cell{}
			if v, ok := said[forecast.Call]; ok {
				cell = page.Major(v, base)
			}
			row = append(row, cell)
		}
		s.Rows = append(s.Rows, append(row, page.Text(string(base))))
	}
	return s
}
