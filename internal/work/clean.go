package work

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
)

// CleanArgs asks for what nobody needs any more of an organisation to be taken away.
type CleanArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
}

// Kind is the job's name in the queue.
func (CleanArgs) Kind() string { return "clean" }

// InsertOpts has one job at a time for an organisation.
func (CleanArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: nightly, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

type cleanWorker struct {
	river.WorkerDefaults[CleanArgs]
	db *tenant.DB
}

// Timeout ends a cleaning that takes too long.
func (*cleanWorker) Timeout(*river.Job[CleanArgs]) time.Duration { return qualityLimit }

// Work takes old drafts away, what old imports did, and the bytes of attachments that were removed long enough ago.
func (w *cleanWorker) Work(ctx context.Context, job *river.Job[CleanArgs]) error {
	return w.db.Update(ctx, tenant.AsSystem(job.Args.TenantID),
		func(tx *tenant.Tx) error {
			if err := importjob.Clean(ctx, tx); err != nil {
				return err
			}
			_, err := attachment.Erase(ctx, tx)
			return err
		})
}
