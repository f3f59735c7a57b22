package pay

import (
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/ui"
)

// Move is what a reader may do with a statement next.
type Move struct {
	To    statement.State
	Label string
}

// Moves are the states that a reader of a role may put a statement into from where it stands.
func Moves(role tenant.Role, from statement.State) []Move {
	var all []Move
	add := func(right tenant.Right, to statement.State, label string) {
		if role.May(right) {
			all = append(all, Move{to, label})
		}
	}
	switch from {
	case statement.Calculated:
		add(tenant.ApprovePay, statement.ManagerApproved, "Approve")
	case statement.ManagerApproved:
		add(tenant.ManagePay, statement.FinanceApproved, "Approve for finance")
	case statement.FinanceApproved:
		add(tenant.ManagePay, statement.Locked, "Lock")
	case statement.Locked:
		add(tenant.ManagePay, statement.Paid, "Mark as paid")
	}
	if from == statement.Calculated || from == statement.ManagerApproved || from == statement.FinanceApproved {
		add(tenant.ApprovePay, statement.Returned, "Return")
	}
	return all
}

// Choice is a statement as a form names it: its key and the state that the person saw.
func Choice(s statement.Statement) string { return s.ID.String() + "." + strconv.Itoa(s.StateNumber) }

// Chosen reads a Choice.
func Chosen(text string) (id uuid.UUID, number int, err error) {
	if len(text) < 38 || text[36] != '.' {
		return id, 0, fault.New(fault.Invalid, "This statement does not exist. Reload the page.")
	}
	if id, err = uuid.Parse(text[:36]); err == nil {
		number, err = strconv.Atoi(text[37:])
	}
	if err != nil {
		return id, 0, fault.New(fault.Invalid, "This statement does not exist. Reload the page.")
	}
	return id, number, nil
}

// Tone is how good the state of a statement is.
func Tone(s statement.State) ui.Tone {
	switch s {
	case statement.Locked, statement.Paid:
		return ui.Good
	case statement.ManagerApproved, statement.FinanceApproved:
		return ui.Info
	case statement.Returned:
		return ui.Warn
	}
	return ui.Neutral
}
