package record

import (
	"context"
	"maps"
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

// Stamp is what every record of a kind has.
type Stamp struct {
	ID         *uuid.UUID
	ExternalID string
	Custom     *string
	CreatedAt  *time.Time // nil: not kept
	ModifiedAt **time.Time
	DeletedAt  **time.Time
	MergedInto **uuid.UUID // nil: nothing merges
	Hash       *int64
}

// Table is the loader of a kind. A row that is as it was is left alone, whatever was edited here since; one that
// differs is laid over what is known, so that what its file says nothing of stays.
func Table[T any](w *Run, f *importjob.File, k Kind[T]) Loader {
	var batch []T
	var counts tenant.Outcome
	k.now = w.Now
	ids, known, shape := map[string]uuid.UUID{}, map[string]T{}, f.Shape()
	before := func(ctx context.Context, tx *tenant.Tx, rows []*mapping.Row) (err error) {
		batch, counts = nil, tenant.Outcome{}
		clear(ids)
		known, err = k.recall(ctx, tx, rows)
		return err
	}
	read := func(r *mapping.Row) {
		var before *T
		was, ok := known[r.Key]
		if ok {
			before = &was
		}
		if r.Deleted && !ok {
			r.Stranger()
			return
		}
		now, at := k.Parse(r, before), Modified(r)
		if r.Refused != "" {
			return
		}
		id := w.IDOf(k.Object, r.Key)
		if !ok {
			batch, ids[r.Key] = append(batch, k.fresh(w, now, id, at, shape)), id
			counts.Added++
			return
		}
		ids[r.Key] = k.meant(was)
		switch next, verdict := k.compare(r, now, was, at, shape); verdict {
		case older:
			r.Older = true
		case changed:
			batch = append(batch, next)
			counts.Changed++
		default:
			if counts.Unchanged++; verdict == touched {
				batch = append(batch, next)
			}
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		_, err := k.Put(ctx, tx, batch)
		if err == nil {
			w.AddKeys(k.Object, maps.Clone(ids))
		}
		return counts, err
	}
	return Loader{Size: 2000, Before: before, Read: read, Write: write}
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
