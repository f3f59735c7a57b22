package value_test

import (
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/value"
)

func in(t testing.TB, zone string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAMomentIsReadInTheFormsThatExportsHave(t *testing.T) {
	t.Parallel()
	newYork := in(t, "America/New_York")
	c := value.Calendar{Forms: []string{value.Form("YYYY!MM!DD")}, Days: newYork}
	us, eu, weekly := c, c, c
	us.Order, eu.Order, weekly.Times = value.MonthFirst, value.DayFirst, time.UTC
	for _, x := range []struct {
		c          value.Calendar
		text, want string
	}{
		{c, "2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00Z"}, {c, "2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"},
		{c, "2026-11-20T12:00:00.000+0000", "2026-11-20T12:00:00Z"},
		{c, "2026-11-20T12:00:00+01:00", "2026-11-20T11:00:00Z"},
		{c, "2026-11-20 12:00:00", "2026-11-20T17:00:00Z"}, {weekly, "2026-11-20 12:00:00", "2026-11-20T12:00:00Z"},
		{c, "2026-11-20", "2026-11-20T05:00:00Z"}, {weekly, "2026-11-20", "2026-11-20T05:00:00Z"},
		{c, "2026!11!20", "2026-11-20T05:00:00Z"},
		{c, "2026-11-20T12:00:00.123456789Z", "2026-11-20T12:00:00.123456Z"}, {c, "20.11.2026", "2026-11-20T05:00:00Z"},
		{us, "11/20/2026", "2026-11-20T05:00:00Z"}, {eu, "20/11/2026 09:30", "2026-11-20T14:30:00Z"},
		{us, "1/5/2026 10:00 PM", "2026-01-06T03:00:00Z"},
		{us, "1/5/26, 12:00 AM", "2026-01-05T05:00:00Z"}, {eu, "1/5/2026", "2026-05-01T04:00:00Z"},
		{c, "31/1/2026", "2026-01-31T05:00:00Z"},
		{c, "Wed Sep 30 00:00:00 GMT 2026", "2026-09-30T00:00:00Z"},
		{c, "Tue Sep 29 20:00:00 EDT 2026", "2026-09-30T00:00:00Z"},
		{c, "Wed, 30 Sep 2026 00:00:00 GMT", "2026-09-30T00:00:00Z"},
		{c, "Wed Sep 30 2026 02:00:00 GMT+0200 (CEST)", "2026-09-30T00:00:00Z"},
		{c, "20-Nov-2026", "2026-11-20T05:00:00Z"}, {c, "Nov 20, 2026", "2026-11-20T05:00:00Z"},
		{c, "20 November 2026 8:05", "2026-11-20T13:05:00Z"},
		{c, "46346", "2026-11-20T05:00:00Z"}, {c, "46346.5", "2026-11-20T17:00:00Z"},
		{c, "46346.25", "2026-11-20T11:00:00Z"},
		{c, "46346.75000", "2026-11-20T23:00:00Z"}, {c, "20261120", "2026-11-20T05:00:00Z"},
		{c, "1795132800000", "2026-11-20T00:00:00Z"}, {c, "1795132800", "2026-11-20T00:00:00Z"},
		{c, "2026/11/20", "2026-11-20T05:00:00Z"},
	} {
		got, err := x.c.Instant(x.text)
		if err != nil || got.Format(time.RFC3339Nano) != x.want {
			t.Errorf("%q is %s, not %s: %v", x.text, got.Format(time.RFC3339Nano), x.want, err)
		}
	}
	for text, says := range map[string]string{"": "not a date", "soon": "not a date", "2026-13-01": "not a date",
		"2026-02-30": "not a date", "05/06/2026": "could be two dates", "0026-10-20": "not a date",
		"2026-11-20T25:00:00Z": "not a date", "2026-11-20 12:00 XYZ": "not a date", "1/2-2026": "not a date",
		"99999":                   "not a date",
		strings.Repeat("9", 5000): "not a date"} {
		if got, err := c.Instant(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q is read as %s (%v)", text, got, err)
		}
	}
	for text, order := range map[string]value.Order{"31/12/2026": value.MonthFirst, "12/31/2026": value.DayFirst,
		"12.31.2026": value.MonthFirst} {
		c.Order = order
		if got, err := c.Day(text); err == nil {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

func TestADateIsADateInWhateverFormItIsWrittenAndInEveryZone(t *testing.T) {
	t.Parallel()
	everywhere := map[string]*time.Location{"UTC": time.UTC}
	for _, zone := range zones {
		everywhere[zone] = in(t, zone)
	}
	for quarters := -11 * 4; quarters <= 14*4; quarters++ {
		zone := time.FixedZone("", quarters*900)
		everywhere[time.Unix(0, 0).In(zone).Format("-07:00")] = zone
	}
	for zone, location := range everywhere {
		for _, day := range boundaries {
			d, _ := period.ParseDate(day)
			c := value.Calendar{Order: value.MonthFirst, Days: location}
			for _, weekly := range []*time.Location{nil, time.UTC} {
				c.Times = weekly
				for _, form := range []string{"2006-01-02", "2006-01-02T00:00:00.000Z", "2006-01-02 00:00:00Z",
					"2006-01-02T00:00:00.000+0000", "2006-01-02 00:00:00", "1/2/2006", "1/2/2006 0:00", "02.01.2006",
					"Mon Jan _2 00:00:00 GMT 2006", "20060102", "2006-01-02T00:00:00#", "2-Jan-2006"} {
					text := strings.ReplaceAll(d.Time().Format(form), "#", "+02:00") // which Go would take for a form
					if got, err := c.Day(text); err != nil || got != d {
						t.Errorf("%s in %s is %s: %v", text, zone, got, err)
					}
				}
			}
			if at, err := c.Instant(day); err != nil || period.DateOf(at.In(c.Days)) != d && d.In(c.Days) != at {
				t.Errorf("%s in %s begins at %s: %v", day, zone, at, err)
			}
			noon := d.Time().Add(12 * time.Hour) // a moment, of which the day is that in the zone
			if got, err := c.Day(noon.Format(time.RFC3339)); err != nil || got != period.DateOf(noon.In(c.Days)) {
				t.Errorf("%s in %s is %s: %v", noon, zone, got, err)
			}
		}
	}
}

// zones go from the first to the last of the day, with those that skip a midnight.
var zones = []string{"Pacific/Midway", "Pacific/Honolulu", "America/Los_Angeles", "America/New_York",
	"America/Asuncion", "America/Santiago", "America/Sao_Paulo", "America/Havana", "America/St_Johns", "Europe/London",
	"Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "Asia/Amman", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu",
	"Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati"}

// boundaries are ends of quarters, a leap day, and days whose midnight one of the zones skips.
var boundaries = []string{"2026-01-01", "2025-12-31", "2026-03-31", "2026-10-01", "2024-02-29", "2023-10-01",
	"2026-09-06", "2026-04-24", "2026-03-29", "2017-10-15", "2021-03-22"}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-11-20T12:00:00Z", "1/5/26, 12:00 AM", "Wed Sep 30 00:00:00 GMT 2026",
		"46346.99999", "9:9-9", "30 Sep 26 24:61 +99:99"} {
		f.Add(s, "MDY")
	}
	f.Fuzz(func(t *testing.T, text, order string) {
		c := value.Calendar{Order: value.Order(order), Days: time.UTC}
		day, err := c.Day(text)
		if err == nil && (day.Time().Year() < 1899 || day.Time().Year() > 10000) {
			t.Fatalf("%q is %s", text, day)
		}
		value.OrderOf(text)
		value.Unordered(text)
	})
}
