package plan

import (
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// Unit is what a decimal counts, which tells how it is written.
type Unit int

// What decimals count.
const (
	InShares Unit = iota // a fraction of something: two decimals at least, and 0 for nothing
	InMoney              // major units of the currency, with its decimals and no more
	InPrices             // an amount a unit: the decimals of the currency at least
	InCounts             // pieces: no decimals that say nothing
)

// Write is the one way in which a value is written, so that equal plans have equal bytes.
func (u Unit) Write(d decimal.Decimal, c money.Currency) string {
	least := int32(0)
	switch {
	case u == InMoney || u == InPrices:
		least = c.Exponent()
	case u == InShares && !d.IsZero():
		least = 2
	}
	_, tail, _ := strings.Cut(d.String(), ".")
	return d.StringFixed(max(least, int32(len(tail))))
}

// RateUnit is what the rates of the component count: shares of what is credited, or an amount an opportunity.
func (c Component) RateUnit() Unit {
	if c.Measure == Count {
		return InPrices
	}
	return InShares
}

// measureUnit is what the component's measure, and so its quota, is counted in.
func (c Component) measureUnit() Unit {
	if c.Measure == Count {
		return InCounts
	}
	return InMoney
}

// FromUnit is what its tiers begin at: shares of the quota, or what is measured.
func (c Component) FromUnit() Unit {
	if c.ByMeasure {
		return c.measureUnit()
	}
	return InShares
}
