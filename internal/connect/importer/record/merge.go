package record

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

// Merges is the rows of records that the source merged into others, by their keys.
type Merges map[string]*mapping.Row

// Add keeps a row that says so.
func (m Merges) Add(r *mapping.Row) {
	if r.Deleted && r.Refused == "" && !r.Older && r.Get("merged_into") != "" {
		m[r.Key] = r
	}
}

// Merge lets each loser go in its survivor, with all that belongs to it. The survivor may stand further down in the
// file, and may itself have been merged into another one.
func (w *Run) Merge(ctx context.Context, tx *tenant.Tx, object string, all Merges) error {
	heirs := heirs{}
	for key, r := range all {
		from, known := w.ByKey(object, key)
		if into, survives := w.ByKey(object, r.Get("merged_into")); known && survives && from != into {
			heirs[from] = into
		}
	}
	for key, r := range all {
		from, known := w.ByKey(object, key)
		into, survives := w.ByKey(object, r.Get("merged_into"))
		if !survives {
			r.Flag("The record it was merged into (%q) is not known.", source.Shorten(r.Get("merged_into")))
			w.List(r)
			continue
		}
		if !known || from == into {
			continue
		}
		if into, survives = heirs.last(into); !survives {
			r.Flag("It was merged into %q, which leads back to itself, so no surviving record can be found.",
				source.Shorten(r.Get("merged_into")))
			w.List(r)
			continue
		}
		at := w.Now
		if m := Modified(r); m != nil && m.Before(at) {
			at = *m
		}
		if err := join(ctx, tx, object, from, into, at); err != nil {
			return err
		}
		w.Redirect(object, from, into)
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

// join gives what belongs to the loser to the survivor.
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
