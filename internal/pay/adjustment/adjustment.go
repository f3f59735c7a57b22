// Package adjustment stores manual changes of a member's pay outside the plan: one person proposes, another decides,
// and the member's next statement posts it.
package adjustment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// mostLetters is how many letters a reason or a note has.
const mostLetters = 2000

// Adjustment is an amount added to a member's pay, or taken from it, with a reason. It counts once a second person
// approves it, and becomes a line of the member's next statement in its currency.
type Adjustment struct {
	ID            uuid.UUID
	MemberID      uuid.UUID
	OpportunityID *uuid.UUID
	Amount        int64 // minor units of Currency
	Currency      money.Currency
	Reason        string
	DisputeID     *uuid.UUID
	ProposedBy    *uuid.UUID
	ProposedAt    time.Time
	Approved      *bool // nil: not decided
	DecidedBy     *uuid.UUID
	DecidedAt     *time.Time
	Statement     *uuid.UUID // where it was posted; nil: not yet
}

const adjustments = `SELECT a.id, a.member_id, a.opportunity_id, a.amount, a.currency, a.reason, a.dispute_id,
	a.proposed_by, a.proposed_at, d.approved, d.decided_by, d.decided_at,
		e.statement_id AS statement
	FROM app.commission_adjustments a LEFT JOIN app.adjustment_decisions d ON d.tenant_id = @tenant AND d.id = a.id
	LEFT JOIN app.commission_earnings e ON e.tenant_id = @tenant AND e.adjustment_id = a.id
	WHERE a.tenant_id = @tenant `

// List lists a member's adjustments, newest first; with a nil member, all that the actor may see.
func List(ctx context.Context, tx *tenant.Tx, member *uuid.UUID) ([]Adjustment, error) {
	all, err := tenant.List[Adjustment](ctx, tx, adjustments+`AND (@member::uuid IS NULL OR a.member_id = @member)
		ORDER BY a.proposed_at DESC, a.id DESC`, tenant.Args{"member": member})
	if err != nil {
		return nil, fmt.Errorf("adjustment: adjustments: %w", err)
	}
	return all, nil
}

// Waiting lists a member's approved adjustments in a currency that no statement has posted yet.
func Waiting(ctx context.Context, tx *tenant.Tx, member uuid.UUID, currency money.Currency) ([]Adjustment, error) {
	all, err := tenant.List[Adjustment](ctx, tx, adjustments+`AND a.member_id = @member AND a.currency = @currency
		AND d.approved AND e.id IS NULL ORDER BY a.proposed_at, a.id`,
		tenant.Args{"member": member, "currency": currency})
	if err != nil {
		return nil, fmt.Errorf("adjustment: adjustments: %w", err)
	}
	return all, nil
}

// Posted lists the adjustments that a statement posted.
func Posted(ctx context.Context, tx *tenant.Tx, statement uuid.UUID) ([]Adjustment, error) {
	all, err := tenant.List[Adjustment](ctx, tx, adjustments+`AND e.statement_id = @id ORDER BY a.proposed_at, a.id`,
		tenant.Args{"id": statement})
	if err != nil {
		return nil, fmt.Errorf("adjustment: adjustments: %w", err)
	}
	return all, nil
}

