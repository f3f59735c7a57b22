package importjob

import (
	"context"
	"fmt"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// First is the import that fills an organisation for the first time, while it is under way. ok is false once an import
// has come to its end, before any has begun, and while nobody goes on with one that stopped in the middle.
func First(ctx context.Context, tx *tenant.Tx) (i Import, ok bool, err error) {
	i, err = tenant.One[Import](ctx, tx, `SELECT `+columnsOfImport+` FROM app.imports i
		WHERE i.tenant_id = @tenant AND NOT i.dry_run
		AND (i.state = 'running' OR i.state = 'waiting' AND i.created_at > @lately)
		AND NOT EXISTS (SELECT 1 FROM app.imports d WHERE d.tenant_id = @tenant AND d.state = 'done' AND NOT d.dry_run)
		ORDER BY i.created_at LIMIT 1`,
		tenant.Args{"lately": tx.Now().Add(-time.Hour), "underway": tx.Number(tenant.ImportFiles)})
	if fault.KindOf(err) == fault.NotFound {
		return i, false, nil
	}
	if err != nil {
		return i, false, fmt.Errorf("importjob: first: %w", err)
	}
	return i, !i.Interrupted, nil
}
