// Package ledger posts pay for tests: statements with their calculations, states and the three ledgers, as a run leaves
// them.
package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/platform/tenant"
)

// Statement is one that is posted. What is left out is nothing; amounts are minor units.
type Statement struct {
	Member      uuid.UUID
	Plan        string // its name; empty: Plan
	Period      string // 2026-01
	Currency    string // empty: USD
	Lines       []Line
	Pending     int64 // of the lines what is not payable yet
	Adjustment  int64
	Draw        int64 // paid in advance, or below zero repaid
	Balance     int64 // of the draw, after it
	Open        bool  // calculated and no more
	LockedAt    time.Time
	PaidAt      time.Time // zero: not paid
	TermMonths  int       // of every opportunity
	Opportunity uuid.UUID // of the adjustment
}

// Line is an amount on an opportunity.
type Line struct {
	Component   string
	Opportunity uuid.UUID
	Credited    uuid.UUID // whose credit it was, where it was somebody's below
	Amount      int64
	Clawback    bool
}

// Book keeps what the members have been stated so far.
type Book struct {
	Plans  map[string]uuid.UUID
	runs   map[string]uuid.UUID
	states map[string][]commission.Line
	owed   map[string]int64
	due    map[string]int64
}

// Open begins a book.
func Open() *Book {
	return &Book{Plans: map[string]uuid.UUID{}, runs: map[string]uuid.UUID{}, states: map[string][]commission.Line{},
		owed: map[string]int64{}, due: map[string]int64{}}
}

