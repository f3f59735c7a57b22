package worktime_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
)

func on(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func TestBusinessDaysLeaveOutWeekendsAndHolidays(t *testing.T) {
	s := worktime.Schedule{Week: worktime.Usual, Holidays: map[period.Date]string{on("2026-12-25"): "Christmas Day",
		on("2024-02-29"): "Leap day"}}
	for after, want := range map[string]string{"2026-12-24": "2026-12-28", "2026-12-22": "2026-12-23",
		"2024-02-28": "2024-03-01", "2026-11-20": "2026-11-23"} {
		if got, ok := s.Next(on(after)); !ok || got != on(want) {
			t.Errorf("after %s comes %s, want %s", after, got, want)
		}
	}
	if n := s.Days(on("2026-12-23"), on("2026-12-31")); n != 5 {
		t.Errorf("%d business days, want 5", n)
	}
	if n := s.Days(on("2026-12-31"), on("2026-12-23")); n != 0 {
		t.Errorf("%d business days backwards", n)
	}
}

func TestAnOrganisationWithoutHoursHasNoBusinessTime(t *testing.T) {
	s := worktime.Schedule{Holidays: map[period.Date]string{on("2026-12-25"): "Christmas Day"}}
	at := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	_, next := s.Next(on("2026-12-01"))
	_, add := s.Add(at, time.Minute)
	if next || add || s.Between(at, at.AddDate(1, 0, 0)) != 0 {
		t.Error("there is business time without hours")
	}
	s.Week[1] = worktime.Hours{From: 0, To: 24 * 60}
	for d := on("2026-12-07"); d < on("2028-01-01"); d += 7 {
		s.Holidays[d] = "A long leave"
	}
	if got, ok := s.Next(on("2026-12-01")); !ok || got != on("2028-01-03") {
		t.Errorf("the next business day is %s", got)
	}
}

func TestHoursGoOverMidnightAndOverTheChangeOfClocks(t *testing.T) {
	berlin := worktime.Schedule{Zone: zone("Europe/Berlin")}
	berlin.Week[6] = worktime.Hours{From: 22 * 60, To: 6 * 60} // Saturday to Sunday
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for _, c := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00", 7 * time.Hour}, // clocks go forward
		{"2026-10-24T12:00:00+02:00", "2026-10-25T12:00:00+01:00", 9 * time.Hour}, // and back
		{"2026-06-06T12:00:00+02:00", "2026-06-07T12:00:00+02:00", 8 * time.Hour},
		{"2026-06-07T05:30:00+02:00", "2026-06-08T12:00:00+02:00", 30 * time.Minute},
	} {
		if got := berlin.Between(at(c.from), at(c.to)); got != c.want {
			t.Errorf("from %s to %s there are %s, want %s", c.from, c.to, got, c.want)
		}
	}
	if got, _ := berlin.Add(at("2026-03-28T12:00:00+01:00"), 5*time.Hour); !got.Equal(at("2026-03-29T04:00:00+02:00")) {
		t.Errorf("five hours end at %s", got)
	}
}

// draw makes any week, with hours that do not run into one another.
func draw(t *rapid.T) worktime.Schedule {
	s := worktime.Schedule{Holidays: map[period.Date]string{}, Zone: zone(rapid.SampledFrom([]string{"Europe/Berlin",
		"America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kolkata", "America/Santiago"}).Draw(t, "zone"))}
	for i := range s.Week {
		if rapid.Bool().Draw(t, "works") {
			s.Week[i] = worktime.Hours{From: rapid.IntRange(0, 24*60-1).Draw(t, "from"),
				To: rapid.IntRange(0, 24*60).Draw(t, "to")}
		}
	}
	if _, wrong := s.Week.Check(); wrong != "" {
		t.Skip(wrong)
	}
	for range rapid.IntRange(0, 5).Draw(t, "holidays") {
		s.Holidays[on("2024-02-20")+period.Date(rapid.IntRange(0, 60).Draw(t, "holiday"))] = "Holiday"
	}
	return s
}

func TestAddedTimeIsTheTimeBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t)
		from := time.Date(2024, 2, 20, 0, rapid.IntRange(0, 60*24*60).Draw(t, "minute"), 0, 0, time.UTC)
		length := time.Duration(rapid.IntRange(1, 5000).Draw(t, "length")) * time.Minute
		to, ok := s.Add(from, length)
		if ok != s.Week.Works() {
			t.Fatalf("there are hours: %v, and %v", s.Week.Works(), ok)
		}
		if !ok {
			return
		}
		if got := s.Between(from, to); got != length {
			t.Fatalf("%s after %s is %s, between them are %s", length, from, to, got)
		}
		if s.Between(from, to.Add(-time.Minute)) >= length {
			t.Fatalf("%s is not the first instant", to)
		}
		cut := from.Add(time.Duration(rapid.Int64Range(0, int64(to.Sub(from))).Draw(t, "cut")))
		if s.Between(from, cut)+s.Between(cut, to) != length {
			t.Fatalf("the time before and after %s does not add up", cut)
		}
	})
}

func TestTheNextBusinessDayIsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t)
		d := on("2024-02-15") + period.Date(rapid.IntRange(0, 70).Draw(t, "day"))
		next, ok := s.Next(d)
		if ok != s.Week.Works() {
			t.Fatal("a week with hours has a next business day, and no other has")
		}
		if ok && (!s.Open(next) || s.Days(d, next) != 1) {
			t.Fatalf("after %s comes %s, with %d business days", d, next, s.Days(d, next))
		}
	})
}

func TestHoursThatRunIntoTheNextDayAreRefused(t *testing.T) {
	w := worktime.Usual
	w[0] = worktime.Hours{From: 22 * 60, To: 10 * 60}
	if on, wrong := w.Check(); on != time.Sunday || wrong == "" {
		t.Errorf("%s: %q", on, wrong)
	}
	w[0].To = 9 * 60
	if on, wrong := w.Check(); wrong != "" {
		t.Errorf("%s: %q", on, wrong)
	}
	w[3].From = -1
	if on, wrong := w.Check(); on != time.Wednesday || wrong == "" {
		t.Errorf("%s: %q", on, wrong)
	}
}
