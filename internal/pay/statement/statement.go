// Package statement runs commissions: it gathers what each member is paid on, has the engine state it, leads statements
// through their approvals, and posts the ledgers when one is locked.
//
// A statement can be calculated again until it is locked, and never after. What is learnt later is a line of the next one:
// every calculation starts from where the member's last locked statement left off (definitions §10).
package statement

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// State is where a statement stands.
type State string

// The states, in the order in which they follow each other. Returned goes back to be calculated again.
const (
	Draft           State = "draft" // opened, not calculated yet or not calculable
	Calculated      State = "calculated"
	Returned        State = "returned"
	ManagerApproved State = "manager_approved"
	FinanceApproved State = "finance_approved"
	Locked          State = "locked"
	Paid            State = "paid"
)

// Label is the state's name for people.
func (s State) Label() string {
	switch s {
	case Calculated:
		return "Calculated"
	case Returned:
		return "Returned"
	case ManagerApproved:
		return "Approved by manager"
	case FinanceApproved:
		return "Approved by finance"
	case Locked:
		return "Locked"
	case Paid:
		return "Paid"
	default:
		return "Draft"
	}
}

// mostSaid is how many letters a note, or the reason of an adjustment or a grant has.
const mostSaid = 2000

// Closed tells that a statement never changes again.
func (s State) Closed() bool { return s == Locked || s == Paid }

// follows are the states that a person may put a statement into from where it stands. Calculating is not among them: it
// puts a statement that is not closed back to calculated.
var follows = map[State][]State{
	Calculated:      {ManagerApproved, Returned},
	ManagerApproved: {FinanceApproved, Returned},
	FinanceApproved: {Locked, Returned},
	Locked:          {Paid},
}

// Run is a payout period in which statements are made.
type Run struct {
	ID       uuid.UUID
	Period   string
	StartsOn period.Date
	EndsOn   period.Date
	OpenedAt time.Time
}

// Attempt is one calculation of a run and how far it is.
type Attempt struct {
	ID         uuid.UUID
	RunID      uuid.UUID
	AsOf       time.Time
	Members    int
	Done       int
	StartedAt  time.Time
	FinishedAt *time.Time
	Problem    string
}

// Statement is one member's pay on one plan for a period, as it was calculated last. Amounts are minor units of Currency.
type Statement struct {
	ID           uuid.UUID
	RunID        uuid.UUID
	MemberID     uuid.UUID
	PlanID       uuid.UUID
	Period       string
	StartsOn     period.Date
	EndsOn       period.Date
	Currency     money.Currency
	State        State
	StateNumber  int // counts its states, to see two people at once
	Calculation  *uuid.UUID
	Number       int
	Problem      string // why it could not be calculated
	Earned       int64  // to date
	Due          int64  // of it payable by now
	PaidBefore   int64
	Payable      int64 // after draw, adjustments included
	Adjustments  int64
	DrawBalance  int64
	Attainment   *decimal.Decimal
	ResultHash   string
	CalculatedAt *time.Time
}
