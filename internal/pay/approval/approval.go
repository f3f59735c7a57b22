// Package approval moves statements from calculated to paid: a manager approves, then finance approves and locks, which
// posts the ledgers. Both can return a statement with a reason.
package approval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// follows are the states that a person may put a statement into from where it stands. Calculating is not among them: it
// puts a statement that is not closed back to calculated.
var follows = map[statement.State][]statement.State{
	statement.Calculated:      {statement.ManagerApproved, statement.Returned},
	statement.ManagerApproved: {statement.FinanceApproved, statement.Returned},
	statement.FinanceApproved: {statement.Locked, statement.Returned},
	statement.Locked:          {statement.Paid},
}

// mostLetters is how many letters a note has.
const mostLetters = 2000

// Move changes a statement's state to one that may follow its current one: managers approve for the people below, then
// finance approves, locks and marks as paid. Both can return it with a reason. number is the state that the person saw.
func Move(ctx context.Context, tx *tenant.Tx, id uuid.UUID, to statement.State, number int, note string) error {
	seen, err := statement.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := fault.Within("note", note, mostLetters); err != nil {
		return err
	}
	if to == statement.Locked && tx.Actor().Role.May(tenant.ManagePay) { // before the statement, as a calculation does
		if err := payrun.Hold(ctx, tx, seen.RunID, fact.Payee{Member: seen.MemberID, Plan: seen.PlanID}); err != nil {
			return err
		}
	}
	s, err := statement.Hold(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := mayMove(ctx, tx, s, to); err != nil {
		return err
	}
	switch {
	case number != s.StateNumber:
		return fault.New(fault.Conflict,
			"Somebody else changed this statement. Its status is now “"+s.State.Label()+"”.")
	case s.Problem != "":
		return fault.New(fault.Invalid, "This statement could not be calculated: "+s.Problem)
	case to == statement.Returned && strings.TrimSpace(note) == "":
		return fault.On("note", "Enter a reason for returning the statement.")
	}
	ok := slices.Contains(follows[s.State], to)
	if to == statement.FinanceApproved && s.State == statement.Calculated {
		managed, err := hasManager(ctx, tx, s)
		if err != nil {
			return err
		}
		ok = !managed // nobody to approve before finance does
	}
	if !ok {
		return fault.New(fault.Invalid,
			fmt.Sprintf("A statement with status “%s” cannot change to “%s”.", s.State.Label(), to.Label()))
	}
	if to == statement.Locked {
		if err := payrun.MayLock(ctx, tx, s); err != nil {
			return err
		}
		if err := ledger.Post(ctx, tx, s); err != nil {
			return err
		}
	}
	if err := statement.SetState(ctx, tx, s, to, *s.Calculation, note); err != nil {
		return err
	}
	return audit.Record(ctx, tx, strings.ReplaceAll(string(to), "_", " "), "commission statement", s.ID.String(),
		map[string]string{"period": s.Period})
}

// mayMove refuses who has no right to the state, and everybody for their own statement.
func mayMove(ctx context.Context, tx *tenant.Tx, s statement.Statement, to statement.State) error {
	if tx.Is(s.MemberID) {
		return fault.New(fault.Forbidden, "You cannot approve your own statement.")
	}
	if to == statement.ManagerApproved || to == statement.Returned {
		return tx.Require(tenant.ApprovePay)
	}
	return tx.Require(tenant.ManagePay)
}

// hasManager tells whether a manager reads a statement today: their line over the member is confirmed.
func hasManager(ctx context.Context, tx *tenant.Tx, s statement.Statement) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.confirmed_lines l
		JOIN app.assignments a ON a.tenant_id = @tenant AND a.member_id = l.manager_id AND a.role = 'manager'
		AND a.valid_from <= @today AND a.valid_to > @today AND a.replaced_at = 'infinity'
		WHERE l.tenant_id = @tenant AND l.member_id = @member AND l.starts_on <= @today AND l.starts_on < @ends
			AND NOT EXISTS (SELECT 1 FROM app.line_ends e WHERE e.tenant_id = @tenant AND e.line_id = l.id
			AND e.ends_on <= @today))`,
		tenant.Args{"member": s.MemberID, "today": tx.Today(), "ends": s.EndsOn})
}
