package importjob

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// ActorOf is for whom an import acts: the member who started it, with the role of today, or the system for a command.
func ActorOf(ctx context.Context, db *tenant.DB, tenantID, id uuid.UUID) (tenant.Actor, error) {
	actor := tenant.AsSystem(tenantID)
	err := db.View(ctx, actor, func(tx *tenant.Tx) error {
		job, err := Get(ctx, tx, id)
		if err != nil || job.StartedBy == nil {
			return err
		}
		actor.MemberID = *job.StartedBy
		actor.Role, err = member.RoleOf(ctx, tx, *job.StartedBy)
		return err
	})
	return actor, err
}
