package commission_test

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// The reference prices a plan under restate a second time, in fractions and from the words of the contract alone, so
// that the engine has something to be compared with that shares none of its code.

func rat(d decimal.Decimal) *big.Rat { return d.Rat() }

func mul(a ...*big.Rat) *big.Rat {
	p := big.NewRat(1, 1)
	for _, x := range a {
		p.Mul(p, x)
	}
	return p
}

func less(a, b *big.Rat) bool { return a.Cmp(b) < 0 }

func lower(a, b *big.Rat) *big.Rat {
	if less(a, b) {
		return a
	}
	return b
}

func upper(a, b *big.Rat) *big.Rat {
	if less(a, b) {
		return b
	}
	return a
}

// minor rounds an amount in major units to minor units.
func minor(major *big.Rat, p plan.Document) int64 {
	x := mul(major, big.NewRat(pow(10, p.Currency.Exponent()), 1))
	twice := mul(x, big.NewRat(2, 1))
	down := new(big.Int).Div(x.Num(), x.Denom()) // Euclidean: towards minus infinity for a positive denominator
	if twice.IsInt() && !x.IsInt() {
		odd := down.Bit(0) == 1
		if p.Rounding == money.HalfUp {
			odd = x.Sign() > 0
		}
		if odd {
			return down.Int64() + 1
		}
		return down.Int64()
	}
	return new(big.Int).Div(new(big.Int).Add(new(big.Int).Mul(x.Num(), big.NewInt(2)), x.Denom()),
		new(big.Int).Mul(x.Denom(), big.NewInt(2))).Int64()
}

func pow(b int64, e int32) int64 {
	p := int64(1)
	for range e {
		p *= b
	}
	return p
}

// known is what the reference remembers of an opportunity.
type known struct {
	name           string
	booked         period.Date
	sold           bool
	amount, credit *big.Rat
	kind           string
	months         int
	gone           bool
	asItWas        []int64 // what it had earned in each component when it was taken back, see rows
	taken          []int64
	share          *big.Rat // that is taken of its measure
	invoiced, paid *big.Rat
	live           bool
}

type naive struct {
	plan  plan.Document
	cal   period.Calendar
	quota *big.Rat
	deals []*known

	factor *big.Rat // on top of the multipliers; nil: none
}

func (n *naive) find(name string) *known {
	for _, k := range n.deals {
		if k.name == name {
			return k
		}
	}
	k := &known{name: name, invoiced: new(big.Rat), paid: new(big.Rat)}
	n.deals = append(n.deals, k)
	return k
}

func (n *naive) take(e commission.Event) {
	k := n.find(e.Opportunity)
	switch e.Kind {
	case commission.Booking:
		// a moved booking is the newest
		n.deals = append(slices.DeleteFunc(n.deals, func(o *known) bool { return o == k }), k)
		k.booked, k.sold, k.gone, k.asItWas, k.taken = e.On, n.plan.Effective.Contains(e.On), false, nil, nil
		k.amount, k.credit, k.kind, k.months = rat(*e.Amount), big.NewRat(1, 1), e.Type, e.TermMonths
		if e.Credit != nil {
			k.credit = rat(*e.Credit)
		}
	case commission.Amendment:
		if k.booked == 0 || k.gone {
			return
		}
		if e.Amount != nil {
			k.amount = rat(*e.Amount)
		}
		if e.Credit != nil {
			k.credit = rat(*e.Credit)
		}
		if e.Type != "" {
			k.kind = e.Type
		}
	case commission.Invoice:
		k.invoiced.Add(k.invoiced, rat(*e.Amount))
	case commission.Cash:
		k.paid.Add(k.paid, rat(*e.Amount))
	case commission.GoLive:
		k.live = true
	case commission.Cancellation, commission.WriteOff:
		if !k.sold || k.gone {
			return
		}
		n.cancel(k, e.On)
	}
}

