package work

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/platform/tenant"
)

// QualityArgs asks for the data of an organisation to be measured.
type QualityArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
}

// Kind is the job's name in the queue.
func (QualityArgs) Kind() string { return "quality" }

// InsertOpts has one measurement of an organisation at a time.
func (QualityArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: nightly, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

type qualityWorker struct {
	river.WorkerDefaults[QualityArgs]
	db *tenant.DB
}

// Timeout ends a measurement that takes too long.
func (*qualityWorker) Timeout(*river.Job[QualityArgs]) time.Duration { return qualityLimit }

// Work measures, keeps what was found, and checks what was handed out.
func (w *qualityWorker) Work(ctx context.Context, job *river.Job[QualityArgs]) error {
	return w.db.Update(ctx, tenant.AsSystem(job.Args.TenantID), func(tx *tenant.Tx) error {
		return cleanup.Measure(ctx, tx)
	})
}

// EnqueueQuality asks for a measurement of the transaction's organisation once it is committed.
func (c *Client) EnqueueQuality(ctx context.Context, tx *tenant.Tx) error {
	if _, err := c.river.InsertTx(ctx, tx.Raw(), QualityArgs{TenantID: tx.Actor().TenantID}, nil); err != nil {
		return fmt.Errorf("work: enqueue quality: %w", err)
	}
	return nil
}
