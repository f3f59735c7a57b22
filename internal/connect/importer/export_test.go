package importer

import (
	"context"
	"io/fs"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// RunInBatches is Run with batches of a few rows, so that a small fixture has many.
func RunInBatches(ctx context.Context, db *tenant.DB, actor tenant.Actor, id uuid.UUID, files fs.FS,
	progress func(importjob.Progress), size int) error {
	w := newRun(db, actor, id, progress)
	w.size = size
	return w.do(ctx, files)
}
