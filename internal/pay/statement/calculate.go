package statement

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Begin notes that a run is about to be calculated with what is known now, and returns the attempt.
func Begin(ctx context.Context, tx *tenant.Tx, run Run) (Attempt, error) {
	if err := tx.Require(tenant.RunPay); err != nil {
		return Attempt{}, err
	}
	if _, err := GetRun(ctx, tx, run.ID); err != nil {
		return Attempt{}, err
	}
	if err := begun(tx, run); err != nil {
		return Attempt{}, err
	}
	now, by := stamp(tx)
	a := Attempt{ID: uuid.Must(uuid.NewV7()), RunID: run.ID, AsOf: now, StartedAt: now}
	_, err := tx.Exec(ctx, `INSERT INTO app.commission_attempts (tenant_id, id, run_id, as_of, started_at, started_by) VALUES (@tenant, @id, @run, @now, @now, @by)`,
		tenant.Args{"id": a.ID, "run": run.ID, "now": now, "by": by})
	if err != nil {
		return a, fmt.Errorf("statement: begin: %w", err)
	}
	return a, audit.Record(ctx, tx, "calculated", "commission run", run.ID.String(), map[string]string{"period": run.Period})
}

// batch is how many statements are written in one transaction, so that what is done stays done.
const batch = 50

// Calculate states every payee of a run with what was known when the attempt began. It can be called again after a stop: what
// the attempt has written is not written again. Statements that are locked stay as they are. It acts as the system.
func Calculate(ctx context.Context, db *tenant.DB, actor tenant.Actor, attempt uuid.UUID) error {
	var a Attempt
	var f *facts
	err := db.View(ctx, actor, func(tx *tenant.Tx) (err error) {
		a, err = tenant.One[Attempt](ctx, tx, `SELECT a.id, a.run_id, a.as_of, a.members, a.done, a.started_at, a.finished_at, a.problem FROM app.commission_attempts a
			WHERE a.tenant_id = @tenant AND a.id = @id`, tenant.Args{"id": attempt})
		if err != nil {
			return err
		}
		run, err := GetRun(ctx, tx, a.RunID)
		if err != nil {
			return err
		}
		if f, err = gather(ctx, tx, run, a.AsOf); err != nil {
			return err
		}
		return f.stated(ctx, tx, run.place())
	})
	var failed []error
	if err == nil {
		failed, err = f.calculate(ctx, db, actor, a)
	}
	if err != nil && ctx.Err() == nil {
		note := db.Update(ctx, actor, func(tx *tenant.Tx) error { return finish(ctx, tx, attempt, message(err)) })
		if note != nil {
			return note
		}
	}
	return errors.Join(append(failed, err)...)
}

func message(err error) string {
	if m := fault.Message(err); m != "" {
		return m
	}
	return "It could not be calculated; the log says why."
}

// draft is a payee's statement before it is written.
type draft struct {
	payee  payee
	bundle *commission.Bundle
	inputs []byte
	result commission.Result
	text   []byte
	err    error
}

// calculate states every payee. What fails of one is a problem of theirs, failed is for the log, and the others go on.
func (f *facts) calculate(ctx context.Context, db *tenant.DB, actor tenant.Actor, a Attempt) (failed []error, err error) {
	payees := f.payees()
	given := f.grants(payees)
	done := 0
	for some := range slices.Chunk(payees, batch) {
		drafts := each(some, func(p payee) draft { return f.draft(p, given[p]) })
		for _, d := range drafts {
			if d.err != nil && fault.KindOf(d.err) != fault.Invalid {
				failed = append(failed, fmt.Errorf("statement: calculate %s for %s: %w", f.run.Period, d.payee.member, d.err))
			}
		}
		err := db.Update(ctx, actor, func(tx *tenant.Tx) error {
			if err := f.writeAll(ctx, tx, a, drafts); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET members = @all, done = @done WHERE tenant_id = @tenant AND id = @id`,
				tenant.Args{"all": len(payees), "done": done + len(some), "id": a.ID})
			return err
		})
		if err != nil {
			return failed, fmt.Errorf("statement: calculate: %w", err)
		}
		done += len(some)
	}
	return failed, db.Update(ctx, actor, func(tx *tenant.Tx) error { return finish(ctx, tx, a.ID, "") })
}

// each answers for every payee, each by itself, on all processors.
func each[T any](payees []payee, answer func(payee) T) []T {
	all := make([]T, len(payees))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, p := range payees {
		slots <- struct{}{}
		wait.Go(func() {
			all[i] = answer(p)
			<-slots
		})
	}
	wait.Wait()
	return all
}

func (f *facts) draft(p payee, granted grants) (d draft) {
	d.payee = p
	defer func() {
		if r := recover(); r != nil { // of one payee, and not the end of everybody's
			d.err = fmt.Errorf("statement: draft: %v\n%s", r, debug.Stack())
		}
	}()
	if d.bundle, d.err = f.bundle(p); d.err != nil {
		return d
	}
	d.bundle.Grants = granted
	if d.inputs, d.err = d.bundle.Encode(); d.err != nil {
		return d
	}
	if d.result, d.err = d.bundle.Compute(); d.err != nil {
		return d
	}
	d.text, d.err = json.Marshal(d.result)
	return d
}

func finish(ctx context.Context, tx *tenant.Tx, attempt uuid.UUID, problem string) error {
	_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET finished_at = @now, problem = @problem WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"now": tx.Now().Truncate(time.Microsecond), "problem": problem, "id": attempt})
	if err != nil {
		return fmt.Errorf("statement: finish: %w", err)
	}
	return nil
}
