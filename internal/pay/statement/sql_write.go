package statement

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/platform/tenant"
)

// writeAll keeps drafts of a run that was not withdrawn. Who has a locked statement of a later period gets none: what was earned here is in that one.
func (f *facts) writeAll(ctx context.Context, tx *tenant.Tx, a Attempt, drafts []draft) error {
	payees := make([]payee, len(drafts))
	for i, d := range drafts {
		payees[i] = d.payee
	}
	if err := hold(ctx, tx, f.run.ID, payees...); err != nil {
		return err
	}
	later, err := listLater(ctx, tx, f.run.place(), payees)
	if err != nil {
		return err
	}
	for i := range drafts {
		if by, passed := later[drafts[i].payee]; passed {
			if there, err := f.stale(ctx, tx, drafts[i].payee); err != nil || !there {
				if err != nil {
					return err
				}
				continue
			}
			drafts[i] = draft{payee: drafts[i].payee, err: passedBy(by)}
		}
		if err := f.write(ctx, tx, a, &drafts[i]); err != nil {
			return err
		}
	}
	return nil
}

// write keeps a draft as the newest calculation of its statement, unless it says the same, the statement is closed, or a later
// attempt has calculated it. A result
// that differs takes the approvals back.
func (f *facts) write(ctx context.Context, tx *tenant.Tx, a Attempt, d *draft) error {
	s, err := f.opened(ctx, tx, d)
	if err != nil {
		return err
	}
	if s, err = held(ctx, tx, s.ID); err != nil || s.State.Closed() {
		return err
	}
	if overtaken, err := newer(ctx, tx, s, a); err != nil || overtaken {
		return err
	}
	adjustments, err := pending(ctx, tx, s)
	if err != nil {
		return err
	}
	problem := ""
	if d.err != nil {
		problem = message(d.err)
	}
	hash := commission.Hash(d.text)
	if s.Calculation != nil && s.Problem == problem && s.ResultHash == hash && s.Adjustments == adjustments && s.State != Returned {
		same, err := tenant.Value[bool](ctx, tx, `SELECT c.inputs_hash = @hash FROM app.statement_calculations c WHERE c.tenant_id = @tenant AND c.id = @id`,
			tenant.Args{"hash": commission.Hash(d.inputs), "id": *s.Calculation})
		if err != nil || same {
			return err
		}
	}
	id, err := calculated(ctx, tx, a, s, d, problem, adjustments)
	if err != nil || problem != "" {
		return err
	}
	return put(ctx, tx, s, Calculated, id, "")
}

// newer tells that a statement was calculated with more than an attempt knows: one that was stopped and goes on later takes nothing back.
func newer(ctx context.Context, tx *tenant.Tx, s Statement, a Attempt) (bool, error) {
	if s.Calculation == nil {
		return false, nil
	}
	return tenant.Value[bool](ctx, tx, `SELECT c.as_of > @as_of FROM app.statement_calculations c WHERE c.tenant_id = @tenant AND c.id = @id`,
		tenant.Args{"as_of": a.AsOf, "id": *s.Calculation})
}

// held is a statement that nobody else moves on or calculates until the transaction is over.
func held(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Statement, error) {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(@tenant::text || @id::text, 0))`, tenant.Args{"id": id}); err != nil {
		return Statement{}, fmt.Errorf("statement: hold: %w", err)
	}
	return Get(ctx, tx, id)
}

// opened finds the statement of a draft, or begins it.
func (f *facts) opened(ctx context.Context, tx *tenant.Tx, d *draft) (Statement, error) {
	find := func() (Statement, error) {
		return tenant.One[Statement](ctx, tx, `SELECT `+columns+from+`WHERE s.tenant_id = @tenant AND s.run_id = @run AND s.member_id = @member AND s.plan_id = @plan`,
			tenant.Args{"run": f.run.ID, "member": d.payee.member, "plan": d.payee.plan})
	}
	s, err := find()
	if fault.KindOf(err) != fault.NotFound {
		return s, err
	}
	currency := f.base
	if before, paid := f.prior[d.payee]; paid {
		currency = before.currency
	}
	if d.bundle != nil && len(d.bundle.Terms) > 0 {
		currency = d.bundle.Terms[len(d.bundle.Terms)-1].Plan.Currency
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.commission_statements (tenant_id, id, run_id, member_id, plan_id, period, starts_on, ends_on, currency, opened_at)
		VALUES (@tenant, @id, @run, @member, @plan, @period, @starts, @ends, @currency, @now) ON CONFLICT (tenant_id, run_id, member_id, plan_id) DO NOTHING`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "run": f.run.ID, "member": d.payee.member, "plan": d.payee.plan, "period": f.run.Period,
			"starts": f.run.StartsOn, "ends": f.run.EndsOn, "currency": currency, "now": tx.Now()})
	if err != nil {
		return s, fmt.Errorf("statement: open: %w", err)
	}
	return find()
}

// calculated appends a calculation.
func calculated(ctx context.Context, tx *tenant.Tx, a Attempt, s Statement, d *draft, problem string, adjustments int64) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	now, by := stamp(tx)
	r := d.result
	_, err := tx.Exec(ctx, `INSERT INTO app.statement_calculations (tenant_id, id, statement_id, member_id, number, as_of, inputs, inputs_hash, result, result_hash, problem,
			earned, due, paid_before, payable, adjustments, draw_balance, attainment, calculated_at, calculated_by)
		VALUES (@tenant, @id, @statement, @member, @number, @as_of, @inputs, @inputs_hash, @result, @result_hash, @problem,
			@earned, @due, @paid_before, @payable, @adjustments, @draw_balance, @attainment, @now, @by)`,
		tenant.Args{"id": id, "statement": s.ID, "member": s.MemberID, "number": s.Number + 1, "as_of": a.AsOf, "inputs": string(d.inputs), "inputs_hash": commission.Hash(d.inputs),
			"result": string(d.text), "result_hash": commission.Hash(d.text), "problem": problem, "earned": r.Earned, "due": r.DueToDate, "paid_before": r.PaidBefore,
			"payable": r.Payable + adjustments, "adjustments": adjustments, "draw_balance": r.DrawBalance, "attainment": r.Attainment, "now": now, "by": by})
	if err != nil {
		return id, fmt.Errorf("statement: calculated: %w", err)
	}
	return id, nil
}

// put appends a state; of two people at once the second is told.
func put(ctx context.Context, tx *tenant.Tx, s Statement, to State, calculation uuid.UUID, note string) error {
	now, by := stamp(tx)
	_, err := tx.Exec(ctx, `INSERT INTO app.statement_states (tenant_id, id, statement_id, member_id, number, state, calculation_id, note, set_at, set_by)
		VALUES (@tenant, @id, @statement, @member, @number, @state, @calculation, @note, @now, @by)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "statement": s.ID, "member": s.MemberID, "number": s.StateNumber + 1, "state": string(to), "calculation": calculation,
			"note": note, "now": now, "by": by})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "Somebody else has just moved this statement on; look at it again.")
	}
	if err != nil {
		return fmt.Errorf("statement: state: %w", err)
	}
	return nil
}

// pending is the sum of the member's adjustments that were approved and not posted yet, in the statement's currency.
func pending(ctx context.Context, tx *tenant.Tx, s Statement) (int64, error) {
	waiting, err := waiting(ctx, tx, s.MemberID, s.Currency)
	sum := int64(0)
	for _, a := range waiting {
		sum += a.Amount
	}
	return sum, err
}
