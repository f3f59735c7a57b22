package work

import (
	"context"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
)

// EraseArgs asks for the files of an organisation to be deleted that were removed long enough ago.
type EraseArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
}

// Kind is the job's name in the queue.
func (EraseArgs) Kind() string { return "erase" }

// InsertOpts has one deletion in an organisation at a time.
func (EraseArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: nightly, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

type eraseWorker struct {
	river.WorkerDefaults[EraseArgs]
	db *tenant.DB
}

// Work deletes their bytes.
func (w *eraseWorker) Work(ctx context.Context, job *river.Job[EraseArgs]) error {
	return w.db.Update(ctx, tenant.AsSystem(job.Args.TenantID), func(tx *tenant.Tx) error {
		_, err := attachment.Erase(ctx, tx)
		return err
	})
}
