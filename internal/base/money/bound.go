package money

import (
	"fmt"
	"regexp"

	"github.com/shopspring/decimal"
)

// Most is the greatest amount, in minor units either way, that is taken at any door: a form, a file, a command. Its
// product with a probability in hundredths of a percent still fits an int64, and so does the sum of ten thousand of
// them.
const Most = 900_000_000_000_000

// Exchange rates lie between these: the widest pair of currencies in use is some 10,000,000 to 1.
var (
	MostRate  = decimal.New(10_000_000, 0)
	LeastRate = decimal.New(1, -10)
)

// ErrTooLarge is the answer to an amount beyond Most.
var ErrTooLarge = fmt.Errorf("money: the amount is larger than any that can be added up")

// Fits tells that an amount of minor units is within the bound.
func Fits(minor int64) bool { return -Most <= minor && minor <= Most }

// RateFits tells that an exchange rate is one that can be meant.
func RateFits(rate decimal.Decimal) bool {
	return rate.GreaterThanOrEqual(LeastRate) && rate.LessThanOrEqual(MostRate)
}

// longest is how many characters a number may have. It is asked before a digit is read: reading takes the square of
// their count.
const longest = 40

var plain = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)$`)

// Number reads digits with a point, such as "-1234.5": no separators, no exponent, at most forty characters.
func Number(s string) (decimal.Decimal, error) {
	if len(s) > longest {
		return decimal.Zero, fmt.Errorf("money: %.20q… is too long for a number", s)
	}
	if !plain.MatchString(s) {
		return decimal.Zero, fmt.Errorf("money: %q is not a decimal number", s)
	}
	return decimal.NewFromString(s)
}
