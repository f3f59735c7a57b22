package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/platform/tenant"
)

// UndoArgs names an import that is to be undone.
type UndoArgs struct {
	TenantID uuid.UUID `json:"tenant_id"`
	ImportID uuid.UUID `json:"import_id"`
}

// Kind is the job's name in the queue.
func (UndoArgs) Kind() string { return "undo_import" }

// InsertOpts has one job for an undo, which goes on where it stopped.
func (UndoArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: imports, MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

// EnqueueUndo has an import undone once the transaction is committed.
func (c *Client) EnqueueUndo(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) error {
	if _, err := c.river.InsertTx(ctx, tx.Raw(), UndoArgs{tx.Actor().TenantID, importID}, nil); err != nil {
		return fmt.Errorf("work: enqueue undo: %w", err)
	}
	return nil
}

type undoWorker struct {
	river.WorkerDefaults[UndoArgs]
	db *tenant.DB
}

// Timeout ends an undo that takes too long; what it has done stays, and it goes on.
func (*undoWorker) Timeout(*river.Job[UndoArgs]) time.Duration { return bulkLimit }

// Work undoes the import once no other is under way.
func (w *undoWorker) Work(ctx context.Context, job *river.Job[UndoArgs]) error {
	err := undo.Run(ctx, w.db, job.Args.TenantID, job.Args.ImportID)
	if errors.Is(err, undo.ErrBusy) {
		return river.JobSnooze(again)
	}
	if err != nil {
		return err
	}
	return afterImport(ctx, river.ClientFromContext[pgx.Tx](ctx), w.db, job.Args.TenantID, job.Args.ImportID)
}
