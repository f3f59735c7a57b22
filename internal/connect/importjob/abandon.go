package importjob

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// GiveUp ends an import whose job was given up, unless it has ended.
func GiveUp(ctx context.Context, tx *tenant.Tx, id uuid.UUID, sentence string) error {
	_, err := tx.Exec(ctx, `UPDATE app.imports SET state = 'failed', failure = @sentence, finished_at = @now
		WHERE tenant_id = @tenant AND id = @id AND state IN ('waiting', 'running')`,
		tenant.Args{"id": id, "sentence": sentence, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("importjob: give up: %w", err)
	}
	return nil
}
