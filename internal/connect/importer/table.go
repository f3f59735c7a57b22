package importer

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/tenant"
)

// kind is an object whose rows are records of their own.
type kind[T any] struct {
	object string
	parse  func(r *mapping.Row, was *T) T      // what the row alone says; was is nil for a record that is new
	over   func(r *mapping.Row, now *T, was T) // keeps what the row says nothing of
	known  func(context.Context, *tenant.Tx, []string) ([]T, error)
	put    func(context.Context, *tenant.Tx, []T) (tenant.Outcome, error)
	stamp  func(*T) stamp
	now    time.Time // of the import
}

// stamp is what every record of a kind has.
type stamp struct {
	ID         *uuid.UUID
	ExternalID string
	Custom     *string
	CreatedAt  *time.Time // nil: not kept
	ModifiedAt **time.Time
	DeletedAt  **time.Time
	MergedInto **uuid.UUID // nil: nothing merges
	Hash       *int64
}

// table is the loader of a kind. A row that is as it was is left alone, whatever was edited here since; one that differs is
// laid over what is known, so that what its file says nothing of stays.
func table[T any](w *run, f *file, k kind[T]) loader {
	var batch []T
	var counts tenant.Outcome
	k.now = w.now
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
		now, at := k.parse(r, before), modified(r)
		if r.Refused != "" {
			return
		}
		id := w.refs.id(k.object, r.Key)
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
		_, err := k.put(ctx, tx, batch)
		if err == nil {
			w.refs.learn(k.object, maps.Clone(ids))
		}
		return counts, err
	}
	return loader{size: 2000, before: before, read: read, write: write}
}

// recall looks up what is known of the rows of a batch.
func (k kind[T]) recall(ctx context.Context, tx *tenant.Tx, rows []*mapping.Row) (map[string]T, error) {
	all := map[string]T{}
	found, err := k.known(ctx, tx, keys(rows))
	for i := range found {
		all[k.stamp(&found[i]).ExternalID] = found[i]
	}
	rekey(rows, all)
	return all, err
}

// keys are those of some rows, in all their forms.
func keys(rows []*mapping.Row) []string {
	all := make([]string, 0, len(rows))
	for _, r := range rows {
		all = append(append(all, r.Key), value.Forms(r.Key)...)
	}
	return all
}

// rekey gives each row the key under which its record is known, where it is known by another form of it.
func rekey[T any](rows []*mapping.Row, known map[string]T) {
	for _, r := range rows {
		if _, ok := known[r.Key]; ok {
			continue
		}
		for _, form := range value.Forms(r.Key) {
			if _, ok := known[form]; ok {
				r.Key = form
				break
			}
		}
	}
}

// print is the hash of what a record says, apart from its keys here and from when the source last touched it.
func (k kind[T]) print(record T, shape string) int64 {
	s := k.stamp(&record)
	*s.ID, *s.ModifiedAt, *s.Hash = uuid.Nil, nil, 0
	if s.MergedInto != nil {
		*s.MergedInto = nil
	}
	return hash([]any{record, shape})
}

func (k kind[T]) fresh(w *run, now T, id uuid.UUID, at *time.Time, shape string) T {
	print := k.print(now, shape)
	s := k.stamp(&now)
	*s.ID, *s.Hash, *s.ModifiedAt = id, print, at
	if s.CreatedAt != nil && s.CreatedAt.IsZero() {
		*s.CreatedAt = w.begins
	}
	return now
}

// verdict is what a row means for a record that is known.
type verdict int

const (
	same    verdict = iota // as it was
	touched                // as it was, but for when the source last modified it and which columns say so
	older                  // than what is here
	changed
)

// compare holds a row against what is known of its record.
func (k kind[T]) compare(r *mapping.Row, now, was T, at *time.Time, shape string) (T, verdict) {
	print := k.print(now, shape)
	s := k.stamp(&was)
	last := *s.ModifiedAt
	if gone, v, ok := k.gone(r, was, at); ok {
		return gone, v
	}
	later := at != nil && (last == nil || at.After(*last))
	if *s.Hash == print {
		if !later {
			return was, same
		}
		*s.ModifiedAt = at
		return was, touched
	}
	if at != nil && last != nil && at.Before(*last) {
		return was, older
	}
	next := k.lay(r, now, was)
	unlike := k.print(next, "") != k.print(k.plain(was), "")
	n := k.stamp(&next)
	if *n.Hash = print; later {
		*n.ModifiedAt = at
	}
	if unlike {
		return next, changed
	}
	return next, touched
}

// lay is a row over what is known of its record.
func (k kind[T]) lay(r *mapping.Row, now, was T) T {
	k.over(r, &now, was)
	n, o := k.stamp(&now), k.stamp(&was)
	*n.ID, *n.Custom, *n.ModifiedAt = *o.ID, object(r.CustomOver(fields(*o.Custom))), *o.ModifiedAt
	if n.CreatedAt != nil {
		*n.CreatedAt = *o.CreatedAt
	}
	return now
}

// plain is a record with its custom fields written as this import writes them.
func (k kind[T]) plain(was T) T {
	s := k.stamp(&was)
	*s.Custom = object(fields(*s.Custom))
	return was
}

// modified is when the source last modified the record of a row; nil where it does not say.
func modified(r *mapping.Row) *time.Time {
	at := r.Instant("modified_at")
	if at.IsZero() {
		return nil
	}
	return &at
}

// hold keeps what is known of a field that the file does not have, and notes where the row empties one.
func hold[T comparable](r *mapping.Row, field string, now *T, was T) {
	var none T
	switch {
	case !r.Has(field):
		*now = was
	case *now == none && was != none:
		r.Clear(field)
	}
}

// keep is hold for a field that cannot be empty.
func keep[T any](r *mapping.Row, field string, now *T, was T) {
	if !r.Has(field) {
		*now = was
	}
}

// holdKey is hold for a reference: one that could not be found leaves what is known.
func holdKey(r *mapping.Row, field string, now **uuid.UUID, was *uuid.UUID) {
	if hold(r, field, now, was); *now == nil && r.Get(field) != "" {
		*now = was
		r.Cleared = slices.DeleteFunc(r.Cleared, func(cleared string) bool { return cleared == field })
	}
}

// hash is of all that a record holds, what it refers to included, so that it differs whenever the record would.
func hash(record any) int64 {
	h := fnv.New64a()
	if err := json.NewEncoder(h).Encode(record); err != nil {
		panic(err) // records are plain data
	}
	return int64(h.Sum64())
}

// fields is a JSON object of custom fields as a map.
func fields(object string) map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal([]byte(object), &all); err != nil {
		return map[string]string{}
	}
	return all
}

// object is a JSON object of custom fields.
func object(fields map[string]string) string {
	if len(fields) == 0 {
		return "{}"
	}
	body, err := json.Marshal(fields)
	if err != nil {
		panic(err) // texts always have a JSON form
	}
	return string(body)
}
