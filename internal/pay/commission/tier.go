package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/plan"
)

// tiers are a component's tiers laid over a period's quota.
type tiers struct {
	of       *plan.Component
	quota    decimal.Decimal // zero: none
	currency money.Currency
}

// piece is a part of an entry that is paid at one rate.
type piece struct {
	from, to decimal.Decimal // places
	measure  decimal.Decimal // to − from, negative where credit is taken away
	rate     decimal.Decimal
	back     bool // the rate holds back to the first unit
	boundary decimal.Decimal
}

// rates lists the component's tiers; an override has one.
func (t tiers) rates() []plan.Tier {
	if t.of.Kind == plan.Override {
		return []plan.Tier{{Rate: t.of.Override}}
	}
	return t.of.Tiers
}

// begins is the place at which a tier begins.
func (t tiers) begins(tier plan.Tier) decimal.Decimal {
	if t.of.ByMeasure {
		return tier.From
	}
	return tier.From.Mul(t.quota)
}

// inForce are the tiers that hold once reach is credited: one with "all" that is reached replaces everything below it,
// and one that is not holds nowhere, also not for a place above it that was passed on the way there and back. Reaching
// is ≥.
func (t tiers) inForce(reach decimal.Decimal) (inForce []plan.Tier, back bool) {
	all := t.rates()
	first := len(all) - 1
	for first > 0 && !(all[first].All && reach.GreaterThanOrEqual(t.begins(all[first]))) {
		first--
	}
	for i := max(0, first); i < len(all); i++ {
		if i == first || !all[i].All {
			inForce = append(inForce, all[i])
		}
	}
	return inForce, first > 0
}

// pieces cuts the way from one place to another at the boundaries of the tiers. Credit that is taken away goes the same
// way back; below the first unit the first rate holds.
func (t tiers) pieces(from, to, reach decimal.Decimal) []piece {
	inForce, back := t.inForce(reach)
	low, high, sign := from, to, one
	if to.LessThan(from) {
		low, high, sign = to, from, one.Neg()
	}
	var pieces []piece
	for i, tier := range inForce {
		begin, end := low, high
		if b := t.begins(tier); i > 0 && b.GreaterThan(begin) {
			begin = b
		}
		if i+1 < len(inForce) {
			if b := t.begins(inForce[i+1]); b.LessThan(end) {
				end = b
			}
		}
		if end.GreaterThan(begin) {
			pieces = append(pieces, piece{from: begin, to: end, measure: end.Sub(begin).Mul(sign), rate: tier.Rate,
				back: back && i == 0, boundary: t.begins(tier)})
		}
	}
	return pieces
}
