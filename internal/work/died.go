package work

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"quarterdeck/internal/bulk"
	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/platform/tenant"
)

// given is what a page says of a job that was given up.
const given = "This job was interrupted several times and stopped. Progress so far is kept. Start it again to continue."

// HandleError logs what a job failed of, and says on its page when it was the last time.
func (c *Client) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	c.log.ErrorContext(ctx, "a job failed", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "of",
		job.MaxAttempts, "error", err)
	c.lastOf(ctx, job)
	return nil
}

// HandlePanic does the same of a job that panicked.
func (c *Client) HandlePanic(ctx context.Context, job *rivertype.JobRow, said any,
	trace string) *river.ErrorHandlerResult {
	c.log.ErrorContext(ctx, "a job panicked", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "of",
		job.MaxAttempts, "panic", said, "trace", trace)
	c.lastOf(ctx, job)
	return nil
}

func (c *Client) lastOf(ctx context.Context, job *rivertype.JobRow) {
	if job.Attempt >= job.MaxAttempts {
		c.died(context.WithoutCancel(ctx), job.Kind, job.EncodedArgs)
	}
}

// died ends what people wait for, where its job was given up.
func (c *Client) died(ctx context.Context, kind string, args []byte) {
	var about struct {
		TenantID  uuid.UUID `json:"tenant_id"`
		ImportID  uuid.UUID `json:"import_id"`
		AttemptID uuid.UUID `json:"attempt_id"`
		BulkID    uuid.UUID `json:"bulk_id"`
	}
	err := json.Unmarshal(args, &about)
	if err == nil && slices.Contains([]string{ImportArgs{}.Kind(), UndoArgs{}.Kind(), PayArgs{}.Kind(),
		BulkArgs{}.Kind()}, kind) {
		err = c.db.Update(ctx, tenant.AsSystem(about.TenantID), func(tx *tenant.Tx) error {
			switch kind {
			case ImportArgs{}.Kind():
				return importjob.GiveUp(ctx, tx, about.ImportID, given)
			case UndoArgs{}.Kind():
				return undo.GiveUp(ctx, tx, about.ImportID, given)
			case BulkArgs{}.Kind():
				return bulk.GiveUp(ctx, tx, about.BulkID, given)
			}
			return payrun.GiveUp(ctx, tx, about.AttemptID, given)
		})
	}
	if err != nil {
		c.log.ErrorContext(ctx, "a job was given up, and its page does not say so", "kind", kind, "error", err)
	}
}