func id() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Post posts a statement and returns its key and that of its run.
func (b *Book) Post(ctx context.Context, tx *tenant.Tx, s Statement) (statement, run uuid.UUID, err error) {
	if s.Plan == "" {
		s.Plan = "Plan"
	}
	if s.Currency == "" {
		s.Currency = "USD"
	}
	p, err := tx.Calendar().Parse(s.Period)
	if err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	if s.LockedAt.IsZero() {
		s.LockedAt = tx.Calendar().EndOf(p.End + 1)
	}
	if err := b.prepare(ctx, tx, s, p); err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	statement, run = id(), b.runs[s.Period]
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_statements (tenant_id, id, run_id, member_id, plan_id,
			period, starts_on, ends_on, currency, opened_at)
		VALUES (@tenant, @id, @run, @member, @plan, @period, @from, @to, @currency, @at)`,
		tenant.Args{"id": statement, "run": run, "member": s.Member,
			"plan": b.Plans[s.Plan], "period": s.Period, "from": p.Start, "to": p.End, "currency": s.Currency,
			"at": s.LockedAt}); err != nil {
		return statement, run, fmt.Errorf("ledger: statement: %w", err)
	}
	earned := int64(0)
	for _, l := range s.Lines {
		earned += l.Amount
	}
	calculation, err := b.calculate(ctx, tx, s, statement, earned)
	if err != nil {
		return statement, run, err
	}
	if err := state(ctx, tx, s, statement, calculation, 1, "calculated", s.LockedAt); err != nil || s.Open {
		return statement, run, err
	}
	return statement, run, b.lock(ctx, tx, s, statement, calculation, earned)
}

func (b *Book) prepare(ctx context.Context, tx *tenant.Tx, s Statement, p period.Period) error {
	if _, ok := b.Plans[s.Plan]; !ok {
		b.Plans[s.Plan] = id()
		if _, err := tx.Exec(ctx, `INSERT INTO app.compensation_plans (tenant_id, id, name, created_at)
			VALUES (@tenant, @id, @name, @at)`,
			tenant.Args{"id": b.Plans[s.Plan], "name": s.Plan, "at": s.LockedAt}); err != nil {
			return fmt.Errorf("ledger: plan: %w", err)
		}
	}
	if _, ok := b.runs[s.Period]; !ok {
		b.runs[s.Period] = id()
		if _, err := tx.Exec(ctx, `INSERT INTO app.commission_runs (tenant_id, id, period, starts_on, ends_on,
				opened_at) VALUES (@tenant, @id, @period, @from, @to, @at)`,
			tenant.Args{"id": b.runs[s.Period], "period": s.Period, "from": p.Start, "to": p.End,
				"at": s.LockedAt}); err != nil {
			return fmt.Errorf("ledger: run: %w", err)
		}
	}
	return nil
}

// calculate writes inputs and result as documents of the engine.
func (b *Book) calculate(ctx context.Context, tx *tenant.Tx, s Statement, statement uuid.UUID,
	earned int64) (uuid.UUID, error) {
	key := s.Member.String() + s.Plan
	result, inputs := evidence.Result{Lines: []commission.Line{}}, evidence.Bundle{Payee: s.Member.String()}
	raw := []map[string]any{}
	for i, l := range s.Lines {
		due := l.Amount
		if i == 0 {
			due -= s.Pending
		}
		raw = append(raw, map[string]any{"component": l.Component, "period": s.Period,
			"opportunity": l.Opportunity.String(), "event": "1", "measure": "1", "rate": "1",
			"multiplier": "1", "amount": l.Amount, "due": due, "clawback": l.Clawback, "why": "posted"})
		inputs.Events = append(inputs.Events,
			commission.Event{ID: l.Opportunity.String(), Opportunity: l.Opportunity.String(), Kind: commission.Booking,
				Facts: commission.Facts{TermMonths: s.TermMonths}})
	}
	text, err := json.Marshal(raw)
	if err != nil {
		return uuid.Nil, err
	}
	if err := json.Unmarshal(text, &result.Lines); err != nil {
		return uuid.Nil, err
	}
	state := append(append([]commission.Line{}, b.states[key]...), result.Lines...)
	result.State = state
	toDate, due := b.owed[key]+earned, b.due[key]+earned-s.Pending
	result.Earned, result.DueToDate = toDate, due
	if !s.Open {
		b.states[key], b.owed[key], b.due[key] = state, toDate, due
	}
	in, err := inputs.Encode()
	if err != nil {
		return uuid.Nil, err
	}
	out, err := json.Marshal(result)
	if err != nil {
		return uuid.Nil, err
	}
	calculation := id()
	_, err = tx.Exec(ctx, `INSERT INTO app.statement_calculations (tenant_id, id, statement_id, member_id, number,
			as_of, inputs, inputs_hash, result, result_hash, earned, due, paid_before, payable, adjustments,
			draw_balance, calculated_at)
		VALUES (@tenant, @id, @statement, @member, 1, @at, @inputs, @hash, @result, @hash, @earned, @due, 0, @payable,
			@adjustments, @balance, @at)`,
		tenant.Args{"id": calculation, "statement": statement, "member": s.Member, "at": s.LockedAt,
			"inputs": string(in), "hash": evidence.Hash(in), "result": string(out), "earned": toDate, "due": due,
			"payable": earned - s.Pending + s.Draw + s.Adjustment, "adjustments": s.Adjustment, "balance": s.Balance})
	if err != nil {
		return calculation, fmt.Errorf("ledger: calculation: %w", err)
	}
	return calculation, nil
}

func state(ctx context.Context, tx *tenant.Tx, s Statement, statement, calculation uuid.UUID, number int, name string,
	at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.statement_states (tenant_id, id, statement_id, member_id, number, state,
			calculation_id, set_at)
		VALUES (@tenant, @id, @statement, @member, @number, @state, @calculation, @at)`,
		tenant.Args{"id": id(), "statement": statement, "member": s.Member,
			"number": number, "state": name, "calculation": calculation, "at": at})
	if err != nil {
		return fmt.Errorf("ledger: state: %w", err)
	}
	return nil
}

