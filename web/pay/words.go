package pay

import (
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Day writes a day; none is a dash.
func Day(d period.Date) string {
	if d.IsZero() {
		return ui.None
	}
	return ui.Date(d.Time())
}

// Rate is a fraction in percent with every decimal that it has: 0.125 is "12.5 %".
func Rate(d decimal.Decimal) string { return page.Figure(d.Shift(2).String()) + "\u00a0%" }

// Attained is an attainment in percent, cut off and not rounded, so that 99.99% of a quota is not shown as all of it.
func Attained(d *decimal.Decimal) string {
	if d == nil {
		return ui.None
	}
	return ui.Percent(d.Truncate(3), 1)
}

// Label is a period's name; what is no period is left as it is.
func Label(c period.Calendar, key string) string {
	if p, err := c.Parse(key); err == nil {
		return p.Label
	}
	return key
}

// Stamp writes a moment in an organisation's zone.
func Stamp(at time.Time, zone *time.Location) string { return ui.Stamp(at.In(zone)) }
