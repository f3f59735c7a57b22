package value

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// Mark is the sign before the decimals of a file's numbers; the other one groups thousands. Zero is a point.
type Mark byte

// The two marks there are.
const (
	Point Mark = '.'
	Comma Mark = ','
)

func (m Mark) other() Mark {
	if m == Comma {
		return Point
	}
	return Comma
}

// Example is a number as a file with the mark writes it.
func (m Mark) Example() string {
	if m == Comma {
		return "1.234,50"
	}
	return "1,234.50"
}

// Number reads a number exactly: with its decimals after the mark, with or without thousands in groups, with an
// exponent, and negative by a sign before or after it or by brackets. A group that is none is an error, for the other
// mark may be meant.
func Number(text string, mark Mark) (decimal.Decimal, error) {
	plain, err := plainOf(text, mark)
	if err != nil {
		return decimal.Zero, err
	}
	d, err := decimal.NewFromString(plain)
	if err != nil {
		return decimal.Zero, fmt.Errorf("%s is not a number", quoted(text))
	}
	return d, nil
}

// plainOf writes a number with a point and without groups.
func plainOf(text string, mark Mark) (string, error) {
	if mark != Comma {
		mark = Point
	}
	bad := fmt.Errorf("%s is not a number", quoted(text))
	if len(text) > longest {
		return "", bad
	}
	negative, body := sign(strings.TrimSpace(text))
	body, exponent, powered := strings.Cut(strings.ReplaceAll(body, "e", "E"), "E")
	if powered {
		n, err := strconv.Atoi(exponent)
		if err != nil || n < -30 || n > 30 {
			return "", bad
		}
		if len(body) > 1 && body[1] == byte(mark.other()) { // nobody groups thousands before an exponent
			mark = mark.other()
		}
	}
	whole, fraction, cut := strings.Cut(body, string(rune(mark)))
	if !digits(fraction) || whole == "" && fraction == "" {
		return "", bad
	}
	grouped := strings.Trim(whole, "0123456789") != ""
	whole, ok := ungroup(whole, mark)
	switch {
	case !ok && strings.ContainsRune(body, rune(mark.other())) && strings.Trim(body, "0123456789.,") == "":
		return "", fmt.Errorf("%s is not in the same number format as %s, where %s groups "+
			"thousands", quoted(text), mark.Example(),
			mark.other().name())
	case !ok || powered && grouped:
		return "", bad
	}
	plain := whole
	if cut && fraction != "" {
		plain += "." + fraction
	}
	if powered {
		plain += "E" + exponent
	}
	if negative {
		plain = "-" + plain
	}
	return plain, nil
}

func (m Mark) name() string {
	if m == Comma {
		return "comma"
	}
	return "point"
}

// sign takes the sign off a number: a minus of any kind before or after it, or brackets around it.
func sign(s string) (negative bool, rest string) {
	s = strings.NewReplacer("\u2212", "-", "\u2013", "-", "\ufe63", "-", "\uff0d", "-").Replace(s)
	switch {
	case strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")"):
		return true, strings.TrimSpace(s[1 : len(s)-1])
	case strings.HasPrefix(s, "-"):
		return true, strings.TrimSpace(s[1:])
	case strings.HasSuffix(s, "-"):
		return true, strings.TrimSpace(s[:len(s)-1])
	case strings.HasPrefix(s, "+"):
		return false, strings.TrimSpace(s[1:])
	}
	return false, s
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// separators group thousands beside the other mark: spaces of several widths, and apostrophes as in Switzerland.
var separators = []string{" ", "\u00a0", "\u202f", "\u2009", "'", "’"}

// ungroup takes the thousands of a whole number together: groups of three, or as in India of two before the last three.
func ungroup(s string, mark Mark) (string, bool) {
	if s == "" {
		return "0", true
	}
	if digits(s) {
		return s, true
	}
	for _, sep := range append([]string{string(rune(mark.other()))}, separators...) {
		groups := strings.Split(s, sep)
		if len(groups) > 1 && grouping(groups, sep == ",") {
			return strings.Join(groups, ""), true
		}
	}
	return "", false
}

