package work

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

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
	return river.InsertOpts{MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true}}
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
func (*payWorker) Timeout(*river.Job[PayArgs]) time.Duration { return outlookLimit }

// Work calculates the run of an attempt.
func (w *payWorker) Work(ctx context.Context, job *river.Job[PayArgs]) error {
	return statement.Calculate(ctx, w.db, tenant.AsSystem(job.Args.TenantID), job.Args.AttemptID)
}
