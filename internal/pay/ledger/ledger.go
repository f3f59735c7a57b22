// Package ledger is what locked statements have posted, which nobody changes: credits, earnings and payouts. It checks
// them against what was calculated, and makes and verifies the proof that a statement follows from its inputs.
package ledger

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
)

// Post writes the ledgers of a statement that is about to be locked. If an adjustment was decided since it was
// calculated, it is Conflict.
func Post(ctx context.Context, tx *tenant.Tx, s statement.Statement) error {
	r, err := statement.Load(ctx, tx, s)
	if err != nil {
		return err
	}
	credits := creditsOf(s, r)
	if err := postCredits(ctx, tx, credits); err != nil {
		return err
	}
	posted, err := adjustment.Waiting(ctx, tx, s.MemberID, s.Currency)
	if err != nil {
		return err
	}
	sum := int64(0)
	for _, a := range posted {
		sum += a.Amount
	}
	if sum != s.Adjustments {
		return fault.New(fault.Conflict,
			"An adjustment was approved or rejected since this statement was calculated. Calculate it again.")
	}
	if err := postEarnings(ctx, tx, s, r, credits, posted); err != nil {
		return err
	}
	return postPayout(ctx, tx, s, r)
}

// creditRow is an entry of the credit ledger: what a cause added to a payee's credit in a component. The key of
// opportunity, component, payee and cause is there once in a statement.
type creditRow struct {
	ID            uuid.UUID
	StatementID   uuid.UUID
	MemberID      uuid.UUID
	Component     string
	Period        string
	OpportunityID uuid.UUID
	CreditedID    *uuid.UUID
	Cause         string
	Measure       decimal.Decimal
}

type creditKey struct{ component, period, opportunity, member, cause string }

func keyOf(l commission.Line) creditKey {
	return creditKey{l.Component, l.Period, l.Opportunity, l.Member, l.Event}
}

// creditsOf sums a statement's lines by what they credit and why.
func creditsOf(s statement.Statement, r evidence.Result) map[creditKey]*creditRow {
	credits := map[creditKey]*creditRow{}
	for _, l := range r.Lines {
		k := keyOf(l)
		c := credits[k]
		if c == nil {
			c = &creditRow{ID: uuid.Must(uuid.NewV7()), StatementID: s.ID, MemberID: s.MemberID, Component: l.Component,
				Period: l.Period, OpportunityID: uuid.MustParse(l.Opportunity), CreditedID: below(l), Cause: l.Event}
			credits[k] = c
		}
		c.Measure = c.Measure.Add(l.Measure)
	}
	return credits
}

func below(l commission.Line) *uuid.UUID {
	if l.Member == "" {
		return nil
	}
	id := uuid.MustParse(l.Member)
	return &id
}

func postCredits(ctx context.Context, tx *tenant.Tx, credits map[creditKey]*creditRow) error {
	var rows []creditRow
	for _, c := range credits {
		rows = append(rows, *c)
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.commission_credits (tenant_id, id, statement_id, member_id, component,
		period, opportunity_id, credited_id, cause, measure)
		SELECT @tenant, x.* FROM unnest(@id::uuid[], @statement_id::uuid[], @member_id::uuid[], @component::text[],
		@period::text[], @opportunity_id::uuid[], @credited_id::uuid[],
			@cause::text[], @measure::numeric[]) x`, tenant.Columns(rows))
	if err != nil {
		return fmt.Errorf("ledger: credits: %w", err)
	}
	return nil
}

// earningRow is an entry of the earning ledger: a line of a statement.
type earningRow struct {
	ID            uuid.UUID
	StatementID   uuid.UUID
	MemberID      uuid.UUID
	Line          int32
	CreditID      *uuid.UUID
	AdjustmentID  *uuid.UUID
	Component     string
	Period        string
	OpportunityID *uuid.UUID
	CreditedID    *uuid.UUID
	Cause         string
	Measure       decimal.Decimal
	Rate          decimal.Decimal
	Multiplier    decimal.Decimal
	Amount        int64
	Clawback      bool
	Reversal      bool
	Why           string
}

func postEarnings(ctx context.Context, tx *tenant.Tx, s statement.Statement, r evidence.Result,
	credits map[creditKey]*creditRow, adjusted []adjustment.Adjustment) error {
	var rows []earningRow
	for i, l := range r.Lines {
		credit, opportunity := credits[keyOf(l)].ID, uuid.MustParse(l.Opportunity)
		rows = append(
			rows,
			earningRow{uuid.Must(uuid.NewV7()), s.ID, s.MemberID, int32(i + 1), &credit, nil, l.Component, l.Period,
				&opportunity, below(l), l.Event, l.Measure, l.Rate, l.Multiplier, l.Amount, l.Clawback, l.Reversal,
				l.Why},
		)
	}
	for _, a := range adjusted {
		id := a.ID
		rows = append(
			rows,
			earningRow{uuid.Must(uuid.NewV7()), s.ID, s.MemberID, int32(len(rows) + 1), nil, &id, "adjustment",
				s.Period, a.OpportunityID, nil, a.ID.String(), decimal.Zero, decimal.Zero, decimal.NewFromInt(1),
				a.Amount, false, false, a.Reason},
		)
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.commission_earnings (tenant_id, id, statement_id, member_id, line,
		credit_id, adjustment_id, component, period, opportunity_id, credited_id,
			cause, measure, rate, multiplier, amount, clawback, reversal, why)
		SELECT @tenant, x.* FROM unnest(@id::uuid[], @statement_id::uuid[], @member_id::uuid[], @line::int[],
		@credit_id::uuid[], @adjustment_id::uuid[], @component::text[],
			@period::text[], @opportunity_id::uuid[], @credited_id::uuid[], @cause::text[], @measure::numeric[],
			@rate::numeric[], @multiplier::numeric[], @amount::bigint[],
			@clawback::boolean[], @reversal::boolean[], @why::text[]) x`, tenant.Columns(rows))
	if err != nil {
		return fmt.Errorf("ledger: earnings: %w", err)
	}
	return nil
}

func postPayout(ctx context.Context, tx *tenant.Tx, s statement.Statement, r evidence.Result) error {
	earned := int64(0)
	for _, l := range r.Lines {
		earned += l.Amount
	}
	before, err := tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(p.due), 0)::bigint FROM app.commission_payouts p
		JOIN app.commission_statements e ON e.tenant_id = @tenant AND e.id = p.id
		WHERE p.tenant_id = @tenant AND e.member_id = @member AND e.plan_id = @plan`,
		tenant.Args{"member": s.MemberID, "plan": s.PlanID})
	if err != nil {
		return fmt.Errorf("ledger: payout: %w", err)
	}
	due := r.DueToDate - before
	_, err = tx.Exec(
		ctx,
		`INSERT INTO app.commission_payouts (tenant_id, id, member_id, currency, earned, due, draw,
		adjustments, paid, draw_balance, posted_at)
		VALUES (@tenant, @id, @member, @currency, @earned, @due, @draw, @adjustments, @paid, @balance, @now)`,
		tenant.Args{"id": s.ID, "member": s.MemberID, "currency": s.Currency, "earned": earned, "due": due,
			"draw": r.Payable - due, "adjustments": s.Adjustments, "paid": s.Payable, "balance": r.DrawBalance,
			"now": tx.Now()},
	)
	if err != nil {
		return fmt.Errorf("ledger: payout: %w", err)
	}
	return nil
}
