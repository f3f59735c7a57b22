package record

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// Kind is an object whose rows are records of their own.
type Kind[T any] struct {
	Object string
	Parse  func(r *mapping.Row, was *T) T      // what the row alone says; was is nil for a record that is new
	Over   func(r *mapping.Row, now *T, was T) // keeps what the row says nothing of
	Known  func(context.Context, *tenant.Tx, []string) ([]T, error)
	Put    func(context.Context, *tenant.Tx, []T) (tenant.Outcome, error)
	Stamp  func(*T) Stamp
	now    time.Time // of the import
}

// Table is the loader of a kind. A row that is as it was is left alone, whatever was edited here since; one that
// differs is laid over what is known, so that what its file says nothing of stays.
func Table[T any](w *Run, f *importjob.File, k Kind[T]) Loader {
	var batch []T
	var before []*T // what was known of each of the batch; nil: nothing
	var counts tenant.Outcome
	k.now = w.Now
	ids, known, shape := map[string]uuid.UUID{}, map[string]T{}, f.Shape()
	look := func(ctx context.Context, tx *tenant.Tx, rows []*mapping.Row) (err error) {
		batch, before, counts = nil, nil, tenant.Outcome{}
		clear(ids)
		known, err = k.recall(ctx, tx, rows)
		return err
	}
	read := func(r *mapping.Row) {
		was, ok := known[r.Key]
		var known *T
		if ok {
			known = &was
		}
		if r.Deleted && !ok {
			r.Stranger()
			return
		}
		now, at := k.Parse(r, known), Modified(r)
		if r.Refused != "" || !r.Admit(ok && *k.Stamp(&was).DeletedAt == nil) {
			return
		}
		id := w.IDOf(k.Object, r.Key)
		if !ok {
			batch, ids[r.Key] = append(batch, k.fresh(w, now, id, at, shape)), id
			before = append(before, nil)
			counts.Added++
			return
		}
		ids[r.Key] = k.meant(was)
		switch next, verdict := k.compare(r, now, was, at, shape); verdict {
		case older:
			r.Older = true
		case changed:
			w.Change(r, was, next)
			batch, before = append(batch, next), append(before, known)
			counts.Changed++
		default:
			if counts.Unchanged++; verdict == touched {
				batch, before = append(batch, next), append(before, known)
			}
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		if _, err := k.Put(ctx, tx, batch); err != nil {
			return counts, err
		}
		w.AddKeys(k.Object, maps.Clone(ids))
		return counts, k.effects(w, before, batch)
	}
	return Loader{Size: 2000, Before: look, Read: read, Write: write}
}

// recall looks up what is known of the rows of a batch.
func (k Kind[T]) recall(ctx context.Context, tx *tenant.Tx, rows []*mapping.Row) (map[string]T, error) {
	all := map[string]T{}
	found, err := k.Known(ctx, tx, Keys(rows))
	for i := range found {
		all[k.Stamp(&found[i]).ExternalID] = found[i]
	}
	Rekey(rows, all)
	return all, err
}

// effects keeps what a batch did to its records, as it was written, if the object can be undone.
func (k Kind[T]) effects(w *Run, before []*T, batch []T) error {
	if !slices.Contains(importjob.Undoable, k.Object) || w.Preview {
		return nil
	}
	for i := range batch {
		e := importjob.Effect{Object: k.Object, RecordID: *k.Stamp(&batch[i]).ID, Kind: importjob.Created}
		if before[i] != nil {
			was, err := FactsOf(*before[i], k.Stamp)
			if err != nil {
				return err
			}
			is, err := FactsOf(batch[i], k.Stamp)
			if err != nil {
				return err
			}
			e.Kind, e.Changes = Effected(was, is)
		}
		w.Effect(e)
	}
	return nil
}
