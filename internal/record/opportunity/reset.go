package opportunity

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

func presents(ctx context.Context, tx *tenant.Tx, which string, args tenant.Args) ([]Present, error) {
	found, err := tenant.List[Present](ctx, tx, `SELECT o.id, coalesce(o.external_id, '') AS external_id, `+columns+`,
		o.changed_at, o.deleted_at, o.revision, o.custom, o.source_hash, o.source_modified_at
		FROM app.opportunities o WHERE o.tenant_id = @tenant AND `+which, args)
	if err != nil {
		return nil, fmt.Errorf("opportunity: present: %w", err)
	}
	for i := range found {
		found[i].Deleted = found[i].DeletedAt != nil
	}
	return found, nil
}

// Here is some opportunities as they are here; locked so that nobody else changes them until the transaction ends.
func Here(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, locked bool) ([]Present, error) {
	return presents(ctx, tx, `o.id = ANY(@ids) ORDER BY o.id`+tenant.ForUpdate(locked), tenant.Args{"ids": ids})
}

// Reset gives opportunities back what they were before an import, from now on, as the actor's change: their history
// stays. Both lists are in one order; since is when the import began.
func Reset(ctx context.Context, tx *tenant.Tx, was, is []Present, since time.Time) error {
	found, ids, next := make([]Opportunity, len(is)), make([]uuid.UUID, len(is)), map[uuid.UUID]State{}
	done := map[uuid.UUID]command.Payload{}
	for i, now := range is {
		ids[i], found[i], next[now.ID] = now.ID, was[i].Opportunity, now.State
		found[i].Custom, done[now.ID] = now.Custom, payload(Diff(was[i].State, now.State))
	}
	become := func(id uuid.UUID, s *State) error { *s = next[id]; return nil }
	if err := amend(ctx, tx, found, "undo", tx.Now(), become); err != nil {
		return err
	}
	of := tenant.Columns(is)
	if _, err := tx.Exec(ctx, `UPDATE app.opportunities o SET source_hash = x.hash, source_modified_at = x.at
		FROM unnest(@ids::uuid[], @hashes::bigint[], @at::timestamptz[]) x(id, hash, at)
		WHERE o.tenant_id = @tenant AND o.id = x.id`,
		tenant.Args{"ids": ids, "hashes": of["source_hash"], "at": of["source_modified_at"]}); err != nil {
		return fmt.Errorf("opportunity: reset: %w", err)
	}
	return command.Reverted(ctx, tx, command.Opportunity, done, since)
}