func grouping(groups []string, indian bool) bool {
	middle := groups[1 : len(groups)-1]
	if slices.ContainsFunc(groups, func(g string) bool { return g == "" || !digits(g) }) ||
		len(groups[len(groups)-1]) != 3 {
		return false
	}
	if groups[0][0] == '0' {
		return false
	}
	all := func(n int) bool { return !slices.ContainsFunc(middle, func(g string) bool { return len(g) != n }) }
	return len(groups[0]) <= 3 && all(3) || indian && len(groups[0]) <= 2 && all(2)
}

// MarkOf is the mark that a number proves, or zero where either can be meant or it is no number.
func MarkOf(text string) Mark {
	if len(text) > longest || !strings.ContainsAny(text, ".,") || strings.ContainsAny(text, "eE") {
		return 0
	}
	_, errPoint := Number(bareMoney(text), Point)
	_, errComma := Number(bareMoney(text), Comma)
	switch {
	case errPoint == nil && errComma != nil:
		return Point
	case errComma == nil && errPoint != nil:
		return Comma
	}
	return 0
}

// Ambiguous tells whether a number is another one by each of the marks, as 1.234 is.
func Ambiguous(text string) bool {
	if len(text) > longest || !strings.ContainsAny(text, ".,") {
		return false
	}
	a, errPoint := Number(bareMoney(text), Point)
	b, errComma := Number(bareMoney(text), Comma)
	return errPoint == nil && errComma == nil && !a.Equal(b)
}

// Money reads an amount exactly in minor units of its currency, whose sign or code may stand beside it. One with more
// decimals than its currency has is an error, for rounding would lose money; so is the sign of another currency.
func Money(text string, mark Mark, c money.Currency) (int64, error) {
	body, unit := partMoney(text)
	if unit != "" && !names(unit, c) {
		return 0, fmt.Errorf("%s is not an amount of %s", quoted(text), c)
	}
	d, err := Number(body, mark)
	if err != nil {
		return 0, err
	}
	a, err := money.FromDecimal(d, c)
	if err != nil {
		return 0, fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "money: "))
	}
	if !money.Fits(a.Minor) {
		return 0, fmt.Errorf("%s is too large an amount", quoted(text))
	}
	return a.Minor, nil
}

// signs are those of currencies, and the codes that each can mean.
var signs = map[string]string{"$": "USD CAD AUD NZD SGD HKD MXN ARS CLP COP TWD BRL", "US$": "USD", "C$": "CAD",
	"CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD", "MX$": "MXN", "R$": "BRL",
	"€": "EUR", "£": "GBP EGP LBP", "¥": "JPY CNY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS",
	"₴": "UAH", "₫": "VND", "฿": "THB", "₱": "PHP", "KR": "SEK NOK DKK ISK", "ZŁ": "PLN", "KČ": "CZK", "FR": "CHF",
	"FR.": "CHF", "R": "ZAR", "RS": "INR PKR LKR", "RS.": "INR PKR LKR"}

func names(unit string, c money.Currency) bool {
	unit = strings.ToUpper(unit)
	return unit == string(c) || slices.Contains(strings.Fields(signs[unit]), string(c))
}

// partMoney takes the sign or code of a currency off an amount: USD 1,250.00, 1.250,00 €, -$5 or ($5).
func partMoney(text string) (number, unit string) {
	text = strings.TrimSpace(text)
	if len(text) > longest {
		return text, ""
	}
	negative, body := sign(text)
	start := strings.IndexAny(body, "0123456789")
	end := strings.LastIndexAny(body, "0123456789")
	if start < 0 {
		return text, ""
	}
	before, after := strings.TrimRight(body[:start], ".,+-"), strings.TrimLeft(body[end+1:], ".,")
	number = body[len(before) : len(body)-len(after)]
	before, after = strings.TrimSpace(before), strings.TrimSpace(after)
	if before != "" && after != "" || !isUnit(before) || !isUnit(after) {
		return text, ""
	}
	minus, number := sign(strings.TrimSpace(number))
	if negative && minus {
		return text, ""
	}
	if negative || minus {
		number = "-" + number
	}
	return number, before + after
}

// isUnit tells whether a text beside a number can be a currency: a sign that is known, or a code of three letters.
func isUnit(s string) bool {
	if s == "" || signs[strings.ToUpper(s)] != "" {
		return true
	}
	_, err := money.ParseCurrency(s)
	return err == nil
}

func bareMoney(text string) string {
	number, _ := partMoney(text)
	return strings.TrimSpace(strings.TrimSuffix(number, "%"))
}
