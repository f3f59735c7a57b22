package statement

import (
	"context"
	"encoding/json"
	"fmt"
	"quarterdeck/internal/compensation"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/audit"
	"quarterdeck/internal/commission"
	"quarterdeck/internal/fault"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
	"quarterdeck/internal/tenant"
)

// Open finds the run of a payout period, a fiscal month or quarter, or begins it.
func Open(ctx context.Context, tx *tenant.Tx, key string) (Run, error) {
	if err := tx.Require(tenant.RunPay); err != nil {
		return Run{}, err
	}
	p, err := tx.Calendar().Parse(key)
	if err != nil || p.Kind != period.Month && p.Kind != period.Quarter {
		return Run{}, fault.On("period", "A payout period is a month such as 2026-11 or a quarter such as 2026-Q4.")
	}
	now, by := stamp(tx)
	n, err := tx.Exec(ctx, `INSERT INTO app.commission_runs (tenant_id, id, period, starts_on, ends_on, opened_at, opened_by)
		VALUES (@tenant, @id, @period, @starts, @ends, @now, @by) ON CONFLICT (tenant_id, period) DO NOTHING`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "period": p.Key, "starts": p.Start, "ends": p.End, "now": now, "by": by})
	if err != nil {
		return Run{}, fmt.Errorf("statement: open: %w", err)
	}
	run, err := tenant.One[Run](ctx, tx, `SELECT r.id, r.period, r.starts_on, r.ends_on, r.opened_at FROM app.commission_runs r WHERE r.tenant_id = @tenant AND r.period = @period`,
		tenant.Args{"period": p.Key})
	if err != nil || n == 0 {
		return run, err
	}
	return run, audit.Record(ctx, tx, "opened", "commission run", run.ID.String(), map[string]string{"period": run.Period})
}

// Begin notes that a run is about to be calculated with what is known now, and returns the attempt.
func Begin(ctx context.Context, tx *tenant.Tx, run Run) (Attempt, error) {
	if err := tx.Require(tenant.RunPay); err != nil {
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
		f, err = gather(ctx, tx, run, a.AsOf)
		return err
	})
	if err == nil {
		err = f.calculate(ctx, db, actor, a)
	}
	if err != nil && ctx.Err() == nil {
		note := db.Update(ctx, actor, func(tx *tenant.Tx) error { return finish(ctx, tx, attempt, message(err)) })
		if note != nil {
			return note
		}
	}
	return err
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

func (f *facts) calculate(ctx context.Context, db *tenant.DB, actor tenant.Actor, a Attempt) error {
	payees := f.payees()
	grants, err := f.grants(payees)
	if err != nil {
		return err
	}
	done := 0
	for some := range slices.Chunk(payees, batch) {
		drafts := f.drafts(some, grants)
		err := db.Update(ctx, actor, func(tx *tenant.Tx) error {
			for i := range drafts {
				if err := f.write(ctx, tx, a, &drafts[i]); err != nil {
					return err
				}
			}
			_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET members = @all, done = @done WHERE tenant_id = @tenant AND id = @id`,
				tenant.Args{"all": len(payees), "done": done + len(some), "id": a.ID})
			return err
		})
		if err != nil {
			return fmt.Errorf("statement: calculate: %w", err)
		}
		done += len(some)
	}
	return db.Update(ctx, actor, func(tx *tenant.Tx) error { return finish(ctx, tx, a.ID, "") })
}

// drafts computes statements, each by itself, on all processors.
func (f *facts) drafts(payees []payee, grants map[payee]map[string]map[string]grant) []draft {
	drafts := make([]draft, len(payees))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, p := range payees {
		wait.Add(1)
		slots <- struct{}{}
		go func() {
			defer wait.Done()
			drafts[i] = f.draft(p, grants[p])
			<-slots
		}()
	}
	wait.Wait()
	return drafts
}

func (f *facts) draft(p payee, granted map[string]map[string]grant) draft {
	d := draft{payee: p}
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

// grants gives the budgets of bonuses out over all payees of a plan, first come first served; nil where no plan has one.
func (f *facts) grants(payees []payee) (map[payee]map[string]map[string]grant, error) {
	claims := map[uuid.UUID][]claim{}
	for _, p := range payees {
		if !f.budgets(p.plan) {
			continue
		}
		b, err := f.bundle(p)
		if err != nil {
			continue // said on the statement
		}
		in, err := b.Input()
		if err != nil {
			return nil, err
		}
		at, err := commission.Evaluate(in, b.On)
		if err != nil {
			continue
		}
		for _, c := range at.Claims() {
			claims[p.plan] = append(claims[p.plan], claim{p, c})
		}
	}
	return f.share(claims), nil
}

// budgets tells whether any version of a plan has a bonus with a budget.
func (f *facts) budgets(id uuid.UUID) bool {
	return slices.ContainsFunc(f.versions[id], func(v compensation.Version) bool {
		return slices.ContainsFunc(v.Document.Components, func(c plan.Component) bool { return c.Kind == plan.Bonus && c.Budget != nil })
	})
}

func finish(ctx context.Context, tx *tenant.Tx, attempt uuid.UUID, problem string) error {
	_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET finished_at = @now, problem = @problem WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"now": tx.Now().Truncate(time.Microsecond), "problem": problem, "id": attempt})
	if err != nil {
		return fmt.Errorf("statement: finish: %w", err)
	}
	return nil
}
