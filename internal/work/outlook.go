package work

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/platform/tenant"
)

// OutlookArgs asks for an organisation's forecast to be published, and trained anew where that is due.
type OutlookArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
}

// Kind is the job's name in the queue.
func (OutlookArgs) Kind() string { return "outlook" }

// InsertOpts has one job at a time for an organisation.
func (OutlookArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: outlooks, MaxAttempts: 2,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

// EnqueueOutlook has the forecast published once the transaction is committed. Asking again while it is under way does
// nothing.
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

// Work publishes what is due, once no import is under way: a forecast of half of an export would be none.
func (w *outlookWorker) Work(ctx context.Context, job *river.Job[OutlookArgs]) error {
	idle := false
	if err := w.db.Update(ctx, tenant.AsSystem(job.Args.TenantID), func(tx *tenant.Tx) (err error) {
		idle, err = importjob.Idle(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	if !idle {
		return river.JobSnooze(again)
	}
	return outlook.Refresh(ctx, w.db, job.Args.TenantID)
}

// FirstForecast tells that an organisation's first forecast is on its way: it is asked for, and none has been made yet.
func FirstForecast(ctx context.Context, tx *tenant.Tx) (bool, error) {
	any, err := outlook.Any(ctx, tx)
	if err != nil || any {
		return false, err
	}
	var coming bool
	err = tx.Raw().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM river.river_job j
			WHERE j.kind = 'outlook' AND j.args @> jsonb_build_object('tenant_id', $1::text)
		AND j.state IN ('available', 'pending', 'retryable', 'running', 'scheduled'))`,
		tx.Actor().TenantID.String()).Scan(&coming)
	if err != nil {
		return false, fmt.Errorf("work: first forecast: %w", err)
	}
	return coming, nil
}
