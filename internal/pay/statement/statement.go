// Package statement is a member's pay on one plan for a payout period: where it stands, what it was calculated from
// each time and came to, how two calculations differ, and what a year of statements sums to.
//
// A statement can be calculated again until it is locked, and never after. What is learnt later is a line of the next
// one: every calculation starts from where the member's last locked statement left off (definitions §10).
package statement

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// State is the status of a statement.
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
		return "Not calculated"
	}
}

// Closed reports whether a statement can no longer change.
func (s State) Closed() bool { return s == Locked || s == Paid }

// Statement is one member's pay on one plan for a period, by its newest calculation. Amounts are minor units of
// Currency.
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
