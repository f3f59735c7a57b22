// Package pipeline is the list of opportunities that a team works through: what is open, late, untouched, won or lost.
//
// Every total is over all rows that the filter chooses, whatever page is shown, and the rows of a total sum to it.
package pipeline

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
)

// Flag narrows the list to opportunities that need attention.
type Flag string

// The flags.
const (
	Attention Flag = "attention" // overdue or untouched
	Overdue   Flag = "overdue"   // open, and the close date has passed
	Untouched Flag = "untouched" // open, and nothing was done for the organisation's number of days
	NoAmount  Flag = "no_amount" // no amount, or no rate to convert it
	NoDate    Flag = "no_date"
	NoStep    Flag = "no_step"  // open, and nobody said what comes next
	Unpriced  Flag = "unpriced" // no amount
	NoRate    Flag = "no_rate"  // an amount, and no rate to convert it
)

// The flags of what the data of open opportunities lacks, or cannot be (definitions §14).
const (
	NoAccount   Flag = "no_account"
	NoSource    Flag = "no_source"
	OwnerLeft   Flag = "owner_left"
	Negative    Flag = "negative"
	FarAway     Flag = "far_away"
	AskedAmount Flag = "asked_amount"  // its stage asks for an amount, and it has none
	AskedStep   Flag = "asked_step"    // its stage asks for a next step, and it has none
	AskedPerson Flag = "asked_contact" // its stage asks for a contact, and it has none
)

// From which open stage on, counted from 0, an opportunity is asked for a fact.
const (
	AsksForAmount  = 1
	AsksForStep    = 1
	AsksForContact = 2
)

// FarAwayDays is from how many days on a close date is no plan.
const FarAwayDays = 3 * 365

// Whose narrows a scope to one person's own opportunities, or to those without an owner.
type Whose string

// The choices; the zero value is everybody's within the scope.
const (
	TheirOwn Whose = "own"    // of the scope's owner alone, without those below
	Nobodys  Whose = "nobody" // without an owner
)

// Filter selects opportunities within a scope. Its zero value selects all open ones, with any close date.
type Filter struct {
	Statuses []opportunity.Status // empty: open
	// counts for the scope's period: close date in it, or overdue and the period is the current one; not omitted
	InPeriod bool
	PastDue  bool        // open, and the close date has passed, whatever the flag
	Month    period.Date // first day of a month: counts for it, likewise
	Stage    string
	Category opportunity.Category
	Through  opportunity.Category // closed, or in a category down to this one: a cumulative sum
	Type     string
	Source   string
	Account  uuid.UUID
	Within   []uuid.UUID // accounts; nil: any
	Flag     Flag
	Name     string      // part of the opportunity's or the account's name
	Whose    Whose       // within the scope
	Only     []uuid.UUID // of these; nil: of all
	By       rollup.Dimension
	Group    string   // of the dimension By; empty: what the source does not say
	Asks     Asks     // of custom fields
	Show     []Column // shown; what costs a look elsewhere is read for these only
	Sort     Sort
	After    Cursor
	Limit    int // 0: all
}

// Cursor is a position in the list: the sort value, empty where it is not known, and key of the last row before.
type Cursor struct {
	Value string
	ID    uuid.UUID
}

// Row is an opportunity in the list.
type Row struct {
	ID            uuid.UUID
	Name          string
	AccountID     *uuid.UUID
	Account       string
	OwnerID       *uuid.UUID
	Stage         string
	Status        opportunity.Status
	Category      opportunity.Category
	ProbabilityBP int
	Amount        *int64 // minor units of Currency
	Currency      money.Currency
	Base          *int64 // minor units of the base currency; nil where the amount or a rate is not known
	Weighted      *int64 // Base × probability, of an open opportunity; at the decay where it is overdue
	CloseOn       period.Date
	Type          string
	Source        string
	Competitor    string
	NextStep      string
	LossReason    string
	Fields        map[string]string // of custom fields, by their keys
	CreatedAt     time.Time
	LastOn        period.Date // of the last activity that was done; zero: none
	// Read only where their columns are shown:
	StageSince *time.Time
	Pushes     *int64
	Score      *int64 // of the qualification; nil: nothing is known
	Family     *string
	Segment    *string
	Territory  *string
	Region     *string
	SortKey    string
}

// Overdue tells that the close date of an open opportunity has passed.
func (r Row) Overdue(today period.Date) bool {
	return r.Status == opportunity.Open && !r.CloseOn.IsZero() && r.CloseOn < today
}

// Total is the total over all rows of the filter, in minor units of the base currency.
type Total struct {
	Count       int64
	Amount      int64
	Weighted    int64 // of what is open
	Unconverted int64 // how many have no amount, or no rate to convert it, and so are not in the sums
}

// Board is the list as a page shows it.
type Board struct {
	Scope  scope.Scope
	Filter Filter
	Rows   []Row
	Total  Total
	Base   money.Currency
	Next   *Cursor // nil on the last page
	quiet  period.Date
	before time.Time
}

// Untouched reports whether an open opportunity has had no activity for the organisation's number of days, as the flag
// does.
func (b Board) Untouched(r Row) bool {
	return r.Status == opportunity.Open && r.CreatedAt.Before(b.before) && r.LastOn <= b.quiet
}
