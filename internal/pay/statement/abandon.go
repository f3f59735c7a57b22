package statement

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// GiveUp ends an attempt whose job was given up, unless it had come to an end by itself.
func GiveUp(ctx context.Context, tx *tenant.Tx, attempt uuid.UUID, sentence string) error {
	_, err := tx.Exec(ctx, `UPDATE app.commission_attempts SET finished_at = @now, problem = @problem WHERE tenant_id = @tenant AND id = @id AND finished_at IS NULL`,
		tenant.Args{"now": tx.Now().Truncate(time.Microsecond), "problem": sentence, "id": attempt})
	if err != nil {
		return fmt.Errorf("statement: give up: %w", err)
	}
	return nil
}
