package ui

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// Minus is the real minus sign; a hyphen is shorter than the digits it stands before.
const Minus = "−"

// None stands where there is no figure: a dash, never a zero.
const None = "—"

// Count is a whole number with its thousands apart: 1,240.
func Count(n int) string { return sign(n < 0) + marked(thousands(magnitude(int64(n)))) }

// Plural is a count with its noun, "1 opportunity" or "12 opportunities".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// PercentSign ends a percentage: every one is written "12.5 %", and its two parts stay on one line.
const PercentSign = "\u00a0%"

// Percent writes a ratio with at most so many decimals: 0.236 is "23.6 %".
func Percent(ratio decimal.Decimal, places int32) string {
	return number(ratio.Shift(2), places) + PercentSign
}

// Share is part of whole as a percentage without decimals, or None of nothing.
func Share(part, whole int64) string {
	if whole == 0 {
		return None
	}
	return Percent(decimal.NewFromInt(part).Div(decimal.NewFromInt(whole)), 0)
}

// Points is the difference of two ratios, signed, in percentage points: −0.011 is "−1.1 pt".
func Points(difference decimal.Decimal) string { return Signed(number(difference.Shift(2), 1) + " pt") }

// Times is a multiple, such as a coverage: 3.2 is "3.2×".
func Times(ratio decimal.Decimal) string { return number(ratio, 1) + "×" }

// Days is a length of time in days: "61 d".
func Days(n int) string { return Count(n) + " d" }

// Signed puts a plus before a figure that rose; zero and falling ones stay as they are.
func Signed(figure string) string {
	if strings.HasPrefix(figure, Minus) || !strings.ContainsAny(figure, "123456789") {
		return figure
	}
	return "+" + figure
}

// Date is a day with its year: "Nov 21, 2026".
func Date(t time.Time) string { return format(t, "Jan 2, 2006") }

// Day is a day within a year that the page has named already: "Nov 21".
func Day(t time.Time) string { return format(t, "Jan 2") }

// Stamp is an instant with its zone, in the location of t: "Nov 21, 14:05 CET".
func Stamp(t time.Time) string { return format(t, "Jan 2, 15:04 MST") }

// Initials are at most two letters of a person's name.
func Initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	letters := string([]rune(words[0])[:1])
	if len(words) > 1 {
		letters += string([]rune(words[len(words)-1])[:1])
	}
	return strings.ToUpper(letters)
}

func format(t time.Time, layout string) string {
	if t.IsZero() {
		return None
	}
	return t.Format(layout)
}

// number drops the zeros after the decimals that a figure does not need.
func number(d decimal.Decimal, places int32) string {
	d = d.Round(places)
	whole, fraction, _ := strings.Cut(d.Abs().StringFixed(places), ".")
	fraction = strings.TrimRight(fraction, "0")
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign(d.IsNegative()) + marked(separate(whole)+fraction)
}

// marked has the page write the digits as the organisation does, where it makes a difference.
func marked(digits string) string {
	if strings.ContainsAny(digits, ",.") {
		return money.Mark + digits
	}
	return digits
}

func sign(negative bool) string {
	if negative {
		return Minus
	}
	return ""
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1 // the least int64 has no positive twin
	}
	return uint64(n)
}

func thousands(n uint64) string { return separate(strconv.FormatUint(n, 10)) }

func separate(digits string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
