package value

import "time"

// Evidence is what the cells of a file show about how it writes its numbers and dates.
type Evidence struct {
	points, commas, either          int // numbers that prove the mark, or are another number by each
	dayFirst, monthFirst, unordered int // dates that prove the order, or could be two days
}

// Number learns from a number.
func (e *Evidence) Number(text string) {
	switch MarkOf(text) {
	case Point:
		e.points++
	case Comma:
		e.commas++
	default:
		if Ambiguous(text) {
			e.either++
		}
	}
}

// Date learns from a date.
func (e *Evidence) Date(text string) {
	switch OrderOf(text) {
	case DayFirst:
		e.dayFirst++
	case MonthFirst:
		e.monthFirst++
	default:
		if Unordered(text) {
			e.unordered++
		}
	}
}

// Add takes in what other cells show.
func (e *Evidence) Add(o Evidence) {
	e.points, e.commas, e.either = e.points+o.points, e.commas+o.commas, e.either+o.either
	e.dayFirst, e.monthFirst, e.unordered = e.dayFirst+o.dayFirst, e.monthFirst+o.monthFirst, e.unordered+o.unordered
}

// Marked tells whether it matters which mark the file has, and Dated whether it does which of day and month stands
// first.
func (e *Evidence) Marked() bool { return e.points+e.commas+e.either > 0 }

// Dated tells whether it matters which of day and month stands first.
func (e *Evidence) Dated() bool { return e.dayFirst+e.monthFirst+e.unordered > 0 }

// Mark is that of most numbers which prove one, in this file or else in the others; otherwise a comma where semicolons
// keep the columns apart, as programs write them where decimals have a comma.
func (e *Evidence) Mark(others Evidence, separator byte) Mark {
	for _, seen := range []*Evidence{e, &others} {
		switch {
		case seen.commas > seen.points:
			return Comma
		case seen.points > seen.commas:
			return Point
		}
	}
	if separator == ';' && e.either+e.commas > 0 {
		return Comma
	}
	return Point
}

// Order is that of most dates which prove one, in this file or else in the others; otherwise the one that people have
// in a zone.
func (e *Evidence) Order(others Evidence, zone *time.Location) Order {
	for _, seen := range []*Evidence{e, &others} {
		switch {
		case seen.dayFirst > seen.monthFirst:
			return DayFirst
		case seen.monthFirst > seen.dayFirst:
			return MonthFirst
		}
	}
	if monthFirst[zone.String()] {
		return MonthFirst
	}
	return DayFirst
}

// monthFirst are the zones of the countries where the month stands first; UTC is nobody's, and exports in it are mostly
// theirs.
var monthFirst = map[string]bool{"UTC": true, "Etc/UTC": true, "America/New_York": true, "America/Chicago": true,
	"America/Denver": true, "America/Phoenix": true, "America/Los_Angeles": true, "America/Anchorage": true,
	"America/Detroit": true, "America/Boise": true, "America/Indiana/Indianapolis": true, "Pacific/Honolulu": true,
	"US/Eastern": true, "US/Central": true, "US/Mountain": true, "US/Pacific": true, "America/Toronto": true,
	"America/Vancouver": true, "America/Manila": true, "Asia/Manila": true}
