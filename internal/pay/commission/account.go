package commission

import (
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// accumulation is where a component's credit adds up within one measurement period, in the order of booking.
type accumulation struct {
	component string
	period    period.Period
	policy    plan.Retroactive // of the version that was in force when credit began to add up
	entries   []*entry
	total     decimal.Decimal // what has been credited by now
	reached   decimal.Decimal // the most that total was after a booking
	causes    []Event         // what moved it, in order
}

// entry is a deal's part of an accumulation. Under restate its place follows from what is credited before it; under the
// other policies it keeps the place that it had when it was booked.
type entry struct {
	in     *accumulation
	deal   *deal
	of     *plan.Component // the version in force
	plan   *plan.Document
	quota  *decimal.Decimal // in major units or a count; nil: none
	event  string
	at     decimal.Decimal // credited before it, as it was booked
	booked decimal.Decimal // measure that its place was priced for
	now    decimal.Decimal // measure by now
	mult   decimal.Decimal
	facts  Facts
	ended  *ending

	difference bool // a later change of the deal and not its booking
}

// ending is what became of an entry whose deal was cancelled and taken back: what it had earned by then stays, and a
// part of it is taken.
type ending struct {
	lines, claw []Line
	lost        decimal.Decimal // of its measure
}

// counts is what an entry adds to the attainment of its period.
func (e *entry) counts() decimal.Decimal {
	if e.ended != nil && e.of.Clawback.ReducesAttainment {
		return e.now.Sub(e.ended.lost)
	}
	return e.now
}

// grow takes a booking, or what counts as one, into the total.
func (a *accumulation) grow(by decimal.Decimal) {
	a.total = a.total.Add(by)
	a.reached = decimal.Max(a.reached, a.total)
}

// add enters a deal at the end, or a difference of one.
func (a *accumulation) add(e *entry) {
	e.in, e.at = a, a.total
	a.entries = append(a.entries, e)
	e.deal.entries = append(e.deal.entries, e)
	a.grow(e.now)
}

// bookings are the entries of a deal's last booking, one a component; differences are apart.
func (d *deal) bookings() []*entry {
	var all []*entry
	for _, e := range d.entries {
		if !e.difference && e.event == d.booking.ID {
			all = append(all, e)
		}
	}
	return all
}

// remove takes an entry out, as if it had never been.
func (e *entry) remove() {
	a := e.in
	a.entries = slices.DeleteFunc(a.entries, func(other *entry) bool { return other == e })
	e.deal.entries = slices.DeleteFunc(e.deal.entries, func(other *entry) bool { return other == e })
	a.total = a.total.Sub(e.counts())
}

// reach is the credit that decides which rates hold back to the first unit: what is credited now where changes count as
// if they had always been true, else the most that bookings came to. So an amendment under original_rate neither wins
// nor loses a rate.
func (a *accumulation) reach() decimal.Decimal {
	if a.policy == plan.Restate {
		return a.total
	}
	return a.reached
}

// open is the credit that a gate asks for: once it is reached, everything counts, and only restate loses it again.
func (a *accumulation) open() decimal.Decimal { return decimal.Max(a.reach(), a.total) }

// attained is a credit as a fraction of a quota; nil without one.
func attained(credit decimal.Decimal, quota *decimal.Decimal) *decimal.Decimal {
	if quota == nil || !quota.IsPositive() {
		return nil
	}
	share := credit.DivRound(*quota, 12)
	return &share
}
