package work

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/outlook"
	"quarterdeck/internal/tenant"
)

// OutlookArgs asks for an organisation's forecast to be published, and trained anew where that is due.
type OutlookArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
}

// Kind is the job's name in the queue.
func (OutlookArgs) Kind() string { return "outlook" }

// InsertOpts has one job at a time for an organisation.
func (OutlookArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: outlooks, MaxAttempts: 2, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

// EnqueueOutlook has the forecast published once the transaction is committed. Asking again while it is under way does nothing.
func (c *Client) EnqueueOutlook(ctx context.Context, tx *tenant.Tx) error {
	if _, err := c.river.InsertTx(ctx, tx.Raw(), OutlookArgs{TenantID: tx.Actor().TenantID}, nil); err != nil {
		return fmt.Errorf("work: enqueue outlook: %w", err)
	}
	return nil
}

type outlookWorker struct {
	river.WorkerDefaults[OutlookArgs]
	db *tenant.DB
}

// Timeout ends a training that takes too long; outlooks that were made stay.
func (*outlookWorker) Timeout(*river.Job[OutlookArgs]) time.Duration { return outlookLimit }

// Work publishes what is due.
func (w *outlookWorker) Work(ctx context.Context, job *river.Job[OutlookArgs]) error {
	return outlook.Refresh(ctx, w.db, job.Args.TenantID)
}
