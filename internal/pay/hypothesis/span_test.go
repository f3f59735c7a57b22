package hypothesis_test

import (
	"testing"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/testdb/cast"
)

func TestASimulationIsUsuallyOfTheFiscalYearInWhichThePlanWasInEffect(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		start        time.Month
		begun, today string
		from, to     string
	}{
		"a plan of last year":          {time.January, "2025-01-01", "2026-11-20", "2026-Q1", "2026-Q3"},
		"a plan that began in May":     {time.January, "2026-05-10", "2026-11-20", "2026-Q2", "2026-Q3"},
		"a plan of this quarter":       {time.January, "2026-10-01", "2026-11-20", "2026-Q1", "2026-Q3"},
		"a draft":                      {time.January, "", "2026-11-20", "2026-Q1", "2026-Q3"},
		"in the first quarter":         {time.January, "2025-01-01", "2026-01-31", "2025-Q1", "2025-Q4"},
		"a fiscal year from August on": {time.August, "2025-01-01", "2026-11-20", "2027-Q1", "2027-Q1"},
	} {
		begun := period.Date(0)
		if c.begun != "" {
			begun = cast.Day(c.begun)
		}
		s := hypothesis.UsualSpan(period.Calendar{Start: c.start}, begun, cast.Day(c.today))
		if s.From.Key != c.from || s.To.Key != c.to {
			t.Errorf("%s: from %s to %s", name, s.From.Key, s.To.Key)
		}
		if len(s.Choices) != 13 || !s.Choices[12].Contains(cast.Day(c.today)) {
			t.Errorf("%s: %d quarters to choose from", name, len(s.Choices))
		}
	}
}

func TestASimulationIsOfQuartersThatCanBeChosen(t *testing.T) {
	t.Parallel()
	usual := hypothesis.UsualSpan(period.Calendar{}, 0, cast.Day("2026-11-20"))
	for _, c := range []struct{ from, to, wantFrom, wantTo string }{
		{"", "", "2026-Q1", "2026-Q3"}, {"2023-Q4", "", "2023-Q4", "2026-Q3"}, {"", "2026-Q4", "2026-Q1", "2026-Q4"},
		{"2026-Q2", "2026-Q2", "2026-Q2", "2026-Q2"},
	} {
		s, ok := usual.Asked(c.from, c.to)
		if !ok || s.From.Key != c.wantFrom || s.To.Key != c.wantTo {
			t.Errorf("%q to %q: %s to %s, %v", c.from, c.to, s.From.Key, s.To.Key, ok)
		}
	}
	for _, wrong := range []string{"2023-Q3", "2027-Q1", "2026-11", "2026", "2026-Q5", "x"} {
		for _, asked := range [][2]string{{wrong, ""}, {"", wrong}} {
			if s, ok := usual.Asked(asked[0], asked[1]); ok {
				t.Errorf("%v: from %s to %s", asked, s.From.Key, s.To.Key)
			}
		}
	}
}
