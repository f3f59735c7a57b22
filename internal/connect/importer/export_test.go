package importer

import (
	"context"
	"io/fs"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// RunInBatches is Run with batches of a few rows, so that a small fixture has many.
func RunInBatches(ctx context.Context, db *tenant.DB, actor tenant.Actor, id uuid.UUID, files fs.FS, progress func(Progress), size int) error {
	w := &run{db: db, actor: actor, id: id, now: db.Now(), refs: newRefs(), report: progress, size: size}
	return w.do(ctx, files)
}

// RoleOf lets tests hold it against a table of examples.
var RoleOf = roleOf
