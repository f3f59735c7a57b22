package importer

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/lookup"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// load reads a source and writes what an earlier run has not.
func (w *run) load(ctx context.Context, f *importjob.File) error {
	l := w.Loader(f)
	if l.Size > 0 && w.size > 0 {
		l.Size = w.size
	}
	var match *lookup.Matcher
	if err := w.view(ctx, func(tx *tenant.Tx) (err error) {
		if l.Prepare != nil {
			if err := l.Prepare(ctx, tx); err != nil {
				return err
			}
		}
		if err := w.loadNames(ctx, tx, f); err != nil {
			return err
		}
		match, err = w.Matcher(ctx, tx, f.File, w.ID)
		return err
	}); err != nil {
		return err
	}
	var batch []*mapping.Row
	before, n := f.Counts.Read, int64(0)
	err := f.Each(func(r *mapping.Row) error {
		n++
		match.Match(r)
		w.Register(r)
		if n <= before {
			if l.Skip != nil {
				l.Skip(r)
			}
			return nil
		}
		if batch = append(batch, r); len(batch) != l.Size {
			return nil
		}
		full := batch
		batch = nil
		return w.flush(ctx, f, l, full)
	})
	if err == nil && len(batch) > 0 {
		err = w.flush(ctx, f, l, batch)
	}
	if err != nil || f.Counts.Finished {
		return err
	}
	return w.commit(ctx, f, func(tx *tenant.Tx) error {
		f.Counts.Finished = true
		if l.Finish != nil {
			return l.Finish(ctx, tx)
		}
		return nil
	})
}

// flush writes a batch. Where Postgres refuses it for what stands in a row, halves are tried, so that only that row is
// lost.
func (w *run) flush(ctx context.Context, f *importjob.File, l record.Loader, batch []*mapping.Row) error {
	err := w.commit(ctx, f, func(tx *tenant.Tx) error { return w.write(ctx, tx, f, l, batch) })
	reason := rowFault(err)
	if reason == "" {
		return err
	}
	if len(batch) == 1 {
		if batch[0].Broken != "" {
			return err
		}
		batch[0].Broken = reason
		return w.flush(ctx, f, l, batch)
	}
	if err := w.flush(ctx, f, l, batch[:len(batch)/2]); err != nil {
		return err
	}
	return w.flush(ctx, f, l, batch[len(batch)/2:])
}

// rowFault is what is wrong with the rows of a batch that could not be written; empty where it is nothing of theirs.
func rowFault(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok &&
		(pg.Code[:2] == "22" || pg.Code[:2] == "23" || pg.Code == "54000") {
		return fmt.Sprintf("The database refused the row: %s.", pg.Message)
	}
	if fault.KindOf(err) == fault.Invalid {
		return fault.Message(err)
	}
	return ""
}

// write reads the rows of a batch, writes them, and counts.
func (w *run) write(ctx context.Context, tx *tenant.Tx, f *importjob.File, l record.Loader,
	batch []*mapping.Row) error {
	if err := lookup.Adopt(ctx, tx, f.Object, batch); err != nil {
		return err
	}
	if l.Before != nil {
		if err := l.Before(ctx, tx, batch); err != nil {
			return err
		}
	}
	for _, r := range batch {
		r.Judge(l.Read)
	}
	if err := lookup.Release(ctx, tx, f.Object, batch); err != nil {
		return err
	}
	out, err := l.Write(ctx, tx)
	if err != nil {
		return err
	}
	p := f.Counts
	p.Read, p.Added, p.Changed, p.Unchanged = p.Read+int64(len(batch)), p.Added+out.Added, p.Changed+out.Changed,
		p.Unchanged+out.Unchanged
	for _, r := range batch {
		if r.Refused == "" && r.Older {
			p.Older++
		} else if r.Refused == "" {
			p.Cleared = p.Cleared.With(r.Cleared)
		}
		w.List(r)
	}
	return nil
}

// loadNames reads the names of what a file names by name, and of what the history of opportunities does.
func (w *run) loadNames(ctx context.Context, tx *tenant.Tx, f *importjob.File) error {
	var more []string
	for _, field := range []string{"owner", "account"} {
		if f.Object == "opportunity" && w.History.Tracks(field) {
			more = append(more, field)
		}
	}
	return w.LoadNames(ctx, tx, f.File, more...)
}
