package mapping

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
)

// The limits of what a row may say.
const (
	ShortText = 500 // characters of what lists show and indexes hold
	LongText  = 100_000
	KeyLimit  = 255 // bytes of a record's key in the source
)

// Text is a field that lists show; one that is too long to be meant is a reason to refuse the row.
func (r *Row) Text(field string) string { return r.Limited(field, ShortText) }

// Limited is a text that may be as long as a limit.
func (r *Row) Limited(field string, limit int) string {
	v := r.Get(field)
	if utf8.RuneCountInString(v) > limit {
		r.Refuse("The %s is longer than %d characters.", field, limit)
		return ""
	}
	return v
}

// Bool is a yes or a no; nothing is a no.
func (r *Row) Bool(field string) bool {
	b, err := ParseBool(r.Get(field))
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
	}
	return b
}

// Day is a day, or zero where the source has none.
func (r *Row) Day(field string) period.Date {
	v := r.Get(field)
	if v == "" {
		return 0
	}
	d, err := r.ParseDay(v)
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
	}
	return d
}

// ParseDay reads a day in the forms of the row's file.
func (r *Row) ParseDay(text string) (period.Date, error) {
	return parseDay(text, r.File.dates, r.File.zone)
}

// Instant is a moment, or zero where the source has none.
func (r *Row) Instant(field string) time.Time {
	v := r.Get(field)
	if v == "" {
		return time.Time{}
	}
	t, err := parseInstant(v, r.File.dates, r.File.zone)
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
	}
	return t
}

// Currency is a currency, or that of the mapping where the source has none.
func (r *Row) Currency(field string) money.Currency {
	v := r.Get(field)
	if v == "" {
		return r.File.currency
	}
	c, err := money.ParseCurrency(v)
	if err != nil {
		r.Refuse("The field %s: %q is not a three-letter currency code.", field, v)
	}
	return c
}

// Amount is minor units of the currency, nil where the source has none.
func (r *Row) Amount(field string, c money.Currency) *int64 {
	v := r.Number(field)
	if v == "" {
		return nil
	}
	minor, err := ParseMoney(v, c)
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
		return nil
	}
	return &minor
}

// Number is the text of a number with a point.
func (r *Row) Number(field string) string {
	v := r.Get(field)
	if r.File.point == "," {
		v = strings.ReplaceAll(strings.ReplaceAll(v, ".", ""), ",", ".")
	}
	return v
}

// Count is a whole number, nil where the source has none.
func (r *Row) Count(field string) *int64 {
	v := strings.TrimSuffix(r.Number(field), ".0")
	if v == "" {
		return nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		r.Flag("The field %s is left out: %q is not a whole number.", field, source.Shorten(v))
		return nil
	}
	return &n
}

// Quantity is a number of pieces, 1 where the source has none.
func (r *Row) Quantity(field string) decimal.Decimal {
	v := r.Number(field)
	if v == "" {
		return decimal.NewFromInt(1)
	}
	q, err := ParseDecimal(v)
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
	}
	return q
}

// Positive is a number greater than zero, or zero where the source has none.
func (r *Row) Positive(field string) decimal.Decimal {
	v := r.Number(field)
	if v == "" {
		return decimal.Zero
	}
	d, err := ParseDecimal(v)
	if err != nil || d.IsNegative() {
		r.Refuse("The field %s: %q is not a number greater than zero.", field, source.Shorten(v))
		return decimal.Zero
	}
	return d
}
