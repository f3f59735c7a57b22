package importer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/tenant"
)

// loader takes the rows of a source into the organisation, a batch at a time.
type loader struct {
	size    int // rows in a transaction; 0: all
	prepare func(context.Context, *tenant.Tx) error
	read    func(*row) // makes a record of a row, unless it refuses it
	write   func(context.Context, *tenant.Tx) (tenant.Outcome, error)
	skip    func(*row) // sees a row that an earlier run has dealt with
	finish  func(context.Context, *tenant.Tx) error
}

const (
	keyLimit  = 255     // bytes of a record's key in the source
	listLimit = 100_000 // bad rows of an import that are kept
)

// load reads a source and writes what an earlier run has not.
func (w *run) load(ctx context.Context, s *source) error {
	l := s.kind.open(w, s)
	if l.size > 0 && w.size > 0 {
		l.size = w.size
	}
	if l.prepare != nil {
		if err := w.view(ctx, func(tx *tenant.Tx) error { return l.prepare(ctx, tx) }); err != nil {
			return err
		}
	}
	var batch []*row
	before, n := s.progress.Read, int64(0)
	err := s.each(w.folder, w.mapping, func(r *row) error {
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
		return w.flush(ctx, s, l, full)
	})
	if err == nil && len(batch) > 0 {
		err = w.flush(ctx, s, l, batch)
	}
	if err != nil || s.progress.Finished {
		return err
	}
	return w.commit(ctx, s, func(tx *tenant.Tx) error {
		s.progress.Finished = true
		if l.finish != nil {
			return l.finish(ctx, tx)
		}
		return nil
	})
}

// flush writes a batch. Where Postgres refuses it for what stands in a row, halves are tried, so that only that row is lost.
func (w *run) flush(ctx context.Context, s *source, l loader, batch []*row) error {
	err := w.commit(ctx, s, func(tx *tenant.Tx) error { return w.take(ctx, tx, s, l, batch) })
	reason := rowFault(err)
	if reason == "" {
		return err
	}
	if len(batch) == 1 {
		if batch[0].broken != "" {
			return err
		}
		batch[0].broken = reason
		return w.flush(ctx, s, l, batch)
	}
	if err := w.flush(ctx, s, l, batch[:len(batch)/2]); err != nil {
		return err
	}
	return w.flush(ctx, s, l, batch[len(batch)/2:])
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
func (w *run) take(ctx context.Context, tx *tenant.Tx, s *source, l loader, batch []*row) error {
	for _, r := range batch {
		r.judge(l.read)
	}
	out, err := l.write(ctx, tx)
	if err != nil {
		return err
	}
	p := s.progress
	p.Read, p.Added, p.Changed, p.Unchanged = p.Read+int64(len(batch)), p.Added+out.Added, p.Changed+out.Changed, p.Unchanged+out.Unchanged
	for _, r := range batch {
		w.list(r)
	}
	return nil
}

// list keeps a row that was refused or flagged.
func (w *run) list(r *row) {
	bad := Row{File: r.source.file, Line: int64(r.line), Level: Refused, Reason: r.refused}
	switch {
	case r.refused != "":
		r.source.progress.Refused++
	case len(r.flags) > 0:
		bad.Level, bad.Reason = Flagged, strings.Join(r.flags, " ")
		r.source.progress.Flagged++
	default:
		return
	}
	if w.listed++; w.listed > listLimit {
		w.note("More than %d rows are refused or flagged; the others are counted and not listed.", listLimit)
		return
	}
	bad.Reason, bad.Row = shorten(bad.Reason), r.written()
	w.bad = append(w.bad, bad)
}