// Propose proposes an adjustment of somebody else's pay. If the same person has an equal undecided proposal, the answer
// is Conflict: it is a second click.
func Propose(ctx context.Context, tx *tenant.Tx, a Adjustment) (uuid.UUID, error) {
	if err := tx.Require(tenant.RunPay); err != nil {
		return uuid.Nil, err
	}
	switch {
	case tx.Is(a.MemberID):
		return uuid.Nil, fault.New(fault.Forbidden, "You cannot adjust your own pay.")
	case a.Amount == 0:
		return uuid.Nil, fault.On("amount", "Enter the amount of the adjustment.")
	case strings.TrimSpace(a.Reason) == "":
		return uuid.Nil, fault.On("reason", "Enter a reason. The member can read it.")
	}
	if err := fault.Within("reason", a.Reason, mostLetters); err != nil {
		return uuid.Nil, err
	}
	if err := unproposed(ctx, tx, a); err != nil {
		return uuid.Nil, err
	}
	id := uuid.Must(uuid.NewV7())
	now, by := tx.Now(), tx.By()
	_, err := tx.Exec(
		ctx,
		`INSERT INTO app.commission_adjustments (tenant_id, id, member_id, opportunity_id, amount,
		currency, reason, dispute_id, proposed_by, proposed_at)
		VALUES (@tenant, @id, @member, @opportunity, @amount, @currency, @reason, @dispute, @by, @now)`,
		tenant.Args{"id": id, "member": a.MemberID, "opportunity": a.OpportunityID, "amount": a.Amount,
			"currency": a.Currency, "reason": a.Reason, "dispute": a.DisputeID, "by": by, "now": now},
	)
	if err != nil {
		return id, fmt.Errorf("adjustment: propose: %w", err)
	}
	return id, audit.Record(ctx, tx, "proposed", "pay adjustment", id.String(), nil)
}

// unproposed refuses an adjustment that waits already. Those who propose one for a member follow each other.
func unproposed(ctx context.Context, tx *tenant.Tx, a Adjustment) error {
	if err := tx.Alone(ctx, tenant.ProposePay, a.MemberID.String()); err != nil {
		return err
	}
	twice, err := tenant.Value[bool](
		ctx,
		tx,
		`SELECT EXISTS (SELECT 1 FROM app.commission_adjustments a
		WHERE a.tenant_id = @tenant AND a.member_id = @member
		AND a.amount = @amount AND a.currency = @currency AND a.reason = @reason
		AND a.dispute_id IS NOT DISTINCT FROM @dispute::uuid AND a.proposed_by IS NOT DISTINCT FROM @by::uuid
		AND NOT EXISTS (SELECT 1 FROM app.adjustment_decisions d WHERE d.tenant_id = @tenant AND d.id = a.id))`,
		tenant.Args{"member": a.MemberID, "amount": a.Amount, "currency": a.Currency, "reason": a.Reason,
			"dispute": a.DisputeID, "by": tx.By()},
	)
	if err == nil && twice {
		err = fault.New(fault.Conflict, "You have already proposed this adjustment, and it awaits a decision. If "+
			"this is a different one, say so in its reason.")
	}
	return err
}

// Decide approves or rejects an adjustment. Neither the proposer nor the member it pays can decide.
func Decide(ctx context.Context, tx *tenant.Tx, id uuid.UUID, approved bool, note string) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	a, err := tenant.One[Adjustment](ctx, tx, adjustments+`AND a.id = @id`, tenant.Args{"id": id})
	if err != nil {
		return err
	}
	if err := fault.Within("note", note, mostLetters); err != nil {
		return err
	}
	if tx.Is(a.MemberID) || a.ProposedBy != nil && tx.Is(*a.ProposedBy) {
		return fault.New(fault.Forbidden, "A second person must decide: neither the proposer nor the member it pays.")
	}
	now, by := tx.Now(), tx.By()
	_, err = tx.Exec(ctx, `INSERT INTO app.adjustment_decisions (tenant_id, id, member_id, approved, note, decided_by,
		decided_at) VALUES (@tenant, @id, @member, @approved, @note, @by, @now)`,
		tenant.Args{"id": id, "member": a.MemberID, "approved": approved, "note": note, "by": by, "now": now})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "Somebody has already decided on this adjustment.")
	}
	if err != nil {
		return fmt.Errorf("adjustment: decide: %w", err)
	}
	return audit.Record(ctx, tx, "decided", "pay adjustment", id.String(),
		map[string]string{"approved": fmt.Sprint(approved)})
}
