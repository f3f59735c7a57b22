package record

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
)

// verdict is what a row means for a record that is known.
type verdict int

const (
	same    verdict = iota // as it was
	touched                // as it was, but for when the source last modified it and which columns say so
	older                  // than what is here
	changed
)

// compare holds a row against what is known of its record.
func (k Kind[T]) compare(r *mapping.Row, now, was T, at *time.Time, shape string) (T, verdict) {
	hash := k.hash(now, shape)
	s := k.Stamp(&was)
	last := *s.ModifiedAt
	if gone, v, ok := k.deletion(r, was, at); ok {
		return gone, v
	}
	later := at != nil && (last == nil || at.After(*last))
	if *s.Hash == hash {
		if !later {
			return was, same
		}
		*s.ModifiedAt = at
		return was, touched
	}
	if at != nil && last != nil && at.Before(*last) {
		return was, older
	}
	next := k.update(r, now, was)
	unlike := k.hash(next, "") != k.hash(k.plain(was), "")
	n := k.Stamp(&next)
	if *n.Hash = hash; later {
		*n.ModifiedAt = at
	}
	if unlike {
		return next, changed
	}
	return next, touched
}

// update is a row over what is known of its record.
func (k Kind[T]) update(r *mapping.Row, now, was T) T {
	k.Over(r, &now, was)
	n, o := k.Stamp(&now), k.Stamp(&was)
	*n.ID, *n.Custom, *n.ModifiedAt = *o.ID, CustomText(r.CustomOver(CustomFields(*o.Custom))), *o.ModifiedAt
	if n.CreatedAt != nil {
		*n.CreatedAt = *o.CreatedAt
	}
	return now
}

// plain is a record with its custom fields written as this import writes them.
func (k Kind[T]) plain(was T) T {
	s := k.Stamp(&was)
	*s.Custom = CustomText(CustomFields(*s.Custom))
	return was
}

// hash is the hash of what a record says, apart from its keys here and from when the source last touched it.
func (k Kind[T]) hash(record T, shape string) int64 {
	s := k.Stamp(&record)
	*s.ID, *s.ModifiedAt, *s.Hash = uuid.Nil, nil, 0
	if s.MergedInto != nil {
		*s.MergedInto = nil
	}
	if s.Fields != nil && shape != "" { // its cells are among the source's columns
		*s.Fields = ""
	}
	return Hash([]any{record, shape})
}

// fresh is a record that nobody knows yet.
func (k Kind[T]) fresh(w *Run, now T, id uuid.UUID, at *time.Time, shape string) T {
	hash := k.hash(now, shape)
	s := k.Stamp(&now)
	*s.ID, *s.Hash, *s.ModifiedAt = id, hash, at
	if s.CreatedAt != nil && s.CreatedAt.IsZero() {
		*s.CreatedAt = w.Begins
	}
	return now
}
