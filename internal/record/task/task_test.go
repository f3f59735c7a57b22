package task_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/testdb/cast"
)

func minute(n int) *int { return &n }

func TestATaskIsLateAfterItsDayOrItsTimeInItsZone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		due  task.Due
		at   string // the instant from which it is late
		mind string // the reminder
	}{
		{"a day in New York", task.Due{On: cast.Day("2026-11-20"), Zone: "America/New_York"}, "2026-11-21T05:00:00Z",
			"2026-11-20T13:00:00Z"},
		{"a day at UTC-11", task.Due{On: cast.Day("2026-11-20"), Zone: "Pacific/Pago_Pago"}, "2026-11-21T11:00:00Z",
			"2026-11-20T19:00:00Z"},
		{"a day at UTC+14", task.Due{On: cast.Day("2026-11-20"), Zone: "Pacific/Kiritimati"}, "2026-11-20T10:00:00Z",
			"2026-11-19T18:00:00Z"},
		{"a time", task.Due{On: cast.Day("2026-11-20"), Minute: minute(14*60 + 30), Zone: "Europe/Berlin"},
			"2026-11-20T13:30:00Z", "2026-11-20T13:30:00Z"},
		{"a time that the clocks skip", task.Due{On: cast.Day("2026-03-08"), Minute: minute(2*60 + 30),
			Zone: "America/New_York"}, "2026-03-08T07:30:00Z", "2026-03-08T07:30:00Z"},
		{"a time that comes twice", task.Due{On: cast.Day("2026-11-01"), Minute: minute(90), Zone: "America/New_York"},
			"2026-11-01T05:30:00Z", "2026-11-01T05:30:00Z"},
	} {
		at, ok := c.due.At()
		_, mind, _ := c.due.Reminder()
		if !ok || !at.Equal(cast.At(c.at)) || !mind.Equal(cast.At(c.mind)) {
			t.Errorf("%s: late from %s, reminded at %s", c.name, at.UTC(), mind.UTC())
		}
	}
	if _, ok := (task.Due{Zone: "UTC"}).At(); ok {
		t.Error("a task without a day is never late")
	}
}

func TestWhereATaskStands(t *testing.T) {
	t.Parallel()
	now, today := cast.At("2026-11-20T17:00:00Z"), cast.Day("2026-11-20")
	for want, of := range map[task.Bucket]task.Task{
		task.Overdue:  {DueOn: today - 1, Zone: "America/New_York"},
		task.Today:    {DueOn: today, Zone: "America/New_York"},
		task.Upcoming: {DueOn: today + 1, Zone: "America/New_York"},
		task.Someday:  {Zone: "America/New_York"},
		task.Finished: {DueOn: today - 1, DoneAt: &now},
	} {
		if got := of.In(now, today); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	late := task.Task{DueOn: today, DueMinute: minute(11 * 60), Zone: "America/New_York"} // at noon
	if got := late.In(now, today); got != task.Overdue {
		t.Errorf("its time has passed, and it is %s", got)
	}
}

func TestWhenATaskComesAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cycle           task.Cycle
		due, done, next string
	}{
		{task.Daily, "2026-11-20", "2026-11-20", "2026-11-21"},
		{task.Daily, "2026-11-20", "2026-11-25", "2026-11-26"}, // late: not the days that were missed
		{task.Weekdays, "2026-11-20", "2026-11-20", "2026-11-23"},
		{task.Weekly, "2026-11-20", "2026-11-18", "2026-11-27"}, // early
		{task.Weekly, "2026-11-20", "2026-11-20", "2026-11-27"},
		{task.Weekly, "2026-11-20", "2026-11-27", "2026-12-04"},
		{task.Monthly, "2026-11-20", "2026-11-20", "2026-12-20"},
		{task.Monthly, "2027-01-31", "2027-01-31", "2027-02-28"},
		{task.Monthly, "2027-02-28", "2027-02-28", "2027-03-28"},
	} {
		rule, err := c.cycle.Rule(cast.Day(c.due))
		if err != nil {
			t.Fatal(err)
		}
		next, err := task.Next(rule, cast.Day(c.due), cast.Day(c.done))
		if err != nil || next != cast.Day(c.next) || task.CycleOf(rule) != c.cycle {
			t.Errorf("%s from %s, done %s: %s (%v), want %s", c.cycle, c.due, c.done, next, err, c.next)
		}
	}
	if _, err := task.Daily.Rule(0); err == nil {
		t.Error("a task that repeats has a day")
	}
}

func TestTheNextOneIsAlwaysLaterAndOnTheRule(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		due := period.NewDate(2026, 1, 1) + period.Date(rapid.IntRange(0, 800).Draw(t, "due"))
		done := due + period.Date(rapid.IntRange(-20, 60).Draw(t, "done"))
		cycle := rapid.SampledFrom([]task.Cycle{task.Daily, task.Weekdays, task.Weekly, task.Monthly}).Draw(t, "cycle")
		rule, err := cycle.Rule(due)
		if err != nil {
			t.Fatal(err)
		}
		next, err := task.Next(rule, due, done)
		if err != nil || next <= due || next <= done || next > max(due, done)+31 {
			t.Fatalf("%s due %s, done %s: next %s (%v)", cycle, due, done, next, err)
		}
		switch day := next.Time().Weekday(); {
		case cycle == task.Weekly && day != due.Time().Weekday(),
			cycle == task.Weekdays && (day == time.Saturday || day == time.Sunday):
			t.Fatalf("%s due %s comes again on a %s", cycle, due, day)
		}
	})
}

func TestTasksArePutOffToTheNextDayOrMonday(t *testing.T) {
	t.Parallel()
	friday, work := cast.Day("2026-11-20"), worktime.Schedule{Week: worktime.Usual}
	if task.Tomorrow(friday) != cast.Day("2026-11-21") || task.NextDay(friday, work) != cast.Day("2026-11-23") ||
		task.NextWeek(friday, work) != cast.Day("2026-11-23") ||
		task.NextWeek(cast.Day("2026-11-23"), work) != cast.Day("2026-11-30") {
		t.Error("tomorrow is the next day, next week the Monday after")
	}
	work.Holidays = map[period.Date]string{cast.Day("2026-11-23"): "Labour Thanksgiving Day"}
	if task.NextDay(friday, work) != cast.Day("2026-11-24") || task.NextWeek(friday, work) != cast.Day("2026-11-24") {
		t.Error("a holiday is no business day")
	}
	none := worktime.Schedule{}
	if task.NextDay(friday, none) != friday+1 || task.NextWeek(friday, none) != friday+3 {
		t.Error("without business hours it is tomorrow, and Monday")
	}
}

func TestATaskOfEveryWeekdayLeavesOutHolidays(t *testing.T) {
	t.Parallel()
	work := worktime.Schedule{Week: worktime.Usual, Holidays: map[period.Date]string{
		cast.Day("2026-12-25"): "Christmas Day", cast.Day("2026-12-28"): "Boxing Day"}}
	for cycle, want := range map[task.Cycle]string{task.Weekdays: "2026-12-29", task.Daily: "2026-12-25"} {
		rule, err := cycle.Rule(cast.Day("2026-12-24"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := task.NextFor(rule, cast.Day("2026-12-24"), cast.Day("2026-12-24"), work)
		if err != nil || got != cast.Day(want) {
			t.Errorf("%s comes again on %s (%v), want %s", cycle, got, err, want)
		}
	}
}
