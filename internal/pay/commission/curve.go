package commission

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/plan"
)

// curve is a component's pay by credit alone: multipliers and the cap on an opportunity are of single opportunities.
type curve struct {
	tiers
	plan *plan.Document
}

// end is where the curve ends.
func (c curve) end() decimal.Decimal {
	end := c.quota
	if rates := c.rates(); !end.IsPositive() && len(rates) > 0 {
		end = rates[len(rates)-1].From
	}
	return end.Mul(decimal.NewFromInt(2))
}

// jumps are the places of boundaries and gate.
func (c curve) jumps() []decimal.Decimal {
	var at []decimal.Decimal
	for _, t := range c.rates()[min(1, len(c.rates())):] {
		at = append(at, c.begins(t))
	}
	if c.of.Gate != nil {
		at = append(at, c.of.Gate.Mul(c.quota))
	}
	return at
}

// full is where the cap on the period is first reached, if it is.
func (c curve) full() []decimal.Decimal {
	if c.of.Cap.PerPeriod == nil {
		return nil
	}
	places := append([]decimal.Decimal{{}}, c.jumps()...)
	slices.SortFunc(places, decimal.Decimal.Cmp)
	for i, from := range places {
		uncapped := c.uncapped(from, from)
		if !uncapped.LessThan(*c.of.Cap.PerPeriod) {
			return []decimal.Decimal{from}
		}
		rate := c.rateOf(from)
		if !rate.IsPositive() || c.shut(from) {
			continue
		}
		at := from.Add(c.of.Cap.PerPeriod.Sub(uncapped).DivRound(rate, 12))
		if i+1 == len(places) || at.LessThan(places[i+1]) {
			return []decimal.Decimal{at}
		}
	}
	return nil
}

func (c curve) shut(reach decimal.Decimal) bool {
	return c.of.Gate != nil && reach.LessThan(c.of.Gate.Mul(c.quota))
}

// uncapped is what credit up to a place pays when so much is reached, before the cap on the period and before it is
// rounded.
func (c curve) uncapped(x, reach decimal.Decimal) decimal.Decimal {
	sum := decimal.Zero
	if c.shut(reach) {
		return sum
	}
	for _, p := range c.pieces(decimal.Zero, x, reach) {
		sum = sum.Add(p.measure.Mul(p.rate))
	}
	return sum
}

func (c curve) pay(x, reach decimal.Decimal) decimal.Decimal {
	sum := c.uncapped(x, reach)
	if limit := c.of.Cap.PerPeriod; limit != nil {
		sum = decimal.Min(sum, *limit)
	}
	return sum
}

// hair is the smallest step below a boundary: far less than a minor unit.
var hair = decimal.New(1, -30)

// below is what is paid just below a place.
func (c curve) below(x decimal.Decimal) decimal.Decimal {
	return c.pay(x, x.Sub(hair))
}

// rateOf is the rate of the tier at a place.
func (c curve) rateOf(x decimal.Decimal) decimal.Decimal {
	rate := decimal.Zero
	for _, t := range c.rates() {
		if x.GreaterThanOrEqual(c.begins(t)) {
			rate = t.Rate
		}
	}
	return rate
}

// Cliff is a place at which timing or splitting an opportunity changes its pay.
type Cliff struct {
	Component string
	Kind      string // "retroactive tier", "gate", "cap" or "period end"
	// credited by then in the period; major units, or a count; of the cap on one opportunity, its credit
	At decimal.Decimal
	// what reaching it, or booking otherwise, pays more; minor units, negative where it pays less
	Jump     int64
	Sentence string
}

