// Package commission works out what a member is paid for what they sell, to the cent and with the reason of each cent.
//
// It is pure: events, plan versions and quotas go in; lines, attainment and payables come out, the same bytes for the
// same input. Evaluate prices everything that happened up to a day; Next compares two evaluations and says what a
// statement holds, so that what was stated before is never rewritten (definitions §10).
package commission

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Kind is the kind of an event.
type Kind string

// The kinds. An opportunity is booked once: a later booking moves it.
const (
	Booking      Kind = "booking"
	Amendment    Kind = "amendment" // the facts that it names are new from then on
	Invoice      Kind = "invoice"
	Cash         Kind = "cash"
	GoLive       Kind = "go_live"
	Cancellation Kind = "cancellation"
	WriteOff     Kind = "write_off"
)

// rank orders what happened to an opportunity on one day.
var rank = map[Kind]int{Booking: 0, Amendment: 1, Invoice: 2, Cash: 3, GoLive: 4, Cancellation: 5, WriteOff: 6}

// Event is something that happened to an opportunity on a day: a booking, an amendment, a payment. Amounts are in major
// units of the plan's currency.
type Event struct {
	ID          string `json:"id"`
	Opportunity string `json:"opportunity"`
	// who is credited, where it is somebody below the payee; overrides pay for those
	Member string      `json:"member,omitempty"`
	Kind   Kind        `json:"kind"`
	On     period.Date `json:"on"`
	Facts
}

// Facts are the properties of an opportunity that plans use. In an amendment, nil and empty values mean unchanged.
type Facts struct {
	// of the whole opportunity, as ARR and Margin; of an invoice or a payment its own
	Amount     *decimal.Decimal `json:"amount,omitempty"`
	ARR        *decimal.Decimal `json:"arr,omitempty"`
	Margin     *decimal.Decimal `json:"margin,omitempty"`
	Type       string           `json:"type,omitempty"`
	Products   []string         `json:"product,omitempty"`
	Source     string           `json:"source,omitempty"`
	Segment    string           `json:"segment,omitempty"`
	Territory  string           `json:"territory,omitempty"`
	Credit     *decimal.Decimal `json:"credit,omitempty"`      // the payee's share; nil: all of it
	Overlay    bool             `json:"overlay,omitempty"`     // the credit is beside the revenue, never part of it
	TermMonths int              `json:"term_months,omitempty"` // 0: not known
}

// Term is a plan version and the days on which the payee is on it.
type Term struct {
	Plan     plan.Document
	From, To period.Date
}

// Input is everything that pay depends on. Terms are versions of one plan, in order and without overlap.
type Input struct {
	Calendar period.Calendar
	Terms    []Term
	// assigned, by the key of the measurement period, for the payee's days in it; major units, or a count
	Quotas map[string]decimal.Decimal
	Events []Event
	// bonuses by component and deal, where payees share a budget; nil: nobody shares
	Grants   map[string]map[string]decimal.Decimal
	Wordless bool // lines do not say why, for who asks for sums alone
}

// Line is an amount with its reason: the part of an opportunity's credit that is paid at one rate.
type Line struct {
	Component   string          `json:"component"`
	Period      string          `json:"period"` // the measurement period that it counts in
	Opportunity string          `json:"opportunity"`
	Member      string          `json:"member,omitempty"` // whose credit it was, where it was not the payee's
	Event       string          `json:"event"`            // what caused it
	Measure     decimal.Decimal `json:"measure"`
	Rate        decimal.Decimal `json:"rate"`
	Multiplier  decimal.Decimal `json:"multiplier"`
	Amount      int64           `json:"amount"` // minor units of the plan's currency
	Due         int64           `json:"due"`    // the part of Amount that has become payable, in minor units
	Clawback    bool            `json:"clawback,omitempty"`
	Reversal    bool            `json:"reversal,omitempty"` // takes back a line of an earlier statement
	Why         string          `json:"why"`
	Waits       string          `json:"waits,omitempty"` // what the rest is waiting for
	of          *plan.Component
	plan        *plan.Document
	entry       *entry
}

type lineKey struct{ component, period, opportunity, member string }

func (l Line) key() lineKey { return lineKey{l.Component, l.Period, l.Opportunity, l.Member} }

// Ordered sorts events in the order in which they apply: by day; on one day bookings first; then by opportunity and
// key. The order of the input does not matter.
func Ordered(events []Event) []Event {
	sorted := slices.Clone(events)
	if !slices.IsSortedFunc(sorted, inOrder) {
		slices.SortStableFunc(sorted, inOrder)
	}
	return sorted
}

func inOrder(a, b Event) int {
	if a.On != b.On {
		return cmp.Compare(a.On, b.On)
	}
	return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Opportunity, b.Opportunity),
		cmp.Compare(a.Member, b.Member), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
}

// termOn is the term in force on a day.
func (in *Input) termOn(d period.Date) *Term {
	for i := range in.Terms {
		t := &in.Terms[i]
		if d >= t.From && d < t.To && t.Plan.Effective.Contains(d) {
			return t
		}
	}
	return nil
}

// nearest is the term in force on a day or else the last before it, the first where there is none; nil without terms.
func (in *Input) nearest(d period.Date) *Term {
	if len(in.Terms) == 0 {
		return nil
	}
	found := &in.Terms[0]
	for i := range in.Terms {
		if in.Terms[i].From <= d {
			found = &in.Terms[i]
		}
	}
	return found
}

// lastDay is the last day on which the term is in force.
func (t *Term) lastDay() period.Date { return min(t.To, t.Plan.Effective.To) - 1 }

// measured is the measurement period of a term that holds a day, or the term's last where the term is over.
func (in *Input) measured(t *Term, d period.Date) period.Period {
	return in.Calendar.Containing(t.Plan.Measurement, min(d, t.lastDay()))
}

// round is an exact amount in major units as whole minor units, rounded once by the plan's rule.
func round(d decimal.Decimal, p *plan.Document) int64 {
	return whole(d.Shift(p.Currency.Exponent()), p.Rounding)
}

// exact is how many decimals a quotient keeps before it is rounded, so many that no tie is missed or invented.
const exact = 48

// whole rounds minor units once. More than can be added up stops there, so that no sum runs over before it is refused.
func whole(d decimal.Decimal, r money.Rounding) int64 {
	if r == money.HalfUp {
		d = d.Round(0)
	} else {
		d = d.RoundBank(0)
	}
	if d.Abs().GreaterThan(decimal.NewFromInt(money.Most)) {
		return int64(d.Sign()) * money.Most
	}
	return d.IntPart()
}
