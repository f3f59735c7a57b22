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

// Method is how a cost is spread over its time: in equal months, or by the days of each month.
type Method string

// The methods. By month, the month of a cost counts as a whole one; by day, its first day is the first that counts.
const (
	ByMonth Method = "month"
	ByDay   Method = "day"
)

// Policy is how an organisation capitalises what it pays for contracts that are booked from a day on.
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

// Usual is the policy of an organisation that has set none.
func Usual() Policy {
	return Policy{Method: ByMonth, LifeMonths: 36, CapitaliseOverrides: true}
}

// Months is over how many months the cost of a contract is spread: its term where a renewal is paid alike, else the
// time that a customer is expected to stay (340-40-35-1). A contract whose term is not known lasts as long as a
// customer.
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

// Policies are those of an organisation, by the day from which they hold.
type Policies []Policy

// At is the policy for a contract that is booked on a day; before the first one, the first.
func (ps Policies) At(on period.Date) Policy {
	found := Usual()
	for i, p := range ps {
		if i == 0 || p.From <= on {
			found = p
		}
	}
	return found
}

// Cost is what was earned for winning a contract. Amount is in minor units of Currency, without payroll taxes.
type Cost struct {
	Contract   uuid.UUID
	Currency   money.Currency
	On         period.Date
	TermMonths int // 0: not known
	Amount     int64
}

// Schedule is the life of a contract's cost: its beginning and what changed it. It is a value; what changes it makes
// another.
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

// Capitalise begins the schedule of a cost under a policy.
func Capitalise(c Cost, p Policy) Schedule {
	months := max(1, p.Months(c.TermMonths))
	s := Schedule{Cost: c, Method: p.Method, Months: months, Expensed: p.ExpenseUpTo12Months && months <= 12}
	return s.with(step{on: c.On, kind: added, amount: p.Incremental(c.Amount), months: months})
}

// Under is Capitalise with the policy of the contract's day; a later policy that gives it another life changes the
// estimate from its own day on, never before (340-40-35-2). The method stays that of its beginning.
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

// Adjust changes the cost from a day on by what a later statement says, in minor units: it spreads over the time that
// is left. What falls below nothing is taken to profit at once, as a write-off below zero.
func (s Schedule) Adjust(on period.Date, amount int64) Schedule {
	return s.with(step{on: max(on, s.Cost.On), kind: adjusted, amount: amount})
}

// Remeasure changes the estimate from a day on: what is carried then spreads over so many months more (340-40-35-2).
func (s Schedule) Remeasure(on period.Date, monthsLeft int) Schedule {
	return s.with(step{on: max(on, s.Cost.On), kind: remeasured, months: max(1, monthsLeft)})
}

// WriteOff ends the contract: what is carried on that day is lost.
func (s Schedule) WriteOff(on period.Date) Schedule {
	return s.with(step{on: max(on, s.Cost.On), kind: terminated})
}

// Impair writes down to what the contract will still bring: remaining consideration less remaining costs, in minor
// units (340-40-35-3). A contract that brings enough stays as it is, as does one whose cost was expensed at once.
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
