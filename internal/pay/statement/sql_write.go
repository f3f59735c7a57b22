package statement

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/platform/tenant"
)

// Keep stores a draft as the newest calculation of its statement, unless the result is equal, the statement is closed,
// or a later attempt has calculated it. A different result withdraws the approvals.
func Keep(ctx context.Context, tx *tenant.Tx, of Origin, d Computed) error {
	s, err := opened(ctx, tx, of, d)
	if err != nil {
		return err
	}
	if s, err = Hold(ctx, tx, s.ID); err != nil || s.State.Closed() {
		return err
	}
	if overtaken, err := newer(ctx, tx, s, of.AsOf); err != nil || overtaken {
		return err
	}
	adjustments, err := pending(ctx, tx, s)
	if err != nil {
		return err
	}
	hash := evidence.Hash(d.Text)
	if s.Calculation != nil && s.Problem == d.Problem && s.ResultHash == hash && s.Adjustments == adjustments &&
		s.State != Returned {
		same, err := tenant.Value[bool](ctx, tx, `SELECT c.inputs_hash = @hash FROM app.statement_calculations c
			WHERE c.tenant_id = @tenant AND c.id = @id`,
			tenant.Args{"hash": evidence.Hash(d.Inputs), "id": *s.Calculation})
		if err != nil || same {
			return err
		}
	}
	id, err := calculated(ctx, tx, of, s, d, adjustments)
	if err != nil || d.Problem != "" {
		return err
	}
	return SetState(ctx, tx, s, Calculated, id, "")
}

// newer tells that a statement was calculated with more than an attempt knows: one that was stopped and goes on later
// takes nothing back.
func newer(ctx context.Context, tx *tenant.Tx, s Statement, asOf time.Time) (bool, error) {
	if s.Calculation == nil {
		return false, nil
	}
	return tenant.Value[bool](ctx, tx, `SELECT c.as_of > @as_of FROM app.statement_calculations c
		WHERE c.tenant_id = @tenant AND c.id = @id`,
		tenant.Args{"as_of": asOf, "id": *s.Calculation})
}

// Hold locks a statement until the transaction ends, so that nobody else moves or calculates it.
func Hold(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Statement, error) {
	if err := tx.Alone(ctx, tenant.MoveStatement, id.String()); err != nil {
		return Statement{}, err
	}
	return Get(ctx, tx, id)
}

// opened finds the statement of a draft, or begins it.
func opened(ctx context.Context, tx *tenant.Tx, of Origin, d Computed) (Statement, error) {
	find := func() (Statement, error) {
		return tenant.One[Statement](
			ctx,
			tx,
			`SELECT `+columns+from+`WHERE s.tenant_id = @tenant AND s.run_id = @run
			AND s.member_id = @member AND s.plan_id = @plan`,
			tenant.Args{"run": of.RunID, "member": d.Payee.Member, "plan": d.Payee.Plan},
		)
	}
	s, err := find()
	if fault.KindOf(err) != fault.NotFound {
		return s, err
	}
	_, err = tx.Exec(
		ctx,
		`INSERT INTO app.commission_statements (tenant_id, id, run_id, member_id, plan_id, period,
		starts_on, ends_on, currency, opened_at)
		VALUES (@tenant, @id, @run, @member, @plan, @period, @starts, @ends, @currency, @now)
		ON CONFLICT (tenant_id, run_id, member_id, plan_id) DO NOTHING`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "run": of.RunID, "member": d.Payee.Member, "plan": d.Payee.Plan,
			"period": of.Period.Key, "starts": of.Period.Start, "ends": of.Period.End, "currency": d.Currency,
			"now": tx.Now()},
	)
	if err != nil {
		return s, fmt.Errorf("statement: open: %w", err)
	}
	return find()
}

// calculated appends a calculation.
func calculated(ctx context.Context, tx *tenant.Tx, of Origin, s Statement, d Computed,
	adjustments int64) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	now, by := tx.Now(), tx.By()
	r := d.Result
	_, err := tx.Exec(
		ctx,
		`INSERT INTO app.statement_calculations (tenant_id, id, statement_id, member_id, number,
		as_of, inputs, inputs_hash, result, result_hash, problem,
			earned, due, paid_before, payable, adjustments, draw_balance, attainment, calculated_at, calculated_by)
		VALUES (@tenant, @id, @statement, @member, @number, @as_of, @inputs, @inputs_hash, @result, @result_hash,
		@problem,
			@earned, @due, @paid_before, @payable, @adjustments, @draw_balance, @attainment, @now, @by)`,
		tenant.Args{"id": id, "statement": s.ID, "member": s.MemberID, "number": s.Number + 1, "as_of": of.AsOf,
			"inputs": string(d.Inputs), "inputs_hash": evidence.Hash(d.Inputs), "result": string(d.Text),
			"result_hash": evidence.Hash(d.Text), "problem": d.Problem, "earned": r.Earned, "due": r.DueToDate,
			"paid_before": r.PaidBefore, "payable": r.Payable + adjustments, "adjustments": adjustments,
			"draw_balance": r.DrawBalance, "attainment": r.Attainment, "now": now, "by": by},
	)
	if err != nil {
		return id, fmt.Errorf("statement: calculated: %w", err)
	}
	return id, nil
}

// SetState appends a state. Of two people at once, the second gets a Conflict.
func SetState(ctx context.Context, tx *tenant.Tx, s Statement, to State, calculation uuid.UUID, note string) error {
	now, by := tx.Now(), tx.By()
	_, err := tx.Exec(
		ctx,
		`INSERT INTO app.statement_states (tenant_id, id, statement_id, member_id, number, state,
		calculation_id, note, set_at, set_by)
		VALUES (@tenant, @id, @statement, @member, @number, @state, @calculation, @note, @now, @by)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "statement": s.ID, "member": s.MemberID, "number": s.StateNumber + 1,
			"state": string(to), "calculation": calculation, "note": note, "now": now, "by": by},
	)
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "Somebody else just changed this statement. Check it again.")
	}
	if err != nil {
		return fmt.Errorf("statement: state: %w", err)
	}
	return nil
}

// pending is the sum of the member's adjustments that were approved and not posted yet, in the statement's currency.
func pending(ctx context.Context, tx *tenant.Tx, s Statement) (int64, error) {
	all, err := adjustment.Waiting(ctx, tx, s.MemberID, s.Currency)
	sum := int64(0)
	for _, a := range all {
		sum += a.Amount
	}
	return sum, err
}
