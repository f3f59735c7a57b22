// Package money keeps amounts exact: a whole number of a currency's minor units, never a float.
//
// Rates and fractions are decimal.Decimal. A product is rounded once, at the line it makes, and a
// sum that is divided gives its remainder to the parts that lost most (docs/definitions/money.md).
package money

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Currency is an ISO 4217 code in capitals, such as USD.
type Currency string

// exponents lists the currencies whose minor unit is not a hundredth; ISO 4217, active codes.
var exponents = map[Currency]int32{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
	"UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
}

// Exponent is the number of decimals of the currency: 2 for USD, 0 for JPY, 3 for KWD.
func (c Currency) Exponent() int32 {
	if e, ok := exponents[c]; ok {
		return e
	}
	return 2
}

// ParseCurrency checks the form of a code, three letters, and returns it in capitals.
func ParseCurrency(s string) (Currency, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) != 3 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", fmt.Errorf("money: %q is not a three-letter currency code", s)
	}
	return Currency(s), nil
}

// Amount is a sum of money: Minor whole minor units (cents for USD) of Currency.
type Amount struct {
	Minor    int64
	Currency Currency
}

// Of makes an amount of minor units.
func Of(minor int64, c Currency) Amount { return Amount{Minor: minor, Currency: c} }

// Parse reads a decimal in major units within the bound, such as "1234.50". More decimals than the currency has are
// an error unless they are zeros, because rounding would lose money that somebody typed.
func Parse(s string, c Currency) (Amount, error) {
	d, err := Number(strings.TrimSpace(s))
	if err != nil {
		return Amount{}, err
	}
	a, err := FromDecimal(d, c)
	if err == nil && !Fits(a.Minor) {
		err = ErrTooLarge
	}
	return a, err
}

// FromDecimal takes a decimal in major units and fails where it does not fit whole minor units.
func FromDecimal(d decimal.Decimal, c Currency) (Amount, error) {
	m := d.Shift(c.Exponent())
	if !m.IsInteger() {
		return Amount{}, fmt.Errorf("money: %s has more decimals than %s", d, c)
	}
	if !m.BigInt().IsInt64() {
		return Amount{}, fmt.Errorf("money: %s is out of range", d)
	}
	return Amount{Minor: m.IntPart(), Currency: c}, nil
}

// Decimal is the amount in major units.
func (a Amount) Decimal() decimal.Decimal { return decimal.New(a.Minor, -a.Currency.Exponent()) }

// String is the amount in major units with the currency's decimals and no symbol: "1234.50".
func (a Amount) String() string { return a.Decimal().StringFixed(a.Currency.Exponent()) }

// Rounding is how a product becomes whole minor units.
type Rounding string

// The two policies of the field; an organisation or a plan version names one.
const (
	HalfEven Rounding = "half_even"
	HalfUp   Rounding = "half_up"
)

// Times multiplies by an exact rate and rounds once to minor units. It fails past the range of an amount.
func (a Amount) Times(rate decimal.Decimal, r Rounding) (Amount, error) {
	d := decimal.New(a.Minor, 0).Mul(rate)
	if r == HalfEven {
		d = d.RoundBank(0)
	} else {
		d = d.Round(0)
	}
	if !d.BigInt().IsInt64() {
		return Amount{}, fmt.Errorf("money: %s × %s is out of range", a, rate)
	}
	return Amount{Minor: d.IntPart(), Currency: a.Currency}, nil
}
