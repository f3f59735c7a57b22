// Package importer takes an organisation's records from the files of another system, in the order in which they depend
// on one another.
//
// Package source reads the files, package mapping their rows: a mapping says which file and column is which object and
// field; that of Salesforce is built in. Package importjob keeps what an import is and reports, package object loads
// the rows of each object. An import reads each file row by row: a bad row is kept in a list with its line and reason,
// and never stops the good ones. Every batch is one transaction with the place that was reached, so an import that was
// interrupted goes on there, and a row that is as it was changes nothing.
package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/importer/fieldhistory"
	"quarterdeck/internal/connect/importer/lookup"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/object"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importer/salesstage"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// run is one import under way. Within it nothing runs at the same time as anything else.
type run struct {
	object.Import
	db       *tenant.DB
	actor    tenant.Actor
	mapping  mapping.Mapping
	choices  mapping.Choices
	findings mapping.Findings
	base     money.Currency // of amounts that name none
	dry      *tenant.Tx     // holds all that a dry run does, until it is rolled back
	report   func(importjob.Progress)
	size     int // of a batch, where tests make it smaller
}

func newRun(db *tenant.DB, actor tenant.Actor, id uuid.UUID, report func(importjob.Progress)) *run {
	shared := &record.Run{Report: &importjob.Report{ID: id}, Directory: lookup.New(), Now: db.Now()}
	stages := salesstage.New(shared)
	return &run{db: db, actor: actor, report: report,
		Import: object.Import{Run: shared, Stages: stages, History: fieldhistory.New(shared, stages)}}
}

var errDry = errors.New("importer: a dry run is rolled back")

// ErrBusy reports that the organisation runs another import.
var ErrBusy = fault.New(fault.Conflict,
	"Another import of this organisation is running. Wait until it is done, then start this one again.")

// Run does an import, or goes on with one that was interrupted. It answers ErrBusy while the organisation runs another.
// When the context ends, what was committed stays and the import is still running: run it again. Any other error is
// kept with the import, as a sentence for the person.
func Run(ctx context.Context, db *tenant.DB, actor tenant.Actor, id uuid.UUID, files fs.FS,
	progress func(importjob.Progress)) error {
	return newRun(db, actor, id, progress).do(ctx, files)
}

func (w *run) do(ctx context.Context, files fs.FS) error {
	held := false
	err := w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error {
		if err := tx.Require(tenant.RunImports); err != nil {
			return err
		}
		if free, err := importjob.Idle(ctx, tx); err != nil || !free {
			return cmp.Or(err, ErrBusy)
		}
		held = true
		return recovered(func() error { return w.start(ctx, tx, files) })
	})
	switch {
	case errors.Is(err, errDry):
		err = w.end(ctx)
	case err == nil || ctx.Err() != nil || !held:
		return err
	}
	if err == nil {
		return nil
	}
	after := context.WithoutCancel(ctx)
	return errors.Join(err, w.db.Update(after, w.actor, func(tx *tenant.Tx) error {
		return importjob.Finish(after, tx, w.ID, importjob.Failed, sentence(err))
	}))
}

// recovered makes an error of a panic, so that an import that meets a mistake of ours is said to have failed and can be
// run again.
func recovered(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("importer: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}

// sentence is what the person reads about a failure; the rest is for the log of whoever runs the import.
func sentence(err error) string {
	if said := fault.Message(err); said != "" {
		return said
	}
	return "The import stopped because of a system error, not because of your files. Rows imported so far are kept. " +
		"Start the import again to continue."
}
