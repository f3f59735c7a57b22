package importer

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/opportunity"
)

// gone tells what becomes of a record that the row says is deleted, or that was deleted and that the row says nothing new of.
// One that was deleted comes back when the source says that it is not, or has modified it since.
func (k kind[T]) gone(r *mapping.Row, was T, at *time.Time) (T, verdict, bool) {
	s := k.stamp(&was)
	last, deleted := *s.ModifiedAt, *s.DeletedAt
	stale := at != nil && last != nil && at.Before(*last)
	switch {
	case !r.Deleted && deleted == nil:
		return was, same, false
	case stale:
		return was, older, true
	case !r.Deleted:
		back := r.Has("deleted") || at != nil && at.After(*deleted)
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
func (k kind[T]) meant(was T) uuid.UUID {
	s := k.stamp(&was)
	if s.MergedInto != nil && *s.MergedInto != nil {
		return **s.MergedInto
	}
	return *s.ID
}

// merges is the rows of records that the source merged into others, by their keys.
type merges map[string]*mapping.Row

func (m merges) meet(r *mapping.Row) {
	if r.Deleted && r.Refused == "" && !r.Older && r.Get("merged_into") != "" {
		m[r.Key] = r
	}
}

// merge lets each loser go in its survivor, with all that belongs to it. The survivor may stand further down in the file, and may
// itself have been merged into another one.
func (w *run) merge(ctx context.Context, tx *tenant.Tx, object string, all merges) error {
	ids := w.refs.ids[object]
	heirs := heirs{}
	for key, r := range all {
		from, known := ids[key]
		if into, survives := ids[w.refs.key(object, r.Get("merged_into"))]; known && survives && from != into {
			heirs[from] = into
		}
	}
	for key, r := range all {
		from, known := ids[key]
		into, survives := ids[w.refs.key(object, r.Get("merged_into"))]
		if !survives {
			r.Flag("The record that it was merged into (%q) is not known.", source.Shorten(r.Get("merged_into")))
			w.list(r)
			continue
		}
		if !known || from == into {
			continue
		}
		if into, survives = heirs.last(into); !survives {
			r.Flag("It was merged into %q, and that one in the end into itself: none of them is the survivor.", source.Shorten(r.Get("merged_into")))
			w.list(r)
			continue
		}
		at := w.now
		if m := modified(r); m != nil && m.Before(at) {
			at = *m
		}
		if err := join(ctx, tx, object, from, into, at); err != nil {
			return err
		}
		for other, id := range ids {
			if id == from {
				ids[other] = into
			}
		}
	}
	return nil
}

// heirs is what records of an import were merged into.
type heirs map[uuid.UUID]uuid.UUID

// last is the record at the end of a line of merges; survives is false where the line is a ring.
func (h heirs) last(id uuid.UUID) (end uuid.UUID, survives bool) {
	for range h {
		next, merged := h[id]
		if !merged {
			return id, true
		}
		id = next
	}
	_, merged := h[id]
	return id, !merged
}

func join(ctx context.Context, tx *tenant.Tx, object string, from, into uuid.UUID, at time.Time) error {
	if err := activity.Move(ctx, tx, from, into); err != nil {
		return err
	}
	if object == "contact" {
		return contact.Merge(ctx, tx, from, into)
	}
	if err := account.Merge(ctx, tx, from, into); err != nil {
		return err
	}
	if err := contact.Move(ctx, tx, from, into); err != nil {
		return err
	}
	return opportunity.MoveAccount(ctx, tx, from, into, at)
}
