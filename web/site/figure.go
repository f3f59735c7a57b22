package site

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
)

// Figure is an amount or a number of a form as its organisation writes it. It is read once it is known in which
// currency or with how many decimals it is; what can be read in two ways is refused on its field.
type Figure struct {
	text, field string
	numbers     money.Format
}

// Empty reports whether nothing was typed.
func (f Figure) Empty() bool { return f.text == "" }

// Amount is in minor units of the currency: "250,000", "$1.2M", "(500)".
func (f Figure) Amount(c money.Currency) (int64, error) {
	minor, err := figure.Amount(f.text, f.numbers, c)
	return minor, onField(f.field, err)
}

// Money is an exact amount that can be empty.
func (f Figure) Money(c money.Currency) (*int64, error) {
	if f.Empty() {
		return nil, nil
	}
	minor, err := f.Amount(c)
	return &minor, err
}

// Number is a rate or a percentage.
func (f Figure) Number(decimals int32) (decimal.Decimal, error) {
	d, err := figure.Number(f.text, f.numbers, decimals)
	return d, onField(f.field, err)
}

// onField says of which field a figure could not be read.
func onField(name string, err error) error {
	if err == nil {
		return nil
	}
	return fault.On(name, fault.Message(err))
}

// readPercent reads "10", "+10 %" and "−5".
func readPercent(text string) (Percent, error) {
	text = strings.TrimSuffix(strings.ReplaceAll(text, "−", "-"), "%")
	text = strings.TrimPrefix(strings.TrimSpace(text), "+")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "Type a whole number of per cent, such as 10 or −5.")
	}
	return Percent(n), nil
}

// readClock reads "12:00"; the seconds that a browser may add do not count.
func readClock(text string) (Clock, error) {
	at, err := time.Parse("15:04", text[:min(len(text), 5)])
	if err != nil {
		return 0, fault.New(fault.Invalid, "Type a time of the day, such as 12:00.")
	}
	return Clock(at.Hour()*60 + at.Minute()), nil
}