// cancel keeps what the opportunity has earned and takes a part of it.
func (n *naive) cancel(k *known, on period.Date) {
	c := n.plan.Components[0].Clawback
	if k.gone = true; c == nil || int(on-k.booked) > c.WithinDays {
		return
	}
	share := big.NewRat(1, 1)
	if c.Prorata {
		share = big.NewRat(int64(c.WithinDays-int(on-k.booked)), int64(c.WithinDays))
	}
	var was, taken []int64
	for _, r := range n.rows() {
		if r.deal == k {
			was = append(was, r.amount)
			back := mul(big.NewRat(r.amount, pow(10, n.plan.Currency.Exponent())), share)
			taken = append(taken, -minor(back, n.plan))
		}
	}
	k.asItWas, k.taken, k.share = append([]int64{}, was...), taken, share
}

func (n *naive) qualifies(k *known, c plan.Criteria) bool {
	return (len(c.Type) == 0 || slices.Contains(c.Type, k.kind)) &&
		(c.MinAmount == nil || !less(k.amount, rat(*c.MinAmount))) &&
		(c.MaxAmount == nil || !less(rat(*c.MaxAmount), k.amount)) && (c.TermMonths == nil || k.months >= *c.TermMonths)
}

// measure is what an opportunity counts, and what it still counts after it was taken back.
func (n *naive) measure(k *known) (all, still *big.Rat) {
	c := n.plan.Components[0]
	if all = new(big.Rat); n.qualifies(k, c.Qualifies) {
		if all = mul(k.amount, k.credit); c.Measure == plan.Count {
			all = k.credit
		}
	}
	if k.asItWas != nil && c.Clawback.ReducesAttainment {
		return all, new(big.Rat).Sub(all, mul(all, k.share))
	}
	return all, all
}

type row struct {
	deal   *known
	amount int64
}

// rows are the lines of the plan's first component, period by period.
func (n *naive) rows() []row {
	var all []row
	c := n.plan.Components[0]
	periods := map[period.Date][]*known{}
	for _, k := range n.deals {
		if k.sold {
			p := n.cal.Containing(n.plan.Measurement, k.booked)
			periods[p.Start] = append(periods[p.Start], k)
		}
	}
	for _, deals := range periods {
		total := new(big.Rat)
		for _, k := range deals {
			_, still := n.measure(k)
			total.Add(total, still)
		}
		at, sum, opened := new(big.Rat), int64(0), c.Gate == nil || !less(total, mul(rat(*c.Gate), n.quota))
		allowed := int64(0)
		for _, k := range deals {
			measure, still := n.measure(k)
			amounts := n.tiers(k, at, new(big.Rat).Add(at, measure), total)
			at = new(big.Rat).Add(at, still)
			each, eachAllowed := int64(0), int64(0)
			if k.asItWas != nil {
				for _, a := range append(slices.Clone(k.asItWas), k.taken...) {
					all = append(all, row{k, a})
					sum, allowed = sum+a, allowed+a
				}
				continue
			}
			for _, a := range amounts {
				if !opened {
					a = 0
				}
				each += a
				one := each
				if cap := c.Cap.PerOpportunity; cap != nil {
					one = min(one, minor(rat(*cap), n.plan))
				}
				a, eachAllowed = one-eachAllowed, one
				sum += a
				whole := sum
				if cap := c.Cap.PerPeriod; cap != nil {
					whole = min(whole, minor(rat(*cap), n.plan))
				}
				a, allowed = whole-allowed, whole
				all = append(all, row{k, a})
			}
		}
	}
	return all
}

