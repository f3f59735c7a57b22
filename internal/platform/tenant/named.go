package tenant

import (
	"context"

	"github.com/google/uuid"
)

// Named is a record by its name.
type Named struct {
	ID         uuid.UUID
	ExternalID string // the source's key; empty for what was made here
	Name       string
}

// AllNamed reads a statement that answers with id, external_id and name.
func AllNamed(ctx context.Context, tx *Tx, sql string) ([]Named, error) {
	return List[Named](ctx, tx, sql, nil)
}
