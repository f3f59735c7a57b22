package record

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
)

// deletion tells what becomes of a record that the row says is deleted, or that was deleted and that the row says
// nothing new of. One that was deleted comes back when the source says that it is not, or has modified it since.
func (k Kind[T]) deletion(r *mapping.Row, was T, at *time.Time) (T, verdict, bool) {
	s := k.Stamp(&was)
	last, deleted := *s.ModifiedAt, *s.DeletedAt
	stale := at != nil && last != nil && at.Before(*last)
	switch {
	case !r.Deleted && deleted == nil:
		return was, same, false
	case stale:
		return was, older, true
	case !r.Deleted:
		back := r.Has("deleted") || *s.Hash == Undone || at != nil && at.After(*deleted)
		return was, same, !back
	case deleted != nil:
		return was, same, true
	}
	day := k.now
	if at != nil && at.Before(day) {
		day = *at
	}
	if *s.DeletedAt, *s.Hash = &day, 0; at != nil { // whatever the next row says differs
		*s.ModifiedAt = at
	}
	return was, changed, true
}

// meant is the record that a key stands for: what was merged stands for what it became.
func (k Kind[T]) meant(was T) uuid.UUID {
	s := k.Stamp(&was)
	if s.MergedInto != nil && *s.MergedInto != nil {
		return **s.MergedInto
	}
	return *s.ID
}