func (b *Book) lock(ctx context.Context, tx *tenant.Tx, s Statement, statement, calculation uuid.UUID,
	earned int64) error {
	if err := state(ctx, tx, s, statement, calculation, 2, "locked", s.LockedAt); err != nil {
		return err
	}
	for i, l := range s.Lines {
		if err := earn(ctx, tx, s, statement, i+1, l); err != nil {
			return err
		}
	}
	if s.Adjustment != 0 {
		if err := adjust(ctx, tx, s, statement); err != nil {
			return err
		}
	}
	due := earned - s.Pending
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_payouts (tenant_id, id, member_id, currency, earned, due,
			draw, adjustments, paid, draw_balance, posted_at)
		VALUES (@tenant, @id, @member, @currency, @earned, @due, @draw, @adjustments, @paid, @balance, @at)`,
		tenant.Args{"id": statement, "member": s.Member,
			"currency": s.Currency, "earned": earned, "due": due, "draw": s.Draw, "adjustments": s.Adjustment,
			"paid": due + s.Draw + s.Adjustment, "balance": s.Balance, "at": s.LockedAt}); err != nil {
		return fmt.Errorf("ledger: payout: %w", err)
	}
	if s.PaidAt.IsZero() {
		return nil
	}
	return state(ctx, tx, s, statement, calculation, 3, "paid", s.PaidAt)
}

func earn(ctx context.Context, tx *tenant.Tx, s Statement, statement uuid.UUID, line int, l Line) error {
	credit := id()
	var credited *uuid.UUID
	if l.Credited != uuid.Nil {
		credited = &l.Credited
	}
	args := tenant.Args{"id": credit, "statement": statement, "member": s.Member, "component": l.Component,
		"period": s.Period, "opportunity": l.Opportunity, "credited": credited, "cause": fmt.Sprint(line),
		"measure": decimal.New(l.Amount, -2)}
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_credits (tenant_id, id, statement_id, member_id, component,
			period, opportunity_id, credited_id, cause, measure)
		VALUES (@tenant, @id, @statement, @member, @component, @period, @opportunity, @credited, @cause, @measure)`,
		args); err != nil {
		return fmt.Errorf("ledger: credit: %w", err)
	}
	args["id"], args["credit"], args["line"], args["amount"], args["clawback"] = id(), credit, line, l.Amount,
		l.Clawback
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_earnings (tenant_id, id, statement_id, member_id, line,
			credit_id, component, period, opportunity_id, credited_id, cause, measure, rate, multiplier, amount,
			clawback, reversal, why)
		VALUES (@tenant, @id, @statement, @member, @line, @credit, @component, @period, @opportunity, @credited,
			@cause, @measure, 1, 1, @amount, @clawback, false, 'posted')`, args); err != nil {
		return fmt.Errorf("ledger: earning: %w", err)
	}
	return nil
}

func adjust(ctx context.Context, tx *tenant.Tx, s Statement, statement uuid.UUID) error {
	var opportunity *uuid.UUID
	if s.Opportunity != uuid.Nil {
		opportunity = &s.Opportunity
	}
	args := tenant.Args{"id": id(), "member": s.Member, "opportunity": opportunity, "amount": s.Adjustment,
		"currency": s.Currency, "at": s.LockedAt}
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_adjustments (tenant_id, id, member_id, opportunity_id,
			amount, currency, reason, proposed_at)
		VALUES (@tenant, @id, @member, @opportunity, @amount, @currency, 'put right', @at)`, args); err != nil {
		return fmt.Errorf("ledger: adjustment: %w", err)
	}
	args["adjustment"], args["id"], args["statement"], args["line"], args["period"] = args["id"], id(), statement,
		len(s.Lines)+1, s.Period
	delete(args, "currency")
	delete(args, "at")
	if _, err := tx.Exec(ctx, `INSERT INTO app.commission_earnings (tenant_id, id, statement_id, member_id, line,
			adjustment_id, component, period, opportunity_id, cause, measure, rate, multiplier, amount, clawback,
			reversal, why)
		VALUES (@tenant, @id, @statement, @member, @line, @adjustment, 'adjustment', @period, @opportunity,
			'adjustment', 0, 0, 1, @amount, false, false, 'put right')`, args); err != nil {
		return fmt.Errorf("ledger: adjusted earning: %w", err)
	}
	return nil
}
