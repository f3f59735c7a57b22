// Package accrual is what the organisation owes its sellers: what they earned, what of it was paid, and what is left,
// by fiscal period and to the minor unit.
//
// The rules are pure. A statement is earned on the last day of its period, or today while that is to come, and paid on
// the day on which it was marked as paid, whatever happened between; what is not locked yet counts as it was last
// calculated (definitions §10).
package accrual

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Item is one statement's contribution to the liability. Amounts are minor units of Currency and for this statement
// alone, not to date.
type Item struct {
	Member      uuid.UUID
	Plan        uuid.UUID
	Currency    money.Currency
	From, To    period.Date
	On          period.Date // when it counts as earned; zero: on the last day before To
	Locked      bool
	Earned      int64 // on opportunities
	Due         int64 // of what was earned by now, what became payable with this statement
	Adjustments int64
	Draw        int64 // paid in advance; below zero: repaid
	Advanced    int64 // of Draw what has to be repaid, or below zero what was; the rest is a guarantee
	PaidOn      period.Date
}

// on is the day on which the statement counts as earned.
func (i Item) on() period.Date {
	if i.On.IsZero() {
		return i.To - 1
	}
	return i.On
}

// parts are the amounts that every figure of the statement is made of.
func (i Item) parts() []int64 { return []int64{i.Earned, i.Due, i.Adjustments, i.Draw, i.Advanced} }

// Guarantee is the amount that a non-recoverable draw adds to earnings.
func (i Item) Guarantee() int64 { return i.Draw - i.Advanced }

// Settles is the part of the liability that the statement's payment settles. Payment = Settles + advance − repayment.
func (i Item) Settles() int64 { return i.Due + i.Adjustments + i.Guarantee() }

// Movement is the change of the liability in a period: Opening + Earned + Adjusted + Guaranteed − Settled = Closing.
// The draws that members owe are a separate asset: DrawsOpening + Advanced − Repaid = Draws.
type Movement struct {
	Opening, Earned, Adjusted, Guaranteed, Settled, Closing int64
	// of Closing what waits for cash, an invoice or a go-live
	Pending                               int64
	DrawsOpening, Advanced, Repaid, Draws int64
	// of Earned, Adjusted and Guaranteed what is not locked yet
	Open int64
}

// Due is the part of the liability that is payable now: Closing without Pending.
func (m Movement) Due() int64 { return m.Closing - m.Pending }

// Cash is the amount paid out in the period: Settled + Advanced − Repaid.
func (m Movement) Cash() int64 { return m.Settled + m.Advanced - m.Repaid }

// Balances reports whether liability and draws both add up.
func (m Movement) Balances() bool {
	return m.Opening+m.Earned+m.Adjusted+m.Guaranteed-m.Settled == m.Closing &&
		m.DrawsOpening+m.Advanced-m.Repaid == m.Draws
}

// Row is a period of a roll-forward.
type Row struct {
	Period period.Period
	Movement
}

// Roll is the roll-forward of statements of one currency over consecutive periods.
func Roll(items []Item, periods []period.Period) []Row {
	rows := make([]Row, len(periods))
	for n, p := range periods {
		rows[n].Period = p
		for _, i := range items {
			rows[n].take(i, p)
		}
	}
	return rows
}

func (m *Movement) take(i Item, p period.Period) {
	on := i.on()
	owed := i.Earned + i.Adjustments + i.Guarantee()
	switch {
	case on < p.Start:
		m.Opening += owed
	case on < p.End:
		m.Earned += i.Earned
		m.Adjusted += i.Adjustments
		m.Guaranteed += i.Guarantee()
		if !i.Locked {
			m.Open += owed
		}
	}
	if on < p.End {
		m.Closing += owed
		m.Pending += i.Earned - i.Due
	}
	if i.PaidOn.IsZero() || i.PaidOn >= p.End {
		return
	}
	m.Closing -= i.Settles()
	m.Draws += i.Advanced
	if i.PaidOn < p.Start {
		m.Opening -= i.Settles()
		m.DrawsOpening += i.Advanced
		return
	}
	m.Settled += i.Settles()
	m.Advanced += max(0, i.Advanced)
	m.Repaid += max(0, -i.Advanced)
}

// Currencies lists those of the statements, in order.
func Currencies(items []Item) []money.Currency {
	known := map[money.Currency]bool{}
	for _, i := range items {
		known[i.Currency] = true
	}
	return slices.SortedFunc(maps.Keys(known), cmp.Compare[money.Currency])
}

// In keeps the statements of a currency.
func In(items []Item, c money.Currency) []Item {
	var of []Item
	for _, i := range items {
		if i.Currency == c {
			of = append(of, i)
		}
	}
	return of
}

// Rates is the value of one minor unit of each currency in minor units of the base currency, on one day.
type Rates func(minor int64, c money.Currency) (base int64, ok bool)

// Total is the roll-forward of all currencies in the base currency at the rates of one day. A statement's figures are
// converted each by itself, so that the roll-forward adds up to the minor unit; left counts the statements without a
// rate, which are not in it.
func Total(items []Item, rates Rates, base money.Currency, periods []period.Period) (rows []Row, left int) {
	converted, left := Converted(items, rates, base)
	return Roll(converted, periods), left
}

// Converted converts the statements to the base currency. left counts those without a rate, or too large to add up.
func Converted(items []Item, rates Rates, base money.Currency) (all []Item, left int) {
	var tally money.Tally
	for _, i := range items {
		ok := true
		for _, part := range []*int64{&i.Earned, &i.Due, &i.Adjustments, &i.Draw, &i.Advanced} {
			var fine bool
			*part, fine = rates(*part, i.Currency)
			ok = ok && fine
		}
		if !ok || !tally.Takes(i.parts()...) {
			left++
			continue
		}
		i.Currency = base
		all = append(all, i)
	}
	return all, left
}

// Share is a member's part of a movement.
type Share struct {
	Member uuid.UUID
	Movement
}

// Behind is each member's share of a period, largest closing balance first; members without one are left out. For one
// currency, the shares add up to the period's row of Roll.
func Behind(items []Item, p period.Period) []Share {
	of := map[uuid.UUID]*Share{}
	for _, i := range items {
		if of[i.Member] == nil {
			of[i.Member] = &Share{Member: i.Member}
		}
		of[i.Member].take(i, p)
	}
	var all []Share
	for _, s := range of {
		if s.Movement != (Movement{}) {
			all = append(all, *s)
		}
	}
	slices.SortFunc(all, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Closing, a.Closing), bytes.Compare(a.Member[:], b.Member[:]))
	})
	return all
}
