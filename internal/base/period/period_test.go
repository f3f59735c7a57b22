package period_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
)

func day(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestContaining(t *testing.T) {
	april := period.Calendar{Start: time.April}
	for _, c := range []struct {
		cal              period.Calendar
		kind             period.Kind
		on               string
		key, label, from string
		to               string
	}{
		{period.Calendar{}, period.Quarter, "2026-11-20", "2026-Q4", "Q4 2026", "2026-10-01", "2027-01-01"},
		{period.Calendar{}, period.Month, "2024-02-29", "2024-02", "Feb 2024", "2024-02-01", "2024-03-01"},
		{period.Calendar{}, period.Half, "2026-07-01", "2026-H2", "H2 2026", "2026-07-01", "2027-01-01"},
		{april, period.Quarter, "2026-11-20", "2027-Q3", "Q3 FY27", "2026-10-01", "2027-01-01"},
		{april, period.Quarter, "2026-03-31", "2026-Q4", "Q4 FY26", "2026-01-01", "2026-04-01"},
		{april, period.Year, "2026-04-01", "2027", "FY27", "2026-04-01", "2027-04-01"},
	} {
		p := c.cal.Containing(c.kind, day(c.on))
		if p.Key != c.key || p.Label != c.label || p.Start != day(c.from) || p.End != day(c.to) {
			t.Errorf("%s of %s: got %s %q [%s, %s), want %s %q [%s, %s)", c.kind, c.on, p.Key, p.Label, p.Start, p.End,
				c.key, c.label, c.from, c.to)
		}
	}
}

func TestKeysReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := period.Calendar{Start: time.Month(rapid.IntRange(1, 12).Draw(t, "start"))}
		kind := rapid.SampledFrom([]period.Kind{period.Month, period.Quarter, period.Half, period.Year}).Draw(t, "kind")
		d := day("1990-01-01") + period.Date(rapid.Int32Range(0, 30000).Draw(t, "day"))
		p := c.Containing(kind, d)
		if !p.Contains(d) {
			t.Fatalf("%s does not contain %s", p.Key, d)
		}
		back, err := c.Parse(p.Key)
		if err != nil || back != p {
			t.Fatalf("Parse(%s) = %+v, %v; want %+v", p.Key, back, err, p)
		}
		if next := c.Shift(p, 1); next.Start != p.End || c.Shift(next, -1) != p {
			t.Fatalf("the period after %s starts on %s, want %s", p.Key, next.Start, p.End)
		}
	})
}

func TestParseRefuses(t *testing.T) {
	for _, key := range []string{"", "2026-Q5", "2026-Q0", "2026-H3", "2026-13", "26-Q1", "2026-q1", "2026-Q10", "-Q1",
		"2026-"} {
		if p, err := (period.Calendar{}).Parse(key); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", key, p)
		}
	}
}

func TestDays(t *testing.T) {
	q := period.Calendar{}.Containing(period.Quarter, day("2026-11-20"))
	if q.Days() != 92 || q.Elapsed(day("2026-11-20")) != 51 || q.Elapsed(day("2026-09-30")) != 0 ||
		q.Elapsed(day("2027-02-01")) != 92 {
		t.Errorf("days %d, elapsed %d", q.Days(), q.Elapsed(day("2026-11-20")))
	}
	if d := day("2024-01-31").AddMonths(1); d != day("2024-02-29") {
		t.Errorf("31 January and a month is %s, want the leap day", d)
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	c := period.Calendar{Zone: berlin}
	if got := c.Today(time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC)); got != day("2026-04-01") {
		t.Errorf("half past midnight in Berlin is %s, want 2026-04-01", got)
	}
}
