// Package cleanup hands out what the measurement of the data found: each owner of opportunities with a problem gets
// a task, and every measurement afterwards checks what of it was fixed.
//
// Nobody gets the same task twice while it is open. A task whose opportunities no longer have the problem is done by
// the measurement itself.
package cleanup

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/record/member"
)

// Share is the part of one person: the opportunities of an owner that have a problem.
type Share struct {
	Rule     quality.Rule
	Owner    *uuid.UUID // whose opportunities; nil: nobody's
	Assignee uuid.UUID  // who is asked to fix them
	IDs      []uuid.UUID
	Amount   int64      // minor units of the base currency, of those whose amount is known
	Task     *uuid.UUID // the open task that asks for it already; nil: none
}

// Title is the task in words; roster tells whose opportunities they are where somebody else is asked to fix them.
func (s Share) Title(roster *member.Roster) string {
	of := fmt.Sprintf("%d opportunities", len(s.IDs))
	if len(s.IDs) == 1 {
		of = "1 opportunity"
	}
	if s.Owner != nil && *s.Owner != s.Assignee {
		name := []rune(roster.Name(s.Owner))
		of += " of " + string(name[:min(len(name), longestName)])
	}
	return strings.Replace(asks[s.Rule], "%", of, 1)
}

// longestName bounds a name, so that a title stays one.
const longestName = 80

// asks are what is asked of people, by rule.
var asks = map[quality.Rule]string{
	quality.Overdue:    "Move or close %: the close date has passed",
	quality.NoNextStep: "Add a next step to %",
	quality.NoAmount:   "Add an amount to %",
	quality.NoDate:     "Add a close date to %",
	quality.NoOwner:    "Find an owner for %",
	quality.NoAccount:  "Add the account of %",
	quality.NoSource:   "Add the source of %",
	quality.NoContact:  "Add a contact to %",
	quality.Untouched:  "Follow up or close %: no recent activity",
	quality.Left:       "Find a new owner for %",
	quality.Negative:   "Correct the negative amount of %",
	quality.NoRate:     "Correct the currency of %: there is no exchange rate",
	quality.FarAway:    "Check the close date of %: more than three years away",
}

// Asks reports whether a rule can be handed out as tasks.
func Asks(rule quality.Rule) bool { return asks[rule] != "" }

// assignee is who is asked to fix the opportunities of an owner: the owner, or who leads them where they have left; of
// nobody's it is the one who hands out.
func assignee(roster *member.Roster, owner *uuid.UUID, me uuid.UUID) uuid.UUID {
	seen := map[uuid.UUID]bool{}
	for owner != nil && !seen[*owner] {
		seen[*owner] = true
		m, _ := roster.Find(*owner)
		if m.Active {
			return m.ID
		}
		owner = m.ManagerID
	}
	return me
}

// Progress is what became of the opportunities of a rule that were handed out, as the last measurement found them.
type Progress struct {
	Rule  quality.Rule
	Fixed int64
	Open  int64
	Moved int64 // to another owner, with the problem
	Since time.Time
}

// All is how many were handed out.
func (p Progress) All() int64 { return p.Fixed + p.Open + p.Moved }

// Handed is a task that was handed out, with what the last measurement found.
type Handed struct {
	TaskID     uuid.UUID
	Title      string
	AssigneeID uuid.UUID
	At         time.Time
	DueOn      period.Date
	DoneAt     *time.Time
	Fixed, All int64
}

// Lead is which opportunities a task is about: those of an owner, nil for nobody's, that have a problem.
type Lead struct {
	Rule    quality.Rule
	OwnerID *uuid.UUID
}