// tiers prices the way from one place to another, an amount a tier.
func (n *naive) tiers(k *known, from, to, total *big.Rat) []int64 {
	c := n.plan.Components[0]
	factor := big.NewRat(1, 1)
	for _, m := range c.Multipliers {
		if n.qualifies(k, m.When) {
			factor = mul(factor, rat(m.Factor))
		}
	}
	if n.factor != nil {
		factor = mul(factor, n.factor)
	}
	begins := func(t plan.Tier) *big.Rat {
		if c.ByMeasure {
			return rat(t.From)
		}
		return mul(rat(t.From), n.quota)
	}
	first := 0
	for i, t := range c.Tiers {
		if i > 0 && t.All && !less(total, begins(t)) {
			first = i
		}
	}
	holds := []plan.Tier{c.Tiers[first]} // a rate that goes back to the first unit holds nowhere until it is reached
	for _, t := range c.Tiers[first+1:] {
		if !t.All {
			holds = append(holds, t)
		}
	}
	var amounts []int64
	for i, t := range holds {
		low, high := lower(from, to), upper(from, to)
		if i > 0 {
			low = upper(low, begins(t))
		}
		if i+1 < len(holds) {
			high = lower(high, begins(holds[i+1]))
		}
		if less(low, high) {
			part := new(big.Rat).Sub(high, low)
			if less(to, from) {
				part.Neg(part)
			}
			amounts = append(amounts, minor(mul(part, rat(t.Rate), factor), n.plan))
		}
	}
	return amounts
}

// due is what of an amount is payable: shares are of the opportunity's amount, or of what was invoiced where that is
// further from nothing.
func (n *naive) due(r row) int64 {
	c, k, share := n.plan.Components[0], r.deal, new(big.Rat)
	if len(c.Eligible) == 0 {
		return r.amount
	}
	of := k.amount
	if sign := of.Sign(); sign > 0 && k.invoiced.Cmp(of) > 0 || sign < 0 && k.invoiced.Cmp(of) < 0 || sign == 0 {
		of = k.invoiced
	}
	part := func(sum *big.Rat) *big.Rat {
		if of.Sign() == 0 || sum.Sign()*of.Sign() <= 0 {
			return new(big.Rat)
		}
		return lower(big.NewRat(1, 1), new(big.Rat).Quo(sum, of))
	}
	for _, s := range c.Eligible {
		fraction := new(big.Rat)
		switch {
		case s.On == plan.OnBooking, s.On == plan.OnGoLive && k.live:
			fraction.SetInt64(1)
		case s.On == plan.OnInvoice:
			fraction = part(k.invoiced)
		case s.On == plan.OnCash:
			fraction = part(k.paid)
		}
		share.Add(share, mul(fraction, rat(s.Share)))
	}
	return minor(mul(big.NewRat(r.amount, pow(10, n.plan.Currency.Exponent())), share), n.plan)
}

// lines writes what an opportunity has on its lines, without those that pay nothing.
func sortedLines(of map[string][]int64) string {
	var all []string
	for name, amounts := range of {
		slices.Sort(amounts)
		if amounts = slices.DeleteFunc(amounts, func(a int64) bool { return a == 0 }); len(amounts) > 0 {
			all = append(all, fmt.Sprint(name, amounts))
		}
	}
	sort.Strings(all)
	return strings.Join(all, " ")
}

func TestTheEngineAgreesWithAReferenceThatSharesNothing(t *testing.T) {
	t.Parallel()
	often(t, func(t *rapid.T) {
		w := drawWorld(t, plan.Restate)
		in, on := w.input(), day("2028-12-31")-period.Date(rapid.IntRange(0, 300).Draw(t, "before the end"))
		at, err := commission.Evaluate(in, on)
		if err != nil {
			t.Fatal(err)
		}
		n := &naive{plan: w.plan, cal: w.calendar, quota: rat(w.quota)}
		for _, e := range commission.Ordered(in.Events) {
			if e.On <= on {
				n.take(e)
			}
		}
		want, got, earned, due := map[string][]int64{}, map[string][]int64{}, int64(0), int64(0)
		for _, r := range n.rows() {
			want[r.deal.name] = append(want[r.deal.name], r.amount)
			earned, due = earned+r.amount, due+n.due(r)
		}
		for _, l := range at.Lines {
			got[l.Opportunity] = append(got[l.Opportunity], l.Amount)
		}
		if sortedLines(got) != sortedLines(want) || at.Earned() != earned || at.Due() != due {
			t.Fatalf("%s\nearned %d, due %d: %s\nthe reference says %d and %d: %s", w, at.Earned(), at.Due(),
				sortedLines(got), earned, due, sortedLines(want))
		}
	})
}
