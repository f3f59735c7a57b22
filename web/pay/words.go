package pay

import (
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Cash is the money of pages; the home calls it so.
type Cash = page.Cash

// Attained is an attainment in percent, cut off and not rounded, so that 99.99 % of a quota is not shown as all of it.
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
