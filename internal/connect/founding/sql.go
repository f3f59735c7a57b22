package founding

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/platform/tenant"
)

// Zones are the time zones of places, by name, and UTC: those that Postgres knows, because statements are of the same
// day as pages then.
func Zones(ctx context.Context, db *tenant.DB) ([]string, error) {
	rows, err := db.Pool().Query(ctx, `SELECT name FROM pg_timezone_names WHERE name = 'UTC'
		OR name ~ '^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/' ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("founding: time zones: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
