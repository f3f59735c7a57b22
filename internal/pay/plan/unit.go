package plan

import (
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// Unit is the unit of a decimal, which decides how it is written.
type Unit int

// What decimals count.
const (
	InShares Unit = iota // a fraction of something: two decimals at least, and 0 for nothing
	InMoney              // major units of the currency, with its decimals and no more
	InPrices             // an amount a unit: the decimals of the currency at least
	InCounts             // pieces: no decimals that say nothing
)

// Write formats a value in its only form, so that equal plans have equal bytes.
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

// RateUnit is the unit of the component's rates: a share of the credit, or an amount per opportunity.
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

// FromUnit is the unit of the component's tier thresholds: a share of quota, or the measure.
func (c Component) FromUnit() Unit {
	if c.ByMeasure {
		return c.measureUnit()
	}
	return InShares
}
