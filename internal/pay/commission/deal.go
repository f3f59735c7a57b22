package commission

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/plan"
)

var one = decimal.NewFromInt(1)

// deal is an opportunity as a payee is credited with it, up to a moment.
type deal struct {
	key         string
	opportunity string
	member      string
	booking     Event
	booked      Facts // when it was booked
	facts       Facts // now
	term        *Term // of the day of booking; nil: no plan was in force
	ended       *Event
	invoiced    decimal.Decimal
	paid        decimal.Decimal
	live        bool
	changes     []Event  // the events that made it what it is
	entries     []*entry // where it counts or has counted
	follows     parts
}

// dealKey tells the credits of one opportunity apart.
func dealKey(opportunity, member string) string {
	if member == "" {
		return opportunity
	}
	return opportunity + " " + member
}

// parts are recurring revenue and margin as they were last said, each beside the amount of that time, so that both
// follow the amount exactly however often it changes, through nothing and back.
type parts struct{ arr, margin part }

type part struct{ of, is *decimal.Decimal }

// say keeps what facts say of a part.
func (p *parts) say(by Facts, amount *decimal.Decimal) {
	if by.ARR != nil {
		p.arr = part{amount, by.ARR}
	}
	if by.Margin != nil {
		p.margin = part{amount, by.Margin}
	}
}

// at is the part of another whole.
func (p part) at(whole *decimal.Decimal) *decimal.Decimal {
	if p.is == nil || p.of == nil || p.of.IsZero() {
		return p.is
	}
	d := p.is.Mul(*whole).DivRound(*p.of, 12)
	return &d
}

// amend lays newer facts over older ones. Recurring revenue and margin follow the amount where nothing is said of them.
func (f Facts) amend(by Facts, follows *parts) Facts {
	if by.Amount != nil {
		f.Amount = by.Amount
		f.ARR, f.Margin = follows.arr.at(f.Amount), follows.margin.at(f.Amount)
	}
	follows.say(by, f.Amount)
	for _, pair := range []struct{ to, from **decimal.Decimal }{{&f.ARR, &by.ARR}, {&f.Margin, &by.Margin},
		{&f.Credit, &by.Credit}} {
		if *pair.from != nil {
			*pair.to = *pair.from
		}
	}
	for _, pair := range []struct{ to, from *string }{{&f.Type, &by.Type}, {&f.Source, &by.Source},
		{&f.Segment, &by.Segment}, {&f.Territory, &by.Territory}} {
		if *pair.from != "" {
			*pair.to = *pair.from
		}
	}
	if by.Products != nil {
		f.Products = by.Products
	}
	if by.TermMonths != 0 {
		f.TermMonths = by.TermMonths
	}
	return f
}

// credit is the payee's share.
func (f Facts) credit() decimal.Decimal {
	if f.Credit == nil {
		return one
	}
	return *f.Credit
}

// measure is what the payee is credited with: a measure of the opportunity times the share (contract: credit scales the
// measure).
func (f Facts) measure(m plan.Measure) decimal.Decimal {
	of := f.Amount
	switch m {
	case plan.Count:
		return f.credit()
	case plan.ARR:
		of = f.ARR
	case plan.Margin:
		of = f.Margin
	}
	if of == nil {
		return decimal.Zero
	}
	return of.Mul(f.credit())
}

// meets tells whether an opportunity meets all conditions that are given.
func (f Facts) meets(c *plan.Criteria) bool {
	in := func(list []string, values ...string) bool {
		return len(list) == 0 || slices.ContainsFunc(values, func(v string) bool { return slices.Contains(list, v) })
	}
	amount := decimal.Zero
	if f.Amount != nil {
		amount = *f.Amount
	}
	return in(c.Type, f.Type) && in(c.Source, f.Source) && in(c.Segment, f.Segment) && in(c.Territory, f.Territory) &&
		in(c.Product, f.Products...) &&
		(c.MinAmount == nil || amount.GreaterThanOrEqual(*c.MinAmount)) &&
		(c.MaxAmount == nil || amount.LessThanOrEqual(*c.MaxAmount)) &&
		(c.TermMonths == nil || f.TermMonths >= *c.TermMonths)
}

