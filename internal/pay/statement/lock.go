package statement

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Move puts a statement into a state that may follow where it stands: managers approve for those below, then finance
// approves, locks and marks as paid; each may return it with a reason. number is the state that the person saw.
func Move(ctx context.Context, tx *tenant.Tx, id uuid.UUID, to State, number int, note string) error {
	seen, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := fault.Within("note", note, mostSaid); err != nil {
		return err
	}
	if to == Locked && tx.Actor().Role.May(tenant.ManagePay) { // before the statement, as a calculation does
		if err := hold(ctx, tx, seen.RunID, payee{seen.MemberID, seen.PlanID}); err != nil {
			return err
		}
	}
	s, err := held(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := mayMove(ctx, tx, s, to); err != nil {
		return err
	}
	switch {
	case number != s.StateNumber:
		return fault.New(fault.Conflict, "Somebody else has moved this statement on; it is now “"+s.State.Label()+"”.")
	case s.Problem != "":
		return fault.New(fault.Invalid, "This statement could not be calculated: "+s.Problem)
	case to == Returned && strings.TrimSpace(note) == "":
		return fault.On("note", "Say why it goes back.")
	}
	ok := slices.Contains(follows[s.State], to)
	if to == FinanceApproved && s.State == Calculated {
		managed, err := hasManager(ctx, tx, s)
		if err != nil {
			return err
		}
		ok = !managed // nobody to approve before finance does
	}
	if !ok {
		return fault.New(fault.Invalid, fmt.Sprintf("A statement that is “%s” does not become “%s”.", s.State.Label(), to.Label()))
	}
	if to == Locked {
		if err := post(ctx, tx, s); err != nil {
			return err
		}
	}
	if err := put(ctx, tx, s, to, *s.Calculation, note); err != nil {
		return err
	}
	return audit.Record(ctx, tx, strings.ReplaceAll(string(to), "_", " "), "commission statement", s.ID.String(), map[string]string{"period": s.Period})
}

// mayMove refuses who has no right to the state, and everybody for their own statement.
func mayMove(ctx context.Context, tx *tenant.Tx, s Statement, to State) error {
	if tx.Actor().MemberID == s.MemberID {
		return fault.New(fault.Forbidden, "Somebody else approves your statement.")
	}
	if to == ManagerApproved || to == Returned {
		return tx.Require(tenant.ApprovePay)
	}
	return tx.Require(tenant.ManagePay)
}

// hasManager tells whether a manager reads a statement today: their line over the member is confirmed.
func hasManager(ctx context.Context, tx *tenant.Tx, s Statement) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.confirmed_lines l
		JOIN app.assignments a ON a.tenant_id = @tenant AND a.member_id = l.manager_id AND a.role = 'manager' AND a.valid_from <= @today AND a.valid_to > @today AND a.replaced_at = 'infinity'
		WHERE l.tenant_id = @tenant AND l.member_id = @member AND l.starts_on <= @today AND l.starts_on < @ends
			AND NOT EXISTS (SELECT 1 FROM app.line_ends e WHERE e.tenant_id = @tenant AND e.line_id = l.id AND e.ends_on <= @today))`,
		tenant.Args{"member": s.MemberID, "today": tx.Today(), "ends": s.EndsOn})
}

// post writes the ledgers of a statement. It refuses one that rests on an older statement than the last locked one, or that
// has an earlier one open: statements of a payee follow each other.
func post(ctx context.Context, tx *tenant.Tx, s Statement) error {
	if err := inTurn(ctx, tx, s); err != nil {
		return err
	}
	r, err := Load(ctx, tx, s)
	if err != nil {
		return err
	}
	credits := creditsOf(s, r)
	if err := postCredits(ctx, tx, credits); err != nil {
		return err
	}
	posted, err := waiting(ctx, tx, s.MemberID, s.Currency)
	if err != nil {
		return err
	}
	sum := int64(0)
	for _, a := range posted {
		sum += a.Amount
	}
	if sum != s.Adjustments {
		return fault.New(fault.Conflict, "An adjustment was decided on since this statement was calculated; calculate it again.")
	}
	if err := postEarnings(ctx, tx, s, r, credits, posted); err != nil {
		return err
	}
	return postPayout(ctx, tx, s, r)
}
