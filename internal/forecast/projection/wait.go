package projection

import (
	"strconv"

	"quarterdeck/internal/base/period"
)

// waits are the days after the day of the question at which the intervals of the timing model end; the first begins at
// 0. They are short where forecasts of a month or quarter ask, and long beyond.
var waits = []period.Date{3, 7, 14, 21, 28, 35, 49, 63, 91, 133, 189, 273, 365}

// waitStart is the day after the question's at which an interval begins.
func waitStart(j int) period.Date {
	if j == 0 {
		return 0
	}
	return waits[j-1]
}

// waitFacts are the facts of an interval: how long after the question it is, where it lies to the close date, and what
// days of the calendar it holds.
func waitFacts(s *State, day period.Date, j int, c period.Calendar) []fact {
	from, to := day+waitStart(j), day+waits[j]
	length := waitBand(j)
	date := dateBand(s.CloseOn, day, from, to)
	middle := from + (to-from)/2
	return []fact{
		{"wait", strconv.Itoa(j)},
		{"date", date},
		{"date×wait", date + "/" + length},
		{"stage×wait", s.Stage + "/" + length},
		{"quarter's last week", quarterEnd(from, to, c, 0, 7)},
		{"quarter's last but one", quarterEnd(from, to, c, 7, 14)},
		{"month", middle.Time().Month().String()},
	}
}

// waitBand groups the intervals: within a month, within a quarter, later.
func waitBand(j int) string {
	switch {
	case j < 3:
		return "soon"
	case j < 6:
		return "month"
	case j < 9:
		return "quarter"
	default:
		return "later"
	}
}

// dateBand is where the interval (from, to] lies to the close date that is known on the day.
func dateBand(close, day, from, to period.Date) string {
	switch {
	case close.IsZero():
		return "none"
	case close < day:
		return "overdue " + band(float64(day-close), 8, 31, 91)
	case close <= from:
		return "passed " + band(float64(from-close), 8, 22, 46)
	case close <= to:
		return "in"
	default:
		return "ahead " + band(float64(close-to), 8, 22, 46, 91)
	}
}

// quarterEnd is the share of an interval that lies in the days of a fiscal quarter on which more than after and at most
// before are left of it, today counted.
func quarterEnd(from, to period.Date, c period.Calendar, after, before period.Date) string {
	inside := period.Date(0)
	for d := from + 1; d <= to; {
		q := c.Containing(period.Quarter, d)
		inside += max(0, min(to+1, q.End-after)-max(d, q.End-before))
		d = q.End
	}
	return band(float64(inside)/float64(to-from), 0.01, 0.3, 0.7)
}
