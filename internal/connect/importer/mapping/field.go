package mapping

import (
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/platform/source"
)

// The limits of what a row may say, in characters.
const (
	ShortText = 500 // of what lists show and indexes hold
	LongText  = 100_000
	KeyLimit  = 255 // of a record's key in the source
)

// Text is a field that lists show.
func (r *Row) Text(field string) string { return r.Limited(field, ShortText) }

// Limited is a text that may be as long as a limit; of a longer one the beginning is taken, and the row says so.
func (r *Row) Limited(field string, limit int) string { return r.Cut(field, r.Get(field), limit) }

// Cut is the beginning of a text that is longer than a limit; the row says so.
func (r *Row) Cut(field, text string, limit int) string {
	if !tooLong(text, limit) {
		return text
	}
	r.Flag("The %s is longer than %d characters; the rest was cut off.", field, limit)
	return string([]rune(text)[:limit])
}

func tooLong(text string, limit int) bool {
	return len(text) > limit && utf8.RuneCountInString(text) > limit
}

// Bool is a yes or a no; nothing is a no.
func (r *Row) Bool(field string) bool {
	word, unknown := r.Word(field)
	if unknown != "" {
		r.Refuse("The field %s: %q is not yes or no.", field, source.Shorten(unknown))
	}
	return word == "yes"
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

// ParseDay reads a day as the row's file writes them.
func (r *Row) ParseDay(text string) (period.Date, error) { return r.File.calendar.Day(text) }

// ParseMoney reads an amount in minor units as the row's file writes them.
func (r *Row) ParseMoney(text string, c money.Currency) (int64, error) {
	return value.Money(text, r.File.mark, c)
}

// ParsePercent reads a percentage as the row's file writes them.
func (r *Row) ParsePercent(text string) (int, error) {
	bp, exact, err := value.Percent(text, r.File.mark, r.File.fractions)
	if err == nil && !exact && !r.File.fractions {
		r.Flag("%q was rounded to hundredths of a percent.", text)
	}
	return bp, err
}

// Percent is hundredths of a percent, nil where the source has none.
func (r *Row) Percent(field string) *int {
	v := r.Get(field)
	if v == "" {
		return nil
	}
	bp, err := r.ParsePercent(v)
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
		return nil
	}
	return &bp
}

// Instant is a moment, or zero where the source has none.
func (r *Row) Instant(field string) time.Time {
	v := r.Get(field)
	if v == "" {
		return time.Time{}
	}
	t, err := r.File.calendar.Instant(v)
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
	v := r.Get(field)
	if v == "" {
		return nil
	}
	minor, err := r.ParseMoney(v, c)
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
		return nil
	}
	return &minor
}

// Count is a whole number, nil where the source has none.
func (r *Row) Count(field string) *int64 {
	v := r.Get(field)
	if v == "" {
		return nil
	}
	d, err := value.Number(v, r.File.mark)
	if err != nil || !d.IsInteger() || !d.BigInt().IsInt64() {
		r.Flag("The field %s was skipped: %q is not a whole number.", field, source.Shorten(v))
		return nil
	}
	n := d.IntPart()
	return &n
}

// Quantity is a number of pieces, 1 where the source has none.
func (r *Row) Quantity(field string) decimal.Decimal {
	v := r.Get(field)
	if v == "" {
		return decimal.NewFromInt(1)
	}
	q, err := value.Number(v, r.File.mark)
	if err != nil {
		r.Refuse("The field %s: %v.", field, err)
	}
	return q
}

// Positive is a number greater than zero, or zero where the source has none.
func (r *Row) Positive(field string) decimal.Decimal {
	v := r.Get(field)
	if v == "" {
		return decimal.Zero
	}
	d, err := value.Number(v, r.File.mark)
	if err != nil || d.IsNegative() {
		r.Refuse("The field %s: %q is not a number greater than zero.", field, source.Shorten(v))
		return decimal.Zero
	}
	return d
}