// credited is what a component counts of the opportunity: nothing where it does not qualify. A roll-up takes revenue
// credit alone, or an opportunity with an overlay would pay those above more than once (definitions §10).
func (f Facts) credited(c *plan.Component) decimal.Decimal {
	if !f.meets(&c.Qualifies) || f.Overlay && c.Kind == plan.Override {
		return decimal.Zero
	}
	return f.measure(c.Measure)
}

// multiplier is the product of the factors whose conditions are met.
func (f Facts) multiplier(c *plan.Component) decimal.Decimal {
	product := one
	for i := range c.Multipliers {
		if f.meets(&c.Multipliers[i].When) {
			product = product.Mul(c.Multipliers[i].Factor)
		}
	}
	return product
}

// due is the part of an amount in minor units that is payable, rounded once (contract: eligible).
func (d *deal) due(amount int64, c *plan.Component, r money.Rounding) int64 {
	if len(c.Eligible) == 0 || len(c.Eligible) == 1 && c.Eligible[0].On == plan.OnBooking {
		return amount
	}
	invoiced, paid, of := d.settled()
	sum := decimal.Zero
	for _, s := range c.Eligible {
		switch s.On {
		case plan.OnBooking:
			sum = sum.Add(s.Share.Mul(of))
		case plan.OnInvoice:
			sum = sum.Add(s.Share.Mul(invoiced))
		case plan.OnCash:
			sum = sum.Add(s.Share.Mul(paid))
		case plan.OnGoLive:
			if d.live {
				sum = sum.Add(s.Share.Mul(of))
			}
		}
	}
	if sum.Equal(of) {
		return amount
	}
	return whole(decimal.NewFromInt(amount).Mul(sum).DivRound(of, exact), r)
}

// settled is how much is invoiced and how much is paid, each between nothing and all of it, and of how much: of the
// opportunity's amount, or of what was invoiced in all where that is more. So an instalment is its part of the
// contract, and the next one takes nothing back. An opportunity below nothing counts the same way, with its sign.
func (d *deal) settled() (invoiced, paid, of decimal.Decimal) {
	of = value(d.facts.Amount)
	if below := of.IsNegative() || of.IsZero() && d.invoiced.IsNegative(); below {
		of = decimal.Min(of, d.invoiced)
	} else {
		of = decimal.Max(of, d.invoiced)
	}
	if of.IsZero() {
		return decimal.Zero, decimal.Zero, one
	}
	part := func(sum decimal.Decimal) decimal.Decimal {
		switch {
		case sum.Sign() != of.Sign():
			return decimal.Zero
		case sum.Abs().GreaterThan(of.Abs()):
			return of
		}
		return sum
	}
	return part(d.invoiced), part(d.paid), of
}

// waits says at which moments the rest of the opportunity's lines becomes payable.
func (d *deal) waits(c *plan.Component) string {
	invoiced, paid, of := d.settled()
	var parts []string
	for _, s := range c.Eligible {
		switch {
		case s.On == plan.OnInvoice && invoiced.IsZero():
			parts = append(parts, percent(s.Share)+" at the invoice")
		case s.On == plan.OnInvoice && !invoiced.Equal(of):
			parts = append(parts, percent(s.Share)+" as it is invoiced ("+share(invoiced.DivRound(of, 12))+" so far)")
		case s.On == plan.OnCash && !paid.Equal(of):
			parts = append(parts, percent(s.Share)+" as it is paid ("+share(paid.DivRound(of, 12))+" so far)")
		case s.On == plan.OnGoLive && !d.live:
			parts = append(parts, percent(s.Share)+" at go-live")
		}
	}
	return strings.Join(parts, ", ")
}
