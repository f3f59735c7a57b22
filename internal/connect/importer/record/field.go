package record

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
)

// Hold keeps the known value of a field that the file lacks, and counts a value that the row clears.
func Hold[T comparable](r *mapping.Row, field string, now *T, was T) {
	var none T
	switch {
	case !r.Has(field):
		*now = was
	case *now == none && was != none:
		r.Clear(field)
	}
}

// Keep is Hold for a field that cannot be cleared.
func Keep[T any](r *mapping.Row, field string, now *T, was T) {
	if !r.Has(field) {
		*now = was
	}
}

// HoldKey is Hold for a reference: if the record is not found, the known one stays.
func HoldKey(r *mapping.Row, field string, now **uuid.UUID, was *uuid.UUID) {
	if Hold(r, field, now, was); *now == nil && r.Get(field) != "" {
		*now = was
		r.Cleared = slices.DeleteFunc(r.Cleared, func(cleared string) bool { return cleared == field })
	}
}

// HoldName keeps a record's known name if the row has none.
func HoldName(r *mapping.Row, field string, now *string, was string) {
	if r.Get(field) == "" {
		*now = was
	}
}

// Modified is the CRM's last modification of a row's record; nil if unknown.
func Modified(r *mapping.Row) *time.Time {
	at := r.Instant("modified_at")
	if at.IsZero() {
		return nil
	}
	return &at
}
