// Package plan is the compensation plan: a document that says how a member is paid for what they sell.
//
// A plan is data, never code, so that it can be explained, compared with its last version, checked before it is used
// and exchanged. Amounts are decimals in major units of the plan's currency, rates are fractions, periods are
// half-open.
package plan

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Document is one version of a plan, as it is imported, exported and signed.
type Document struct {
	Name        string
	Currency    money.Currency
	Effective   Span
	Measurement period.Kind // attainment accumulates inside one such fiscal period and starts again at zero
	Payout      period.Kind // a statement covers one such fiscal period
	Rounding    money.Rounding
	Retroactive Retroactive
	Components  []Component
	Draw        *Draw // nil: none
}

// Span is the days from From up to, not including, To.
type Span struct{ From, To period.Date }

// Contains tells whether the day falls in the span.
func (s Span) Contains(d period.Date) bool { return d >= s.From && d < s.To }

// Retroactive is the policy for later changes of an opportunity: how earnings already stated change.
type Retroactive string

// The three policies; they differ in money (definitions §10).
const (
	Restate      Retroactive = "restate"       // as if the change had always been true
	OriginalRate Retroactive = "original_rate" // at the rates that were paid, and nothing else moves
	Prospective  Retroactive = "prospective"   // from its own date only, as a difference booked then
)

// Kind is the kind of a component.
type Kind string

// The kinds: a rate on what the member is credited with, a fixed amount an opportunity, a rate on the credit of those
// below.
const (
	Rate     Kind = "rate"
	Bonus    Kind = "bonus"
	Override Kind = "override"
)

// Measure is the quantity of an opportunity that is credited.
type Measure string

// The measures: the amount, 1 an opportunity, recurring revenue of a year, margin.
const (
	Amount Measure = "amount"
	Count  Measure = "count"
	ARR    Measure = "arr"
	Margin Measure = "margin"
)

// Component is one part of a plan that pays.
type Component struct {
	ID          string
	Kind        Kind
	Measure     Measure
	Qualifies   Criteria
	Quota       *Quota           // nil: none is needed
	ByMeasure   bool             // tiers begin at amounts or counts, not at shares of the quota
	Tiers       []Tier           // by From; the first begins at 0
	Gate        *decimal.Decimal // attainment under which nothing is paid
	Cap         Cap
	Multipliers []Multiplier
	Eligible    []Share
	Clawback    *Clawback
	Bonus       decimal.Decimal  // of a bonus: the amount an opportunity
	Window      *Span            // of a bonus: when it may be booked; nil: whenever the plan is in effect
	Budget      *decimal.Decimal // of a bonus: nil is without end
	Override    decimal.Decimal  // of an override: the fraction of what those below are credited with
}

// Criteria are the conditions of a component. An opportunity must meet all; the zero Criteria accept every opportunity.
type Criteria struct {
	Type, Product, Source, Segment, Territory []string
	MinAmount, MaxAmount                      *decimal.Decimal // of the whole opportunity, both included
	TermMonths                                *int             // at least; of multipliers only
}

// Quota is the quota of a component: the member's assigned quota, or a fixed amount per period.
type Quota struct {
	Assigned bool
	Fixed    decimal.Decimal
}

// Tier is the rate from a threshold on.
type Tier struct {
	From decimal.Decimal // attainment, 1 is the quota; or measured
	Rate decimal.Decimal // fraction of the measure; of counts an amount a unit
	All  bool            // once reached, back to the first unit; otherwise only on what is above
}

// Cap limits what a component earns, on an opportunity first and then in a measurement period.
type Cap struct{ PerOpportunity, PerPeriod *decimal.Decimal }

// Multiplier scales a line whose opportunity meets the conditions.
type Multiplier struct {
	When   Criteria
	Factor decimal.Decimal
}

// Moment is when a share of an earned line becomes payable.
type Moment string

// The moments. An invoice and cash count by their share of the opportunity's amount, or of what was invoiced in all
// where that is more.
const (
	OnBooking Moment = "booking"
	OnInvoice Moment = "invoice"
	OnCash    Moment = "cash"
	OnGoLive  Moment = "go_live"
)

// Share is the part of an earned line that becomes payable at a moment.
type Share struct {
	On    Moment
	Share decimal.Decimal
}

// Clawback takes earnings back if an opportunity is cancelled or written off within some days.
type Clawback struct {
	WithinDays        int  // of the booking, the last included
	Prorata           bool // only the part of the days that are left; otherwise all
	ReducesAttainment bool
}

// Draw is pay in advance.
type Draw struct {
	Recoverable bool
	Amount      decimal.Decimal
	Per         period.Kind
	AboveDraw   bool // only what is earned above the draw repays; otherwise everything that is earned
}
