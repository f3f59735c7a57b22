package tenant

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Merged is a record that somebody merged into another one here, by its key in the source.
type Merged struct {
	ExternalID string
	DeletedAt  *time.Time
	MergedInto *uuid.UUID
}

// MergedHere is the rows of a statement, by their keys in the source.
func MergedHere(ctx context.Context, tx *Tx, sql string) (map[string]Merged, error) {
	rows, err := List[Merged](ctx, tx, sql, nil)
	if err != nil {
		return nil, fmt.Errorf("tenant: merged: %w", err)
	}
	of := map[string]Merged{}
	for _, m := range rows {
		of[m.ExternalID] = m
	}
	return of, nil
}
