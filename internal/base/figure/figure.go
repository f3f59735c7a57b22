// Package figure reads the amounts and numbers that people type, in the way in which their organisation writes them.
//
// What a page shows can be typed back. What can be read in two ways, such as "1,50" where a comma stands between
// thousands, is refused with an example: a wrong amount costs more than a second try.
package figure

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
)

// longest is how many characters a figure may have; it is asked before anything is read.
const longest = 60

// Amount reads minor units of a currency: "1,234.50", "$-500", "(500)", "−1.2M", "250K", "1 234.50 USD". It is Invalid
// where the text is none, can be read in two ways, names another currency, has more decimals than the currency or is
// beyond the bound.
func Amount(text string, f money.Format, c money.Currency) (int64, error) {
	p, err := take(text, f, c)
	if err != nil {
		return 0, err
	}
	d, err := p.number(c.Exponent() >= 3)
	if err != nil {
		return 0, err
	}
	a, err := money.FromDecimal(d, c)
	switch {
	case d.Abs().GreaterThan(decimal.New(money.Most, -c.Exponent())):
		return 0, invalid("The amount is too large. The maximum is %s.",
			f.Write("9,000,000,000,000"))
	case err != nil:
		return 0, invalid("%s has at most %d decimals. Enter an amount such as %s.", c, c.Exponent(), Example(f, c))
	}
	return a.Minor, nil
}

// Number reads a plain number with at most so many decimals, such as a rate or a percentage; a percent sign after it
// says nothing.
func Number(text string, f money.Format, decimals int32) (decimal.Decimal, error) {
	p, err := take(strings.TrimSuffix(strings.TrimSpace(text), "%"), f, "")
	if err != nil {
		return decimal.Zero, err
	}
	if p.shift != 0 {
		return decimal.Zero, p.unreadable()
	}
	if p.whole != strings.Join(p.groups, "") && len(p.groups) == 2 && p.rest == "" {
		return decimal.Zero, p.twice(p.whole, p.groups[0]+f.Decimal()+p.groups[1])
	}
	d, err := p.number(true)
	if err == nil && -d.Exponent() > decimals && !d.Equal(d.Truncate(decimals)) {
		err = invalid("Enter a number with at most %d decimals.", decimals)
	}
	return d, err
}

// Example is an amount as the organisation writes it.
func Example(f money.Format, c money.Currency) string {
	return f.Write("1,250" + decimal.New(50, -2).StringFixed(max(0, c.Exponent()))[1:])
}

// Plain writes minor units for a field, so that they are read back as they were: "−1,234.50", without the currency.
func Plain(minor int64, f money.Format, c money.Currency) string {
	text := money.Of(minor, c).String()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "−", text[1:]
	}
	whole, rest, dotted := strings.Cut(text, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if dotted {
		whole += "." + rest
	}
	return sign + f.Write(whole)
}

func invalid(format string, args ...any) error {
	return fault.New(fault.Invalid, fmt.Sprintf(format, args...))
}
