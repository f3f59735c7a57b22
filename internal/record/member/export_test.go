package member

import (
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
)

// Link is a row of the closure.
type Link struct {
	Manager, Member uuid.UUID
	Depth           int
	From, To        period.Date
}

// Links is the closure, and RefuseLoop the rule that it ends.
func Links(assignments []Assignment) []Link {
	var all []Link
	for _, l := range links(assignments) {
		all = append(all, Link{l.ManagerID, l.MemberID, l.Depth, l.ValidFrom, l.ValidTo})
	}
	return all
}

var RefuseLoop = refuseLoop
