package task

import (
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
)

// Cycle is how often a task comes again, as somebody chooses it; its rule depends on the day of the first.
type Cycle string

// The cycles.
const (
	Once     Cycle = ""
	Daily    Cycle = "daily"
	Weekdays Cycle = "weekdays"
	Weekly   Cycle = "weekly"
	Monthly  Cycle = "monthly"
)

// Cycles lists them in order.
var Cycles = []Cycle{Once, Daily, Weekdays, Weekly, Monthly}

var dayNames = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// Rule is the rule of RFC 5545 for a cycle that begins on a day. The last days of a month that has fewer are its last
// day.
func (c Cycle) Rule(on period.Date) (string, error) {
	if c != Once && on.IsZero() {
		return "", fault.On("repeats", "A task that repeats needs a due date.")
	}
	switch c {
	case Once:
		return "", nil
	case Daily:
		return "FREQ=DAILY", nil
	case Weekdays:
		return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", nil
	case Weekly:
		return "FREQ=WEEKLY;BYDAY=" + dayNames[on.Time().Weekday()], nil
	case Monthly:
		return monthly(on.Time().Day()), nil
	}
	return "", fault.On("repeats", "Choose how often the task repeats.")
}

func monthly(day int) string {
	if day <= 28 {
		return fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", day)
	}
	days := []string{}
	for d := 28; d <= day; d++ {
		days = append(days, fmt.Sprint(d))
	}
	return "FREQ=MONTHLY;BYMONTHDAY=" + strings.Join(days, ",") + ";BYSETPOS=-1"
}

// CycleOf is the cycle of a rule of this package.
func CycleOf(rule string) Cycle {
	switch {
	case rule == "FREQ=DAILY":
		return Daily
	case strings.HasPrefix(rule, "FREQ=WEEKLY") && strings.Contains(rule, ","):
		return Weekdays
	case strings.HasPrefix(rule, "FREQ=WEEKLY"):
		return Weekly
	case strings.HasPrefix(rule, "FREQ=MONTHLY"):
		return Monthly
	}
	return Once
}

// Next is the first day of a rule after both the due day of a task and the day on which it was done. Zero: there is
// none.
func Next(rule string, due, done period.Date) (period.Date, error) {
	option, err := rrule.StrToROption(rule)
	if err != nil {
		return 0, fmt.Errorf("task: rule %q: %w", rule, err)
	}
	option.Dtstart = due.Time()
	r, err := rrule.NewRRule(*option)
	if err != nil {
		return 0, fmt.Errorf("task: rule %q: %w", rule, err)
	}
	at := r.After(max(due, done).Time(), false)
	if at.IsZero() {
		return 0, nil
	}
	return period.DateOf(at.In(time.UTC)), nil
}

// NextFor is Next, except that a task of every weekday leaves out holidays.
func NextFor(rule string, due, done period.Date, work worktime.Schedule) (period.Date, error) {
	on, err := Next(rule, due, done)
	for err == nil && !on.IsZero() && CycleOf(rule) == Weekdays {
		if _, holiday := work.Holiday(on); !holiday {
			break
		}
		on, err = Next(rule, due, on)
	}
	return on, err
}
