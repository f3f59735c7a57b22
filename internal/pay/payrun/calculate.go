package payrun

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
)

// batch is how many statements are written in one transaction, so that what is done stays done.
const batch = 50

// Calculate states every payee of a run with what was known when the attempt began. It can be called again after a
// stop: what the attempt has written is not written again. Statements that are locked stay as they are. It acts as the
// system.
func Calculate(ctx context.Context, db *tenant.DB, actor tenant.Actor, attempt uuid.UUID) error {
	var c calculation
	err := db.View(ctx, actor, func(tx *tenant.Tx) (err error) {
		a, err := tenant.One[Attempt](ctx, tx, `SELECT a.id, a.run_id, a.as_of, a.members, a.done, a.started_at,
			a.finished_at, a.problem FROM app.commission_attempts a
			WHERE a.tenant_id = @tenant AND a.id = @id`, tenant.Args{"id": attempt})
		if err != nil {
			return err
		}
		run, err := Get(ctx, tx, a.RunID)
		if err != nil {
			return err
		}
		span := run.span(tx.Calendar())
		f, err := fact.Gather(ctx, tx, span, a.AsOf)
		if err != nil {
			return err
		}
		c = calculation{f, run, a}
		return f.ReadPrior(ctx, tx, span)
	})
	var failed []error
	if err == nil {
		failed, err = c.calculate(ctx, db, actor)
	}
	if err != nil && ctx.Err() == nil {
		note := db.Update(ctx, actor, func(tx *tenant.Tx) error { return finish(ctx, tx, attempt, fact.Problem(err)) })
		if note != nil {
			return note
		}
	}
	return errors.Join(append(failed, err)...)
}

// calculation is an attempt at a run with the facts that it rests on.
type calculation struct {
	*fact.Facts
	run     Run
	attempt Attempt
}

// draft is a payee's statement before it is kept, and what failed of it.
type draft struct {
	statement.Computed
	err error
}

// calculate states every payee. What fails of one is a problem of theirs, failed is for the log, and the others go on.
func (c calculation) calculate(ctx context.Context, db *tenant.DB, actor tenant.Actor) (failed []error, err error) {
	payees := c.Payees()
	given := c.Grants(payees)
	done := 0
	for some := range slices.Chunk(payees, batch) {
		drafts := fact.Each(some, func(p fact.Payee) draft { return c.draft(p, given[p]) })
		for _, d := range drafts {
			if d.err != nil && fault.KindOf(d.err) != fault.Invalid {
				failed = append(failed,
					fmt.Errorf("payrun: calculate %s for %s: %w", c.run.Period, d.Payee.Member, d.err))
			}
		}
		err := db.Update(ctx, actor, func(tx *tenant.Tx) error {
			if err := c.keep(ctx, tx, drafts); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET members = @all, done = @done
				WHERE tenant_id = @tenant AND id = @id`,
				tenant.Args{"all": len(payees), "done": done + len(some), "id": c.attempt.ID})
			return err
		})
		if err != nil {
			return failed, fmt.Errorf("payrun: calculate: %w", err)
		}
		done += len(some)
	}
	return failed, db.Update(ctx, actor, func(tx *tenant.Tx) error { return finish(ctx, tx, c.attempt.ID, "") })
}

func (c calculation) draft(p fact.Payee, granted fact.Grants) (d draft) {
	d.Payee, d.Currency = p, c.currency(p, nil)
	defer func() {
		if r := recover(); r != nil { // of one payee, and not the end of everybody's
			d.err = fmt.Errorf("payrun: draft: %v\n%s", r, debug.Stack())
		}
	}()
	var b *evidence.Bundle
	if b, d.err = c.Bundle(p); d.err != nil {
		return d
	}
	d.Currency, b.Grants = c.currency(p, b), granted
	if d.Inputs, d.err = b.Encode(); d.err != nil {
		return d
	}
	if d.Result, d.err = b.Compute(); d.err != nil {
		return d
	}
	d.Text, d.err = json.Marshal(d.Result)
	return d
}

// currency is that of a payee's statement: of their plan, or where there is none of what they were paid before.
func (c calculation) currency(p fact.Payee, b *evidence.Bundle) money.Currency {
	if b != nil && len(b.Terms) > 0 {
		return b.Terms[len(b.Terms)-1].Plan.Currency
	}
	if before, paid := c.Prior[p]; paid {
		return before.Currency
	}
	return c.Base
}

// keep writes drafts of a run that was not withdrawn. Who has a locked statement of a later period gets none: what was
// earned here is in that one.
func (c calculation) keep(ctx context.Context, tx *tenant.Tx, drafts []draft) error {
	payees := make([]fact.Payee, len(drafts))
	for i, d := range drafts {
		payees[i] = d.Payee
	}
	if err := Hold(ctx, tx, c.run.ID, payees...); err != nil {
		return err
	}
	passed, err := statement.Later(ctx, tx, c.Period, payees)
	if err != nil {
		return err
	}
	of := statement.Origin{RunID: c.run.ID, Period: c.Period, AsOf: c.attempt.AsOf}
	for _, d := range drafts {
		if by, is := passed[d.Payee]; is {
			there, err := statement.Exists(ctx, tx, c.run.ID, d.Payee)
			if err != nil {
				return err
			}
			if !there {
				continue
			}
			d = draft{statement.Computed{Payee: d.Payee, Currency: c.currency(d.Payee, nil)}, passedBy(by)}
		}
		if d.err != nil {
			d.Problem = fact.Problem(d.err)
		}
		if err := statement.Keep(ctx, tx, of, d.Computed); err != nil {
			return err
		}
	}
	return nil
}
