package period_test

import (
	"testing"
	"time"

	"quarterdeck/internal/base/period"
)

// everywhere are zones from the first of the day to the last, with those that have skipped midnights, half hours and
// whole days.
var everywhere = []string{"Pacific/Pago_Pago", "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles",
	"America/New_York", "America/Havana", "America/Asuncion", "America/Santiago", "America/Sao_Paulo",
	"America/St_Johns", "Atlantic/Azores", "UTC", "Europe/London", "Europe/Berlin", "Africa/Cairo", "Asia/Beirut",
	"Asia/Amman", "Asia/Damascus", "Asia/Gaza", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
	"Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia",
	"Pacific/Kwajalein", "Pacific/Kiritimati"}

func TestADayBeginsAtItsFirstInstantInEveryZone(t *testing.T) {
	t.Parallel()
	for _, name := range everywhere {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		calendar := period.Calendar{Zone: loc}
		for d := period.NewDate(2005, 1, 1); d < period.NewDate(2031, 1, 1); d++ {
			start, end := d.In(loc), calendar.EndOf(d)
			if !end.Equal((d + 1).In(loc)) || end.Before(start) {
				t.Fatalf("%s in %s goes from %s to %s", d, name, start, end)
			}
			if end.Equal(start) {
				if name != "Pacific/Apia" || d.String() != "2011-12-30" {
					t.Errorf("%s is skipped in %s", d, name)
				}
				continue
			}
			if got := period.DateOf(start); got != d {
				t.Errorf("%s in %s begins at %s", d, name, start)
			}
			if got := period.DateOf(start.Add(-time.Nanosecond)); got >= d {
				t.Errorf("%s in %s begins before %s", d, name, start)
			}
			if got := calendar.Today(end.Add(-time.Nanosecond)); got != d {
				t.Errorf("%s in %s ends on %s at %s", d, name, got, end)
			}
		}
	}
}

func TestADayWhoseMidnightIsSkippedBeginsWhenTheClocksGoForward(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]struct{ zone, at string }{
		"2023-10-01": {"America/Asuncion", "2023-10-01T04:00:00Z"},
		"2026-09-06": {"America/Santiago", "2026-09-06T04:00:00Z"}, "2026-04-24": {"Africa/Cairo",
			"2026-04-23T22:00:00Z"}, "2026-03-29": {"Asia/Beirut", "2026-03-28T22:00:00Z"},
		"2026-10-25": {"Asia/Beirut", "2026-10-24T22:00:00Z"},
		"2024-03-24": {"America/Asuncion", "2024-03-24T04:00:00Z"},
	} {
		loc, err := time.LoadLocation(want.zone)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := period.ParseDate(day)
		if got := d.In(loc).UTC().Format(time.RFC3339); got != want.at {
			t.Errorf("%s in %s begins at %s, not %s", day, want.zone, got, want.at)
		}
	}
}

func TestATimeOfDayIsLaterWhereTheClocksSkipIt(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		zone, day string
		minutes   int
		want      string
	}{
		{"America/New_York", "2026-03-08", 150, "2026-03-08T03:30:00-04:00"},
		{"America/New_York", "2026-03-08", 90, "2026-03-08T01:30:00-05:00"},
		{"America/New_York", "2026-03-08", 240, "2026-03-08T04:00:00-04:00"},
		{"America/New_York", "2026-11-01", 90, "2026-11-01T01:30:00-04:00"},
		{"America/New_York", "2026-11-01", 180, "2026-11-01T03:00:00-05:00"},
		{"America/Santiago", "2026-09-06", 0, "2026-09-06T01:00:00-03:00"},
		{"Africa/Cairo", "2026-04-24", 0, "2026-04-24T01:00:00+03:00"}, {"Asia/Beirut", "2026-03-29", 30,
			"2026-03-29T01:30:00+03:00"}, {"UTC", "2026-03-29", 1439, "2026-03-29T23:59:00Z"},
	} {
		loc, err := time.LoadLocation(x.zone)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := period.ParseDate(x.day)
		if got := d.At(x.minutes, loc).Format(time.RFC3339); got != x.want {
			t.Errorf("%d minutes into %s in %s are %s, not %s", x.minutes, x.day, x.zone, got, x.want)
		}
	}
	for _, name := range everywhere {
		loc, _ := time.LoadLocation(name)
		for d := period.NewDate(2021, 1, 1); d < period.NewDate(2028, 1, 1); d++ {
			for _, minutes := range []int{0, 30, 90, 720, 1439} {
				if got := d.At(minutes, loc); period.DateOf(got) != d {
					t.Fatalf("%d minutes into %s in %s are %s", minutes, d, name, got)
				}
			}
		}
	}
}
