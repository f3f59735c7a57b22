package billing

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// errOwn is what somebody meets who says what pays themselves.
var errOwn = fault.New(fault.Forbidden,
	"This opportunity pays you, so somebody else must record its events and credit.")

// othersPay refuses an opportunity that pays the acting member.
func othersPay(ctx context.Context, tx *tenant.Tx, opportunity uuid.UUID) error {
	own, err := ownOf(ctx, tx, &opportunity)
	if err == nil && own[opportunity] {
		err = errOwn
	}
	return err
}

// ownOf are the opportunities, or the one of a key, that pay the acting member: those that they own or are credited
// with, and where they are on a plan those of whoever was ever below them, for a plan may pay for a team. The system is
// paid nothing.
func ownOf(ctx context.Context, tx *tenant.Tx, one *uuid.UUID) (map[uuid.UUID]bool, error) {
	own := map[uuid.UUID]bool{}
	me := tx.Actor().MemberID
	if me == uuid.Nil {
		return own, nil
	}
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `WITH below AS (SELECT @me::uuid AS id UNION SELECT m.member_id
			FROM app.management m WHERE m.tenant_id = @tenant AND m.manager_id = @me
			AND EXISTS (SELECT 1 FROM app.plan_assignments a WHERE a.tenant_id = @tenant AND a.member_id = @me
				AND a.replaced_at = 'infinity'))
		SELECT o.id FROM app.opportunities o JOIN below b ON b.id = o.owner_id
		WHERE o.tenant_id = @tenant AND (@one::uuid IS NULL OR o.id = @one)
		UNION SELECT c.opportunity_id FROM app.credit_splits c JOIN below b ON b.id = c.member_id
			WHERE c.tenant_id = @tenant AND c.replaced_at = 'infinity'
			AND (@one::uuid IS NULL OR c.opportunity_id = @one)`, tenant.Args{"me": me, "one": one})
	if err != nil {
		return nil, fmt.Errorf("billing: own: %w", err)
	}
	for _, id := range ids {
		own[id] = true
	}
	return own, nil
}

// hold has those who say something about an opportunity's pay follow each other; one that is not there is NotFound.
func hold(ctx context.Context, tx *tenant.Tx, opportunity uuid.UUID) error {
	_, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT o.id FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.id = @id FOR UPDATE`, tenant.Args{"id": opportunity})
	return err
}

// unrecorded refuses an event without a key that is recorded already.
func unrecorded(ctx context.Context, tx *tenant.Tx, e Event) error {
	if err := hold(ctx, tx, e.OpportunityID); err != nil {
		return err
	}
	twice, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.billing_events b
			WHERE b.tenant_id = @tenant AND b.opportunity_id = @opportunity AND b.kind = @kind
		AND b.happened_on = @on AND b.amount IS NOT DISTINCT FROM @amount::bigint AND b.currency = @currency
		AND b.note = @note AND b.external_id IS NULL AND b.replaced_at = 'infinity')`,
		tenant.Args{"opportunity": e.OpportunityID, "kind": string(e.Kind), "on": e.On, "amount": e.Amount,
			"currency": e.Currency, "note": e.Note})
	if err == nil && twice {
		err = fault.New(fault.Conflict,
			"This event is already recorded. If it happened twice on that day, say so in the note.")
	}
	return err
}

// members refuses splits that name somebody who is not here.
func members(ctx context.Context, tx *tenant.Tx, splits []Split) error {
	ids := make([]uuid.UUID, len(splits))
	for i, s := range splits {
		ids[i] = s.MemberID
	}
	found, err := tenant.Value[int](ctx, tx, `SELECT count(*)::int FROM app.members m
		WHERE m.tenant_id = @tenant AND m.id = ANY(@ids::uuid[])`, tenant.Args{"ids": ids})
	if err == nil && found != len(ids) {
		err = fault.On("member", "Choose members from the list.")
	}
	return err
}
