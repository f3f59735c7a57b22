package importer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// loader takes the rows of a source into the organisation, a batch at a time.
type loader struct {
	size    int // rows in a transaction; 0: all
	prepare func(context.Context, *tenant.Tx) error
	before  func(context.Context, *tenant.Tx, []*mapping.Row) error // looks up what is known of the rows of a batch
	read    func(*mapping.Row)                                      // makes a record of a row, unless it refuses it
	write   func(context.Context, *tenant.Tx) (tenant.Outcome, error)
	skip    func(*mapping.Row) // sees a row that an earlier run has dealt with
	finish  func(context.Context, *tenant.Tx) error
}

const listLimit = 100_000 // bad rows of an import that are kept

// load reads a source and writes what an earlier run has not.
func (w *run) load(ctx context.Context, f *file) error {
	l := loaders[f.Object](w, f)
	if l.size > 0 && w.size > 0 {
		l.size = w.size
	}
	if err := w.view(ctx, func(tx *tenant.Tx) error {
		if l.prepare != nil {
			if err := l.prepare(ctx, tx); err != nil {
				return err
			}
		}
		return w.call(ctx, tx, f)
	}); err != nil {
		return err
	}
	var batch []*mapping.Row
	before, n := f.progress.Read, int64(0)
	err := f.Each(func(r *mapping.Row) error {
		n++
		w.refs.meet(r)
		if n <= before {
			if l.skip != nil {
				l.skip(r)
			}
			return nil
		}
		if batch = append(batch, r); len(batch) != l.size {
			return nil
		}
		full := batch
		batch = nil
		return w.flush(ctx, f, l, full)
	})
	if err == nil && len(batch) > 0 {
		err = w.flush(ctx, f, l, batch)
	}
	if err != nil || f.progress.Finished {
		return err
	}
	return w.commit(ctx, f, func(tx *tenant.Tx) error {
		f.progress.Finished = true
		if l.finish != nil {
			return l.finish(ctx, tx)
		}
		return nil
	})
}

// flush writes a batch. Where Postgres refuses it for what stands in a row, halves are tried, so that only that row is lost.
func (w *run) flush(ctx context.Context, f *file, l loader, batch []*mapping.Row) error {
	err := w.commit(ctx, f, func(tx *tenant.Tx) error { return w.take(ctx, tx, f, l, batch) })
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
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && (pg.Code[:2] == "22" || pg.Code[:2] == "23" || pg.Code == "54000") {
		return fmt.Sprintf("The database refused the row: %s.", pg.Message)
	}
	if fault.KindOf(err) == fault.Invalid {
		return fault.Message(err)
	}
	return ""
}

// take reads the rows of a batch, writes them, and counts.
func (w *run) take(ctx context.Context, tx *tenant.Tx, f *file, l loader, batch []*mapping.Row) error {
	if l.before != nil {
		if err := l.before(ctx, tx, batch); err != nil {
			return err
		}
	}
	for _, r := range batch {
		r.Judge(l.read)
	}
	out, err := l.write(ctx, tx)
	if err != nil {
		return err
	}
	p := f.progress
	p.Read, p.Added, p.Changed, p.Unchanged = p.Read+int64(len(batch)), p.Added+out.Added, p.Changed+out.Changed, p.Unchanged+out.Unchanged
	for _, r := range batch {
		if r.Refused == "" && r.Older {
			p.Older++
		} else if r.Refused == "" {
			p.Cleared = p.Cleared.with(r.Cleared)
		}
		w.list(r)
	}
	return nil
}

// list keeps a row that was refused or flagged.
func (w *run) list(r *mapping.Row) {
	bad := Row{File: r.File.File, Line: int64(r.Line), Level: Refused, Reason: r.Refused}
	switch {
	case r.Refused != "":
		w.of(r).progress.Refused++
	case len(r.Flags) > 0:
		bad.Level, bad.Reason = Flagged, strings.Join(r.Flags, " ")
		w.of(r).progress.Flagged++
	default:
		return
	}
	if w.listed++; w.listed > listLimit {
		w.note("More than %d rows are refused or flagged; the others are counted and not listed.", listLimit)
		return
	}
	bad.Reason, bad.Row = source.Shorten(bad.Reason), r.Written()
	w.bad = append(w.bad, bad)
}