// Cliffs lists the places at which a plan rewards timing or splitting an opportunity more than its size, for a quota in
// a measurement period. A component with a fixed quota uses its own. Multipliers are left out.
func Cliffs(document plan.Document, quota decimal.Decimal) []Cliff {
	var all []Cliff
	for i := range document.Components {
		c := &document.Components[i]
		if c.Kind == plan.Bonus {
			continue
		}
		own := quota
		if c.Quota != nil && !c.Quota.Assigned {
			own = c.Quota.Fixed
		}
		if c.Quota == nil {
			own = decimal.Zero
		}
		if needsQuota(c) && !own.IsPositive() {
			continue
		}
		all = append(all, curve{tiers{of: c, quota: own, currency: document.Currency}, &document}.cliffs()...)
	}
	return all
}

func (c curve) cliffs() []Cliff {
	var all []Cliff
	places := c.jumps()
	slices.SortFunc(places, decimal.Decimal.Cmp)
	for _, at := range slices.CompactFunc(places, decimal.Decimal.Equal) {
		if cliff := c.cliff(at); cliff.Jump != 0 {
			all = append(all, cliff)
		}
	}
	for _, at := range c.full() {
		lost := round(at.Mul(c.rateOf(at)).Div(decimal.NewFromInt(10)), c.plan)
		all = append(all,
			c.say("cap", at, -lost,
				"The cap per period is reached at "+c.place(at,
					c.currency)+"; another tenth of that would pay "+amount(lost, c.currency)+
					" without it and pays nothing now, so it is worth waiting for the next period."))
	}
	return append(append(all, c.large()...), c.periodEnd()...)
}

func (c curve) say(kind string, at decimal.Decimal, jump int64, sentence string) Cliff {
	return Cliff{c.of.ID, kind, at, jump, sentence}
}

// cliff is what reaching a place pays at once.
func (c curve) cliff(at decimal.Decimal) Cliff {
	jump := round(c.pay(at, at).Sub(c.below(at)), c.plan)
	kind, reason := "retroactive tier", "the rate then holds back to the first unit"
	if c.of.Gate != nil && at.Equal(c.of.Gate.Mul(c.quota)) {
		kind, reason = "gate", "nothing is paid before"
	}
	more := amount(jump, c.currency) + " more"
	if jump < 0 {
		more = amount(-jump, c.currency) + " less"
	}
	return c.say(kind, at, jump, "Reaching "+c.place(at, c.currency)+" pays "+more+" at once, since "+reason+".")
}

// large is what an opportunity gains by being booked in two, where the cap on one holds it back.
func (c curve) large() []Cliff {
	limit, rate := c.of.Cap.PerOpportunity, c.rateOf(decimal.Zero)
	if limit == nil || !rate.IsPositive() {
		return nil
	}
	at := limit.DivRound(rate, c.currency.Exponent())
	return []Cliff{c.say("cap", at, round(*limit, c.plan),
		"An opportunity of "+measured(at, c.of.Measure, c.currency)+" reaches the cap of "+amount(round(*limit, c.plan),
			c.currency)+
			" at the first rate; twice that, booked as two opportunities, pays twice as much.")}
}

// periodEnd is what is gained or lost by booking all of two periods' credit in one of them.
func (c curve) periodEnd() []Cliff {
	whole := c.end().Div(decimal.NewFromInt(2))
	if !whole.IsPositive() {
		return nil
	}
	twice := whole.Add(whole)
	gain := round(c.pay(twice, twice).Sub(c.pay(whole, whole).Mul(decimal.NewFromInt(2))), c.plan)
	both, each := c.place(twice, c.currency), c.place(whole, c.currency)
	switch cmp.Compare(gain, 0) {
	case 1:
		return []Cliff{c.say("period end", whole, gain,
			"Booking "+both+" in one "+string(c.plan.Measurement)+" and nothing in the next pays "+amount(gain,
				c.currency)+" more than "+each+
				" in both, so moving an opportunity over the end of a period can pay.")}
	case -1:
		return []Cliff{c.say("period end", whole, gain,
			"Booking "+both+" in one "+string(c.plan.Measurement)+" and nothing in the next pays "+amount(-gain,
				c.currency)+" less than "+each+
				" in both, so what comes after it is worth delaying.")}
	}
	return nil
}
