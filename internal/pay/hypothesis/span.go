package hypothesis

import (
	"slices"

	"quarterdeck/internal/base/period"
)

// simulatedYears is how far back a simulation may begin.
const simulatedYears = 3

// Span is the simulated quarters, first to last, and the quarters to choose from.
type Span struct {
	From, To period.Period
	Choices  []period.Period
}

// UsualSpan is what a simulation is of where nothing else is asked for: the quarters of the fiscal year in which the
// plan was in effect, up to the last that is over, or that alone. begun is the plan's first day; zero: none of it is
// published.
func UsualSpan(c period.Calendar, begun, today period.Date) Span {
	now := c.Containing(period.Quarter, today)
	s := Span{To: c.Shift(now, -1), Choices: c.Between(period.Quarter, c.Shift(now, -4*simulatedYears).Start, now.End)}
	s.From = c.Containing(period.Quarter, c.Containing(period.Year, s.To.Start).Start)
	if !begun.IsZero() && begun > s.From.Start && begun < s.To.End {
		s.From = c.Containing(period.Quarter, begun)
	}
	return s
}

// Asked is the span with the quarters that somebody asks for by their keys; an empty key leaves what is usual. A period
// that cannot be chosen is not ok.
func (s Span) Asked(from, to string) (asked Span, ok bool) {
	for _, one := range []struct {
		key  string
		into *period.Period
	}{{from, &s.From}, {to, &s.To}} {
		if one.key == "" {
			continue
		}
		at := slices.IndexFunc(s.Choices, func(p period.Period) bool { return p.Key == one.key })
		if at < 0 {
			return s, false
		}
		*one.into = s.Choices[at]
	}
	return s, true
}
