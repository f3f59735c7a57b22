package importer

import (
	"context"
	"io/fs"

	"github.com/google/uuid"

	"quarterdeck/internal/tenant"
)

// RunInBatches is Run with batches of a few rows, so that a small fixture has many.
func RunInBatches(ctx context.Context, db *tenant.DB, actor tenant.Actor, id uuid.UUID, files fs.FS, progress func(Progress), size int) error {
	w := &run{db: db, actor: actor, id: id, now: db.Now(), refs: newRefs(), report: progress, size: size}
	return w.do(ctx, files)
}

// NewReader lets tests read CSV as imports do.
var NewReader = newReader

// Next is the cells of a record, or what is wrong with it.
func (r *reader) Next() (line int, cells []string, problem string, err error) {
	rec, err := r.next()
	return rec.line, rec.cells, rec.problem, err
}

// What tests hold against tables of examples.
var (
	RoleOf       = roleOf
	ParsePercent = parsePercent
	ParseInstant = parseInstant
	Layout       = layout
)
