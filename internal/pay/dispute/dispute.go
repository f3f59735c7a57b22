// Package dispute is the thread in which a member doubts a line of a statement and somebody answers.
//
// Nothing in it is edited: each word is an entry with the state that it leads to. What is granted becomes an
// adjustment, which a second person approves and the member's next statement posts; a locked statement never changes.
package dispute

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// State is the status of a dispute.
type State string

// The states.
const (
	Submitted        State = "submitted"
	InReview         State = "in_review"
	NeedsInformation State = "needs_information"
	Approved         State = "approved"
	Partly           State = "partly"
	Denied           State = "denied"
	Closed           State = "closed"
)

// Label is the state's name for people.
func (s State) Label() string {
	switch s {
	case Submitted:
		return "Submitted"
	case InReview:
		return "In review"
	case NeedsInformation:
		return "Needs information"
	case Approved:
		return "Approved"
	case Partly:
		return "Approved in part"
	case Denied:
		return "Denied"
	default:
		return "Closed"
	}
}

// Decided reports whether the dispute is answered.
func (s State) Decided() bool { return s == Approved || s == Partly || s == Denied || s == Closed }

// follows are the states that may follow each. The member's answer to a question leads back into review, and so does a
// member who does not take a denial for an answer.
var follows = map[State][]State{
	Submitted:        {InReview, NeedsInformation, Approved, Partly, Denied, Closed},
	InReview:         {InReview, NeedsInformation, Approved, Partly, Denied, Closed},
	NeedsInformation: {InReview, Denied, Closed},
	Approved:         {Closed},
	Partly:           {Closed, InReview},
	Denied:           {Closed, InReview},
}

// Follows lists the states that may follow a state.
func (s State) Follows() []State { return follows[s] }

// may tells whether one state may follow another.
func (s State) may(to State) bool { return slices.Contains(follows[s], to) }

// byMember are the states that the member's own entries lead to.
func (s State) byMember(to State) bool {
	return to == Closed || to == InReview && (s == NeedsInformation || s == Partly || s == Denied || s == InReview)
}

// Dispute is a member's question about a line of a statement, or about something missing from it. Claimed is minor
// units of Currency.
type Dispute struct {
	ID            uuid.UUID
	StatementID   uuid.UUID
	MemberID      uuid.UUID
	Period        string
	Currency      money.Currency
	Line          *int // nil: something is missing
	OpportunityID *uuid.UUID
	Claimed       *int64
	DueOn         period.Date
	OpenedAt      time.Time
	OpenedBy      uuid.UUID
	State         State
	Entries       int        // how many, to see two people at once
	SaidBy        *uuid.UUID // who wrote the last one
	Granted       int64      // by now
}

// Late reports whether the answer is overdue.
func (d Dispute) Late(today period.Date) bool { return !d.State.Decided() && today > d.DueOn }

// Entry is a message in the thread.
type Entry struct {
	ID        uuid.UUID
	Number    int
	State     State
	Note      string
	Amount    *int64 // granted, minor units of the statement's currency
	FileName  string // evidence; empty: none
	WrittenAt time.Time
	WrittenBy *uuid.UUID
}

// File is evidence: at most mostBytes of a type that browsers show or save.
type File struct {
	Name string
	Body []byte
}

// mostBytes is the size of a piece of evidence.
const mostBytes = 5 << 20

// mostLetters is how long a word in a thread is: with what stands before it, it fits into the reason of an adjustment.
const mostLetters = 1900

// answerDays is how long an answer may take.
const answerDays = 14

// MayMember reports whether the member may move the dispute to a state.
func (d Dispute) MayMember(to State) bool { return d.State.may(to) && d.State.byMember(to) }
