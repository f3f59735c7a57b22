package work

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/bulk"
	"quarterdeck/internal/platform/tenant"
)

// BulkArgs names a change to many records.
type BulkArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
	BulkID   uuid.UUID `json:"bulk_id"`
}

// Kind is the job's name in the queue.
func (BulkArgs) Kind() string { return "bulk" }

// InsertOpts has one job for a change, which goes on where it stopped.
func (BulkArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: payments, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

// EnqueueBulk has a change made once the transaction is committed.
func (c *Client) EnqueueBulk(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if _, err := c.river.InsertTx(ctx, tx.Raw(), BulkArgs{tx.Actor().TenantID, id}, nil); err != nil {
		return fmt.Errorf("work: enqueue bulk: %w", err)
	}
	return nil
}

type bulkWorker struct {
	river.WorkerDefaults[BulkArgs]
	db *tenant.DB
}

// Timeout ends a change that takes too long; what it has done stays.
func (*bulkWorker) Timeout(*river.Job[BulkArgs]) time.Duration { return bulkLimit }

// Work makes the change.
func (w *bulkWorker) Work(ctx context.Context, job *river.Job[BulkArgs]) error {
	return bulk.Run(ctx, w.db, job.Args.TenantID, job.Args.BulkID)
}
