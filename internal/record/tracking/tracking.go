// Package tracking keeps since when the history of each field of opportunities is known: a source has none of some, or
// began to keep it.
package tracking

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Starts tells since when the source has kept the history of each field.
func Starts(ctx context.Context, tx *tenant.Tx) (map[string]time.Time, error) {
	type start struct {
		Field    string
		StartsAt time.Time
	}
	rows, err := tenant.List[start](ctx, tx, `SELECT field, starts_at FROM app.history_starts
		WHERE tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("tracking: starts: %w", err)
	}
	starts := map[string]time.Time{}
	for _, r := range rows {
		starts[r.Field] = r.StartsAt
	}
	return starts, nil
}

// Start keeps since when the history of a field is known; the earliest that any import brought counts.
func Start(ctx context.Context, tx *tenant.Tx, field string, at time.Time, source string) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.history_starts AS h (tenant_id, id, field, starts_at, source)
		VALUES (@tenant, @id, @field, @at, @source)
		ON CONFLICT (tenant_id, field) DO UPDATE SET starts_at = least(h.starts_at, excluded.starts_at)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "field": field, "at": at, "source": source})
	if err != nil {
		return fmt.Errorf("tracking: start: %w", err)
	}
	return nil
}
