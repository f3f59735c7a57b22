package outlook_test

import (
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/outlook"
)

// drawn makes an outlook whose opportunities are some of a fixed few.
func drawn(t *rapid.T, ids []uuid.UUID) outlook.Outlook {
	o := outlook.Outlook{Model: period.Date(rapid.IntRange(1, 2).Draw(t, "model"))}
	for _, id := range ids {
		if !rapid.Bool().Draw(t, "there") {
			continue
		}
		won := rapid.Bool().Draw(t, "won")
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		if won {
			p = 1
		}
		o.Opportunities = append(o.Opportunities,
			outlook.Chance{ID: id, P: p, Won: won, Amount: rapid.Int64Range(0, 1e9).Draw(t, "amount"),
				CloseOn: period.Date(rapid.IntRange(1, 3).Draw(t, "close"))})
	}
	o.Parts = outlook.Parts{Closed: rapid.Int64Range(0, 1e9).Draw(t, "closed"),
		Open: rapid.Int64Range(0, 1e9).Draw(t, "open"), New: rapid.Int64Range(0, 1e9).Draw(t, "new")}
	if rapid.Bool().Draw(t, "learnt") {
		before := rapid.Int64Range(0, 1e9).Draw(t, "before")
		o.Before = &before
	}
	return o
}

func TestEffectsSumToTheDifference(t *testing.T) {
	t.Parallel()
	ids := []uuid.UUID{uuid.New(), uuid.New(), uuid.New(), uuid.New()}
	rapid.Check(t, func(t *rapid.T) {
		from, to := drawn(t, ids), drawn(t, ids)
		sum := int64(0)
		for _, e := range outlook.Explain(from, to).Effects {
			sum += e.Value
		}
		want := to.Parts.Closed + to.Parts.Open + to.Parts.New - from.Parts.Closed - from.Parts.Open - from.Parts.New
		if sum != want {
			t.Fatalf("%d, want %d", sum, want)
		}
	})
}

func TestAnEffectHasItsCause(t *testing.T) {
	t.Parallel()
	id := uuid.New()
	was := outlook.Chance{ID: id, P: 0.5, Amount: 1000, CloseOn: 10}
	for name, c := range map[string]struct {
		is    outlook.Chance
		cause outlook.Cause
		value int64
	}{
		"won":    {outlook.Chance{ID: id, P: 1, Amount: 1000, CloseOn: 10, Won: true}, outlook.Wins, 500},
		"moved":  {outlook.Chance{ID: id, P: 0.2, Amount: 1000, CloseOn: 99}, outlook.Timing, -300},
		"raised": {outlook.Chance{ID: id, P: 0.5, Amount: 3000, CloseOn: 10}, outlook.Amounts, 1000},
		"likely": {outlook.Chance{ID: id, P: 0.6, Amount: 1000, CloseOn: 10}, outlook.Progress, 100},
	} {
		from := outlook.Outlook{Parts: outlook.Parts{Open: 500}, Opportunities: []outlook.Chance{was}}
		to := outlook.Outlook{Parts: outlook.Parts{Open: 500 + c.value}, Opportunities: []outlook.Chance{c.is}}
		for _, e := range outlook.Explain(from, to).Effects {
			if e.Cause == c.cause && e.Value != c.value || e.Cause != c.cause && e.Value != 0 {
				t.Errorf("%s: %s is %d", name, e.Cause, e.Value)
			}
		}
	}
}
