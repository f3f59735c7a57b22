package page

import (
	"slices"
	"strings"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/web/ui"
)

// Joined joins the non-empty parts with commas.
func Joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// PercentBP formats basis points as a percentage: 4550 is "45.5 %".
func PercentBP(bp int) string { return Figure(Percent(bp).Text) + ui.PercentSign }

// VerdictWord is the word for an in/out mark.
func VerdictWord(v review.Verdict) string {
	if v == review.In {
		return "In"
	}
	return "Out"
}

// CoverageText writes a coverage: "3.2×", ">10×" above ten, "Covered" once the quota is met, a dash where there is no
// quota (definitions §3).
func CoverageText(c scorecard.Coverage) string {
	switch {
	case c.Covered:
		return "Covered"
	case !c.Defined():
		return ui.None
	default:
		return Multiple(c.Value)
	}
}

// Day formats a date; a dash if there is none.
func Day(d period.Date) string {
	if d.IsZero() {
		return "—"
	}
	return ui.Date(d.Time())
}

// ShortDay formats a date, without its year if that is the current year.
func ShortDay(d, today period.Date) string {
	if d.IsZero() {
		return "—"
	}
	if d.Time().Year() == today.Time().Year() {
		return ui.Day(d.Time())
	}
	return ui.Date(d.Time())
}

// AsOf is the moment of a page: "as of Nov 21, 14:05 CET".
func AsOf(known time.Time, zone *time.Location) string { return "as of " + ui.Stamp(known.In(zone)) }
