package importer

import (
	"context"
	"fmt"

	"quarterdeck/internal/platform/tenant"
)

// takeStatistics has Postgres look at how much is in the tables that others refer to, or in all tables of records.
func takeStatistics(ctx context.Context, tx *tenant.Tx, everything bool) error {
	_, err := tx.Exec(ctx, `SELECT app.take_statistics(@everything) WHERE @tenant::uuid IS NOT NULL`,
		tenant.Args{"everything": everything})
	if err != nil {
		return fmt.Errorf("importjob: statistics: %w", err)
	}
	return nil
}
