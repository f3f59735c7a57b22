package importer

import (
	"context"
	"fmt"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// commit does something in one transaction with the place that was reached, so that both are kept or neither.
func (w *run) commit(ctx context.Context, f *importjob.File, do func(*tenant.Tx) error) error {
	before := w.Objects()
	err := w.update(ctx, func(tx *tenant.Tx) error {
		if err := do(tx); err != nil || w.dry != nil {
			return err
		}
		return w.Save(ctx, tx)
	})
	if err == nil && w.dry != nil {
		err = w.save(ctx)
	}
	w.Flush()
	if err != nil {
		w.Restore(before)
		return err
	}
	if w.report != nil {
		w.report(importjob.Progress{Object: *f.Counts, Objects: len(w.Files)})
	}
	return w.measure(ctx, f, before)
}

// many is from how many new records on Postgres has to look at the tables; of fewer it hears in its own time.
const many = 500

// measure has Postgres look at the tables once many rows of a source are in them: until it has, it plans for empty
// tables, and checks foreign keys in a way that takes longer with each row.
func (w *run) measure(ctx context.Context, f *importjob.File, before []importjob.Object) error {
	for i := range w.Files {
		if w.Files[i] == f && (before[i].Added >= many || f.Counts.Added < many) {
			return nil
		}
	}
	return w.update(ctx, func(tx *tenant.Tx) error { return takeStatistics(ctx, tx, false) })
}

// update runs in a transaction of its own; in a dry run in a savepoint of the one that is rolled back in the end.
func (w *run) update(ctx context.Context, do func(*tenant.Tx) error) error {
	if w.dry == nil {
		return w.db.Update(ctx, w.actor, do)
	}
	if err := w.savepoint(ctx, `SAVEPOINT batch`); err != nil {
		return err
	}
	if err := do(w.dry); err != nil {
		if back := w.savepoint(ctx, `ROLLBACK TO SAVEPOINT batch`); back != nil {
			return back
		}
		return err
	}
	return w.savepoint(ctx, `RELEASE SAVEPOINT batch`)
}

func (w *run) savepoint(ctx context.Context, statement string) error {
	if _, err := w.dry.Raw().Exec(ctx, statement); err != nil {
		return fmt.Errorf("importer: dry run: %w", err)
	}
	return nil
}

// view reads what the import has written so far.
func (w *run) view(ctx context.Context, do func(*tenant.Tx) error) error {
	if w.dry != nil {
		return do(w.dry)
	}
	return w.db.View(ctx, w.actor, do)
}

// save keeps counts, bad rows and notes in a transaction of their own, where everybody sees them.
func (w *run) save(ctx context.Context) error {
	return w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error { return w.Save(ctx, tx) })
}
