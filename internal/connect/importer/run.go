package importer

import (
	"context"
	"io/fs"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// start reads what the import is, and does it. The transaction holds the lock; a dry run does all its work in it.
func (w *run) start(ctx context.Context, tx *tenant.Tx, files fs.FS) error {
	job, err := importjob.Get(ctx, tx, w.ID)
	if err != nil || job.State == importjob.Done || job.Undone {
		return err
	}
	w.Home, w.base, w.Calendar, w.Notes = tx.Base(), tx.Base(), tx.Calendar(), job.Notes
	begin := func(tx *tenant.Tx) error { return importjob.Begin(ctx, tx, w.ID) }
	if err := w.db.Update(ctx, w.actor, begin); err != nil {
		return err
	}
	if err := w.plan(ctx, job, files); err != nil {
		return err
	}
	if job.DryRun {
		w.dry, w.Preview = tx, true
	}
	if err := w.work(ctx); err != nil {
		return err
	}
	if job.DryRun {
		return errDry
	}
	return w.end(ctx)
}

// work loads the files in the order in which they depend on one another.
func (w *run) work(ctx context.Context) error {
	if err := w.readHistory(ctx); err != nil {
		return err
	}
	define := func(tx *tenant.Tx) error { return w.Stages.Define(ctx, tx, w.mapping.Stages) }
	if err := w.update(ctx, define); err != nil {
		return err
	}
	for _, f := range w.Files {
		if f.Object == "history" {
			continue // it goes with the opportunities
		}
		if f.Object == "opportunity" {
			if err := w.inferStages(ctx); err != nil {
				return err
			}
		}
		if err := w.load(ctx, f); err != nil {
			return err
		}
	}
	return w.leftHistory(ctx)
}

// inferStages defines the stages that only the opportunities tell of.
func (w *run) inferStages(ctx context.Context) error {
	inferred, err := w.Stages.Infer(w.History.StageNames())
	if err != nil || len(inferred) == 0 {
		return err
	}
	return w.update(ctx, func(tx *tenant.Tx) error {
		if err := w.Stages.Add(ctx, tx, inferred); err != nil || w.dry != nil {
			return err
		}
		return w.SaveNotes(ctx, tx)
	})
}

// readHistory reads the files of history. Rows that can be judged by themselves are counted here.
func (w *run) readHistory(ctx context.Context) error {
	for _, f := range w.Files {
		if f.Object != "history" {
			continue
		}
		refused, untracked, err := w.History.Read(f)
		if err != nil {
			return err
		}
		if f.Counts.Read > 0 {
			continue // an earlier run has counted them
		}
		err = w.commit(ctx, f, func(*tenant.Tx) error {
			f.Counts.Read, f.Counts.Unchanged = int64(len(refused))+untracked, untracked
			for _, r := range refused {
				w.List(r)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// leftHistory lists the changes whose opportunity was not imported.
func (w *run) leftHistory(ctx context.Context) error {
	rows := w.History.Left()
	for _, f := range w.Files {
		if f.Object != "history" || f.Counts.Finished {
			continue
		}
		err := w.commit(ctx, f, func(*tenant.Tx) error {
			for _, r := range rows {
				if r.File == f.File {
					f.Counts.Read++
					w.List(r)
				}
			}
			f.Counts.Finished = true
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
