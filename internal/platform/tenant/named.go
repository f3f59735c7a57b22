package tenant

import (
	"context"
	"fmt"

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

// Adopt runs a statement that gives records, by ids, the keys of another system.
func Adopt(ctx context.Context, tx *Tx, sql string, keys map[uuid.UUID]string) error {
	if len(keys) == 0 {
		return nil
	}
	var ids []uuid.UUID
	var texts []string
	for id, key := range keys {
		ids, texts = append(ids, id), append(texts, key)
	}
	if _, err := tx.Exec(ctx, sql, Args{"ids": ids, "keys": texts}); err != nil {
		return fmt.Errorf("tenant: adopt: %w", err)
	}
	return nil
}
