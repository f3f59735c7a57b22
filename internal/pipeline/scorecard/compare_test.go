package scorecard_test

import (
	"testing"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

func TestAFigureIsHeldAgainstTheSameDay(t *testing.T) {
	t.Parallel()
	calendar := period.Calendar{}
	q := calendar.Containing(period.Quarter, cast.Day("2026-11-20"))
	won := func(amount int64) scorecard.Closed {
		if amount == 0 {
			return scorecard.Closed{}
		}
		return scorecard.Closed{Won: scorecard.Sum{Count: 1, Amount: amount}}
	}
	for _, c := range []struct {
		name    string
		now     int64
		past    []int64 // the newest last; a year before is the fourth from the end
		against string
		growth  string
		noisy   bool
	}{
		{"a year before", 1200, []int64{900, 1000, 1100, 1000, 1050, 950, 1020}, "Q4 2025", "0.2", false},
		{"within the usual scatter", 1030, []int64{900, 1000, 1100, 1000, 1050, 950, 1020}, "Q4 2025", "0.03", true},
		{"no year before", 1100, []int64{0, 0, 0, 0, 900, 950, 1000}, "Q3 2026", "0.1", false},
		{"too little history, below 2 %", 1010, []int64{0, 0, 0, 0, 900, 950, 1000}, "Q3 2026", "0.01", true},
		{"too little history, 2 %", 1020, []int64{0, 0, 0, 0, 900, 950, 1000}, "Q3 2026", "0.02", false},
		{"no history", 1000, []int64{0, 0, 0, 0, 0, 0, 0}, "", "", false},
	} {
		card := scorecard.Card{Scope: scope.Scope{Period: q, Today: cast.Day("2026-11-20")}, Closed: won(c.now)}
		for i, amount := range c.past {
			p := calendar.Shift(q, i-len(c.past))
			card.Past = append(card.Past, scorecard.SameDay{Period: p, Closed: won(amount)})
		}
		got, ok := card.Compare(scorecard.Closed.WonAmount)
		if ok != (c.against != "") || got.Period.Label != c.against || ok && got.Growth().String() != c.growth ||
			ok && got.Noisy() != c.noisy {
			t.Errorf("%s: %+v, %t", c.name, got, ok)
		}
	}
}
