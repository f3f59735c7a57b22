package work

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
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
	return river.InsertOpts{Queue: payments, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
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
	return payrun.Calculate(ctx, w.db, tenant.AsSystem(job.Args.TenantID), job.Args.AttemptID)
}

// CheckPayArgs asks for the ledgers of an organisation to be checked.
type CheckPayArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
}

// Kind is the job's name in the queue.
func (CheckPayArgs) Kind() string { return "pay_check" }

// InsertOpts has one check of an organisation at a time. One that fails stops nobody else's.
func (CheckPayArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: nightly, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

type checkPayWorker struct {
	river.WorkerDefaults[CheckPayArgs]
	db  *tenant.DB
	log *slog.Logger
}

// Timeout lets the ledgers of the largest organisation be computed again.
func (*checkPayWorker) Timeout(*river.Job[CheckPayArgs]) time.Duration { return checkLimit }

// Work computes every locked statement again, some at a time. What does not add up is an error in the log and an entry
// of the audit log; it names the statement and never an amount. A check that is interrupted goes on after the last that
// it has seen.
func (w *checkPayWorker) Work(ctx context.Context, job *river.Job[CheckPayArgs]) error {
	river.ResumableStepCursor(ctx, "statements", nil, func(ctx context.Context, after ledger.Checked) error {
		for more := true; more; {
			err := w.db.Update(ctx, tenant.AsSystem(job.Args.TenantID), func(tx *tenant.Tx) (err error) {
				var found []ledger.Finding
				if found, after, more, err = ledger.CheckSome(ctx, tx, after, ledger.Batch); err != nil {
					return err
				}
				if err := w.tell(ctx, tx, found); err != nil {
					return err
				}
				_, err = river.ResumableSetStepCursorTx[*riverpgxv5.Driver](ctx, tx.Raw(), job, after)
				return err
			})
			if err != nil {
				return fmt.Errorf("work: check pay: %w", err)
			}
		}
		return nil
	})
	return nil
}

func (w *checkPayWorker) tell(ctx context.Context, tx *tenant.Tx, found []ledger.Finding) error {
	for _, f := range found {
		w.log.ErrorContext(ctx, "a ledger does not add up", "tenant", tx.Actor().TenantID, "statement", f.StatementID,
			"finding", f.Sentence)
		if err := audit.Record(ctx, tx, "found", "ledger difference", f.StatementID.String(),
			map[string]string{"finding": f.Sentence}); err != nil {
			return err
		}
	}
	return nil
}
