// Package capitalisation spreads what a contract cost in commission over the time in which the contract pays it back,
// as ASC 340-40 asks: capitalise, amortise, write off, roll forward (definitions §10).
//
// The rules are pure: costs, a policy and dates go in, months come out, in whole minor units. The method is an
// organisation's own policy, and nothing here is accounting advice.
package capitalisation

import (
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Method is how a cost is amortised: in equal months, or by the days of each month.
type Method string

// The methods. By month, the month of a cost counts as a whole one; by day, its first day is the first that counts.
const (
	ByMonth Method = "month"
	ByDay   Method = "day"
)

// Policy is how an organisation capitalises commission on contracts booked from a day on.
type Policy struct {
	From                period.Date `json:"from"`
	Method              Method      `json:"method"`
	ExpenseUpTo12Months bool        `json:"expense_up_to_12_months"` // the expedient of 340-40-25-4
	// a renewal pays as much commission: the cost lasts for the initial term
	Commensurate bool `json:"commensurate"`
	LifeMonths   int  `json:"life_months"` // how long a customer is expected to stay
	// what managers are paid on the contract is incremental too
	CapitaliseOverrides bool `json:"capitalise_overrides"`
	// payroll taxes on top of the commission, a fraction
	TaxShare decimal.Decimal `json:"tax_share"`
}

var decimalOne = decimal.New(1, 0)

// Usual is the default policy, of an organisation that has set none.
func Usual() Policy {
	return Policy{Method: ByMonth, LifeMonths: 36, CapitaliseOverrides: true}
}

// Months is the number of months over which a contract's cost is amortised: its term if renewals pay commensurate
// commission, else the expected customer lifetime (340-40-35-1). An unknown term counts as the customer lifetime.
func (p Policy) Months(term int) int {
	if p.Commensurate && term > 0 {
		return term
	}
	return p.LifeMonths
}

// Incremental is a commission with the payroll taxes that it causes, in minor units, rounded once.
func (p Policy) Incremental(amount int64) int64 {
	return decimal.New(amount, 0).Mul(decimalOne.Add(p.TaxShare)).RoundBank(0).IntPart()
}

// Policies are an organisation's policies, by first day.
type Policies []Policy

// At is the policy for a contract booked on a day; before the first one, the first.
func (ps Policies) At(on period.Date) Policy {
	found := Usual()
	for i, p := range ps {
		if i == 0 || p.From <= on {
			found = p
		}
	}
	return found
}

// Cost is the commission earned for winning a contract. Amount is in minor units of Currency, without payroll taxes.
type Cost struct {
	Contract   uuid.UUID
	Currency   money.Currency
	On         period.Date
	TermMonths int // 0: not known
	Amount     int64
}

// Schedule is the amortisation of a contract's cost: its start and later changes. It is a value; a change makes a new
// one.
type Schedule struct {
	Cost     Cost
	Method   Method
	Months   int  // over which it is spread
	Expensed bool // at once: it would be gone within a year
	steps    []step
}

type kind int

const (
	added kind = iota
	adjusted
	remeasured
	terminated
	impaired
)

type step struct {
	on     period.Date
	kind   kind
	amount int64 // minor units; of an impairment what can be recovered
	months int   // that are left
}

// Capitalise starts the schedule of a cost under a policy.
func Capitalise(c Cost, p Policy) Schedule {
	months := max(1, p.Months(c.TermMonths))
	s := Schedule{Cost: c, Method: p.Method, Months: months, Expensed: p.ExpenseUpTo12Months && months <= 12}
	return s.with(step{on: c.On, kind: added, amount: p.Incremental(c.Amount), months: months})
}

// Under is Capitalise with the policy of the contract's day. A later policy with another lifetime changes the estimate
// from its own day on, never before (340-40-35-2). The method does not change.
func (ps Policies) Under(c Cost) Schedule {
	s := Capitalise(c, ps.At(c.On))
	months := s.Months
	for _, p := range ps {
		if p.From <= c.On || s.Expensed {
			continue
		}
		if now := max(1, p.Months(c.TermMonths)); now != months {
			s, months = s.Remeasure(p.From, now-between(c.On, p.From)), now
		}
	}
	return s
}

// between counts the months from the month of one day to that of another.
func between(a, b period.Date) int { return monthOf(b) - monthOf(a) }

func monthOf(d period.Date) int {
	y, m, _ := d.Time().Date()
	return y*12 + int(m) - 1
}

func (s Schedule) with(next step) Schedule {
	s.steps = append(slices.Clone(s.steps), next)
	slices.SortStableFunc(s.steps, func(a, b step) int { return int(a.on - b.on) })
	return s
}

// Adjust changes the cost from a day on by the amount of a later statement, in minor units, and spreads it over the
// remaining time. A cost below zero goes to profit at once, as a negative write-off.
func (s Schedule) Adjust(on period.Date, amount int64) Schedule {
	return s.with(step{on: max(on, s.Cost.On), kind: adjusted, amount: amount})
}

// Remeasure changes the estimate from a day on: the carrying amount is spread over the given number of months
// (340-40-35-2).
func (s Schedule) Remeasure(on period.Date, monthsLeft int) Schedule {
	return s.with(step{on: max(on, s.Cost.On), kind: remeasured, months: max(1, monthsLeft)})
}

// WriteOff ends the contract: its carrying amount on that day is written off.
func (s Schedule) WriteOff(on period.Date) Schedule {
	return s.with(step{on: max(on, s.Cost.On), kind: terminated})
}

// Impair writes the cost down to the amount still expected from the contract: remaining consideration less remaining
// costs, in minor units (340-40-35-3). It changes nothing if that amount is sufficient or the cost was expensed.
func (s Schedule) Impair(on period.Date, consideration, costs int64) Schedule {
	if s.Expensed {
		return s
	}
	return s.with(step{on: max(on, s.Cost.On), kind: impaired, amount: max(0, consideration-costs)})
}

// without is the schedule before it was impaired on a day, for a newer word on that day takes the place of the one
// before.
func (s Schedule) without(on period.Date) Schedule {
	s.steps = slices.DeleteFunc(slices.Clone(s.steps), func(st step) bool { return st.kind == impaired && st.on == on })
	return s
}

// Ended is the day on which the contract was terminated; zero: it was not.
func (s Schedule) Ended() period.Date {
	for _, st := range s.steps {
		if st.kind == terminated {
			return st.on
		}
	}
	return 0
}
