package work

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/audit"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/tenant"
)

// PayArgs asks for the statements of a run to be calculated.
type PayArgs struct {
	TenantID  uuid.UUID `json:"tenant_id"`
	AttemptID uuid.UUID `json:"attempt_id"`
}

// Kind is the job's name in the queue.
func (PayArgs) Kind() string { return "pay" }

// InsertOpts has one job for an attempt, which goes on where it stopped.
func (PayArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: payments, MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

// EnqueuePay has a run calculated once the transaction is committed.
func (c *Client) EnqueuePay(ctx context.Context, tx *tenant.Tx, attempt uuid.UUID) error {
	if _, err := c.river.InsertTx(ctx, tx.Raw(), PayArgs{tx.Actor().TenantID, attempt}, nil); err != nil {
		return fmt.Errorf("work: enqueue pay: %w", err)
	}
	return nil
}

type payWorker struct {
	river.WorkerDefaults[PayArgs]
	db *tenant.DB
}

// Timeout ends a calculation that takes too long; what it has written stays.
func (*payWorker) Timeout(*river.Job[PayArgs]) time.Duration { return payLimit }

// Work calculates the run of an attempt.
func (w *payWorker) Work(ctx context.Context, job *river.Job[PayArgs]) error {
	return statement.Calculate(ctx, w.db, tenant.AsSystem(job.Args.TenantID), job.Args.AttemptID)
}

// checkEvery is how often the ledgers are held against what was calculated.
const checkEvery = 24 * time.Hour

// CheckPayArgs asks for the ledgers of all organisations to be checked.
type CheckPayArgs struct{}

// Kind is the job's name in the queue.
func (CheckPayArgs) Kind() string { return "pay_check" }

// InsertOpts has one check at a time.
func (CheckPayArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 2, UniqueOpts: river.UniqueOpts{ByState: underWay}}
}

type checkPayWorker struct {
	river.WorkerDefaults[CheckPayArgs]
	db  *tenant.DB
	log *slog.Logger
}

// Timeout lets the ledgers of every organisation be computed again.
func (*checkPayWorker) Timeout(*river.Job[CheckPayArgs]) time.Duration { return checkLimit }

// Work computes every locked statement again. What does not add up is an error in the log and an entry of the audit log; it
// names the statement and never an amount.
func (w *checkPayWorker) Work(ctx context.Context, _ *river.Job[CheckPayArgs]) error {
	orgs, err := tenant.Organisations(ctx, w.db)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		err := w.db.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			found, err := statement.Check(ctx, tx)
			for _, f := range found {
				w.log.ErrorContext(ctx, "a ledger does not add up", "tenant", org.TenantID, "statement", f.StatementID, "finding", f.Sentence)
				if err := audit.Record(ctx, tx, "found", "ledger difference", f.StatementID.String(), map[string]string{"finding": f.Sentence}); err != nil {
					return err
				}
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("work: check pay: %w", err)
		}
	}
	return nil
}

// checkingPay is the job that comes by the clock.
func checkingPay() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(checkEvery), func() (river.JobArgs, *river.InsertOpts) { return CheckPayArgs{}, nil }, nil)
}
