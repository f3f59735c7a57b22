package ui

import (
	"fmt"
	"strings"

	"quarterdeck/internal/base/money"
)

// Compact is an amount for a tile: three figures and a unit, "$18.4M", "€950K", "−¥1.2M", "CHF 1.2K".
// minor counts the currency's minor units, of which 10^exponent make a whole one.
func Compact(minor int64, currency string, exponent int) string {
	unit := power(exponent)
	n := magnitude(minor)
	if n < 1000*unit-unit/2 {
		return small(minor, currency, exponent)
	}
	for _, suffix := range []string{"K", "M", "B", "T"} {
		unit *= 1000
		if digits, fits := threeFigures(n, unit); fits || suffix == "T" {
			return sign(minor < 0) + symbol(currency) + marked(digits) + suffix
		}
	}
	return Exact(minor, currency, exponent)
}

// Exact is an amount for a table, to the minor unit: "$1,234,567.00", "¥1,200", "CHF 1,234.00".
func Exact(minor int64, currency string, exponent int) string {
	n, unit := magnitude(minor), power(exponent)
	text := thousands(n / unit)
	if exponent > 0 {
		text += fmt.Sprintf(".%0*d", exponent, n%unit)
	}
	return sign(minor < 0) + symbol(currency) + marked(text)
}

// Whole is an amount rounded to whole units, for tables that keep no cents: "$310,000".
func Whole(minor int64, currency string, exponent int) string {
	unit := power(exponent)
	n := (magnitude(minor) + unit/2) / unit
	return sign(minor < 0 && n > 0) + symbol(currency) + marked(thousands(n))
}

// CompactAxis formats the ticks and labels of a chart of amounts in one currency.
func CompactAxis(currency string, exponent int) func(float64) string {
	return func(v float64) string { return Compact(int64(v), currency, exponent) }
}

// small is an amount below a thousand units: whole, unless that would hide it.
func small(minor int64, currency string, exponent int) string {
	if minor != 0 && magnitude(minor) < power(exponent) {
		return Exact(minor, currency, exponent)
	}
	return Whole(minor, currency, exponent)
}

// threeFigures divides and rounds half away from zero; it does not fit once that makes a thousand units.
func threeFigures(n, unit uint64) (string, bool) {
	places := 0
	switch {
	case n < 10*unit:
		places = 2
	case n < 100*unit:
		places = 1
	}
	step := unit / power(places)
	q := (n + step/2) / step
	whole, rest := q/power(places), q%power(places)
	if rest == 0 {
		return thousands(whole), whole < 1000
	}
	return strings.TrimRight(fmt.Sprintf("%d.%0*d", whole, places, rest), "0"), whole < 1000
}

func power(exponent int) uint64 {
	p := uint64(1)
	for range exponent {
		p *= 10
	}
	return p
}

// symbol is what stands before the figure; a code is kept on the figure's line by a non-breaking space.
func symbol(currency string) string {
	if s, ok := money.Currency(currency).Symbol(); ok {
		return s
	}
	if currency == "" {
		return ""
	}
	return currency + "\u00a0"
}
