package mapping

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
)

// layouts are the forms in which CRMs write instants and days; one without a zone is in the organisation's.
var layouts = []string{"2006-01-02", time.RFC3339Nano, "2006-01-02T15:04:05.999999999-0700", "2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04:05.999999999", "2006-01-02 15:04", "2006-01-02 15:04:05.999999999Z07:00"}

var letters = strings.NewReplacer("YYYY", "2006", "YY", "06", "MM", "01", "DD", "02", "hh", "15", "mm", "04", "ss", "05", "M", "1", "D", "2")

// layout turns a form such as DD.MM.YYYY into Go's own.
func layout(form string) string { return letters.Replace(form) }

// parseInstant reads an instant in one of the forms; a day begins at midnight in the zone.
func parseInstant(s string, more []string, zone *time.Location) (time.Time, error) {
	for _, forms := range [][]string{more, layouts} {
		for _, form := range forms {
			if t, err := time.ParseInLocation(form, s, zone); err == nil && t.Year() > 0 && t.Year() < 10000 {
				return t.UTC().Truncate(time.Microsecond), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date or time", source.Shorten(s))
}

// parseDay reads a day; of an instant it is the day in the zone.
func parseDay(s string, more []string, zone *time.Location) (period.Date, error) {
	if d, err := period.ParseDate(s); err == nil && len(more) == 0 && d > 0 {
		return d, nil
	}
	t, err := parseInstant(s, more, zone)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date", source.Shorten(s))
	}
	return period.DateOf(t.In(zone)), nil
}

// ParseBool reads a yes or a no as CRMs write them; nothing is a no.
func ParseBool(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "true", "t", "yes", "y", "1":
		return true, nil
	case "false", "f", "no", "n", "0", "":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither true nor false", source.Shorten(s))
}

// ParseMoney reads an amount exactly. One with more decimals than its currency has is an error: rounding would lose money.
func ParseMoney(s string, c money.Currency) (int64, error) {
	a, err := money.Parse(s, c)
	if errors.Is(err, money.ErrTooLarge) {
		return 0, fmt.Errorf("%s is larger than any amount that can be added up", source.Shorten(s))
	}
	if err != nil {
		return 0, fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "money: "))
	}
	return a.Minor, nil
}

var hundred = decimal.NewFromInt(100)

// ParsePercent reads 20, 20.5 or 20 % into hundredths of a percent.
func ParsePercent(s string) (int, error) {
	d, err := ParseDecimal(strings.TrimSpace(strings.TrimSuffix(s, "%")))
	if err != nil {
		return 0, err
	}
	bp := d.Mul(hundred)
	if !bp.IsInteger() || bp.IsNegative() || bp.GreaterThan(decimal.NewFromInt(10000)) {
		return 0, fmt.Errorf("%q is not a percentage from 0 to 100 with at most two decimals", s)
	}
	return int(bp.IntPart()), nil
}

// ParseDecimal reads a number with a point, of a size that can be meant.
func ParseDecimal(s string) (decimal.Decimal, error) {
	d, err := money.Number(s)
	if err != nil {
		return d, fmt.Errorf("%q is not a number", source.Shorten(s))
	}
	return d, nil
}

// Fold is a name without what people write differently: case, spaces, punctuation. GTXPro and GTX Pro fold to the same.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\u00a0-_.,'’&/()", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}
