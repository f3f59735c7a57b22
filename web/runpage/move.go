package runpage

import (
	"strings"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// confirm asks before statements are moved on.
type confirm struct {
	Base, Back string
	To         statement.State
	Chosen     []string // as Choice writes them
	Statements []statement.Statement
}

func (p confirm) verb() string {
	switch p.To {
	case statement.ManagerApproved, statement.FinanceApproved:
		return "Approve"
	case statement.Locked:
		return "Lock"
	case statement.Paid:
		return "Mark as paid"
	}
	return "Return"
}

func (p confirm) question() string {
	return p.verb() + " " + ui.Plural(len(p.Chosen), "statement", "statements") + "?"
}

// sums is what the chosen statements pay, in each currency.
func (p confirm) sums() string {
	var order []money.Currency
	all := map[money.Currency]int64{}
	for _, s := range p.Statements {
		if _, there := all[s.Currency]; !there {
			order = append(order, s.Currency)
		}
		all[s.Currency] += s.Payable
	}
	var said []string
	for _, c := range order {
		said = append(said, page.Cash(c).Exact(all[c]))
	}
	return strings.Join(said, " and ")
}

// Title is the page's heading.
func (p confirm) Title() string { return p.verb() + " statements" }

func (p confirm) consequence() string {
	switch p.To {
	case statement.ManagerApproved:
		return "They go to finance next. If a recalculation changes them, they need your approval again."
	case statement.FinanceApproved:
		return "They can then be locked. If a recalculation changes them, they need approval again."
	case statement.Locked:
		return "You cannot undo locking: it posts the entries to the ledger. Later changes are corrected on a later statement."
	case statement.Paid:
		return "This is the last step. You cannot undo it."
	}
	return "They go back to operations with your reason and need all approvals again."
}

// moved is what became of moving statements on.
type moved struct {
	Back   string
	To     statement.State
	Done   int
	Failed []failure
}

// failure is a statement that was not moved on, and why.
type failure struct{ Member, Reason string }

func (p moved) items() []ui.Item {
	var items []ui.Item
	for _, f := range p.Failed {
		items = append(items, ui.Item{Tone: ui.Warn, Title: f.Member, Sub: f.Reason})
	}
	return items
}

// movable tells that a person may ask for a state.
func movable(to statement.State) bool {
	switch to {
	case statement.ManagerApproved, statement.FinanceApproved, statement.Returned, statement.Locked, statement.Paid:
		return true
	}
	return false
}

// sentence is the sentence after statements were moved on.
func sentence(n int, to statement.State) string {
	return ui.Plural(n, "statement is", "statements are") + " now “" + to.Label() + "”."
}
