package projection

import (
	"math/bits"
	"strconv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

// A fact is something that holds of an opportunity on a day; each is a column of the regressions.
type fact struct{ name, level string }

func (f fact) before(g fact) bool {
	if f.name != g.name {
		return f.name < g.name
	}
	return f.level < g.level
}

// traits are the facts of an open opportunity at the end of a day. They look at nothing later.
func traits(r *Record, s *State, day period.Date) []fact {
	entered, pushes, raised := travelled(r, day)
	touches := upTo(r.Touches, day)
	contacts := len(upTo(r.Contacts, day))
	facts := []fact{
		{"age", band(float64(day-r.Created), 7, 14, 21, 30, 45, 60, 90, 120, 180, 365)},
		{"stage", s.Stage},
		{"in stage", band(float64(day-entered), 5, 10, 20, 30, 45, 60, 90, 180)},
		{"category", string(s.Category)},
		{"amount", size(s)},
		{"pushes", band(float64(pushes), 1, 2, 3, 5)},
		{"amount moved", raised},
		{"last activity", since(touches, day)},
		{"activities of 30 days", band(float64(len(touches)-len(upTo(touches, day-30))), 1, 2, 4, 7, 12, 20)},
		{"contacts", band(float64(contacts), 1, 2, 3, 5)},
		{"type", s.Type}, {"source", s.Source}, {"segment", r.Segment}, {"owner", s.Owner},
		{"budget", s.Budget}, {"competitor", s.Competitor},
	}
	if s.ByHand {
		facts = append(facts, fact{"by hand", string(s.Category)})
	}
	return facts
}

// travelled walks an opportunity's states up to a day: when it entered its stage, how often its close date moved to a
// later month, and whether its amount has risen or fallen since it was known.
func travelled(r *Record, day period.Date) (entered period.Date, pushes int, raised string) {
	states := r.States[:statesUntil(r.States, day)]
	entered, raised = states[0].From, "same"
	for i := 1; i < len(states); i++ {
		was, is := &states[i-1], &states[i]
		if was.Stage != is.Stage {
			entered = is.From
		}
		if is.Status == opportunity.Open && was.Status == opportunity.Open && later(was.CloseOn, is.CloseOn) {
			pushes++
		}
		switch {
		case was.Amount == nil || is.Amount == nil:
		case *is.Amount > *was.Amount:
			raised = "up"
		case *is.Amount < *was.Amount:
			raised = "down"
		}
	}
	return entered, pushes, raised
}

// later tells that a close date moved to a later month (definitions §4, push count).
func later(was, is period.Date) bool {
	if was.IsZero() || is <= was {
		return false
	}
	a, b := was.Time(), is.Time()
	return a.Year() != b.Year() || a.Month() != b.Month()
}

// size is the power of two of an amount, which is enough of it and the same in every currency and year.
func size(s *State) string {
	if s.Amount == nil || *s.Amount <= 0 {
		return "none"
	}
	return strconv.Itoa(bits.Len64(uint64(*s.Amount)))
}

// since is how long ago the last activity was.
func since(touches []period.Date, day period.Date) string {
	if len(touches) == 0 {
		return "never"
	}
	return band(float64(day-touches[len(touches)-1]), 3, 7, 14, 21, 30, 60)
}

// band names the interval between the bounds in which a value falls.
func band(v float64, bounds ...float64) string {
	for i, b := range bounds {
		if v < b {
			return strconv.Itoa(i)
		}
	}
	return strconv.Itoa(len(bounds))
}
