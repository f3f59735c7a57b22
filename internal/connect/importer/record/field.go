package record

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
)

// Hold keeps what is known of a field that the file does not have, and notes where the row empties one.
func Hold[T comparable](r *mapping.Row, field string, now *T, was T) {
	var none T
	switch {
	case !r.Has(field):
		*now = was
	case *now == none && was != none:
		r.Clear(field)
	}
}

// Keep is Hold for a field that cannot be empty.
func Keep[T any](r *mapping.Row, field string, now *T, was T) {
	if !r.Has(field) {
		*now = was
	}
}

// HoldKey is Hold for a reference: one that could not be found leaves what is known.
func HoldKey(r *mapping.Row, field string, now **uuid.UUID, was *uuid.UUID) {
	if Hold(r, field, now, was); *now == nil && r.Get(field) != "" {
		*now = was
		r.Cleared = slices.DeleteFunc(r.Cleared, func(cleared string) bool { return cleared == field })
	}
}

// HoldName keeps the name of a record that is known where the row has none.
func HoldName(r *mapping.Row, field string, now *string, was string) {
	if r.Get(field) == "" {
		*now = was
	}
}

// Modified is when the source last modified the record of a row; nil where it does not say.
func Modified(r *mapping.Row) *time.Time {
	at := r.Instant("modified_at")
	if at.IsZero() {
		return nil
	}
	return &at
}
