package command

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Reverted writes that an import of records was undone, which began at a moment, as the actor's act: both sides of what
// changed, by record. It is no edit that later imports keep.
func Reverted(ctx context.Context, tx *tenant.Tx, object Object, all map[uuid.UUID]Payload, since time.Time) error {
	return written(ctx, tx, Revert, object, all, &since)
}

// Written writes that fields of many records were set at once, as the actor's act: both sides of what changed.
func Written(ctx context.Context, tx *tenant.Tx, object Object, all map[uuid.UUID]Payload) error {
	return written(ctx, tx, Edit, object, all, nil)
}

func written(ctx context.Context, tx *tenant.Tx, kind Kind, object Object, all map[uuid.UUID]Payload,
	since *time.Time) error {
	var ids, records []uuid.UUID
	var payloads []string
	for record, p := range all {
		if len(p) == 0 {
			continue
		}
		body, err := json.Marshal(p)
		if err != nil {
			return err
		}
		ids, records, payloads = append(ids, uuid.Must(uuid.NewV7())), append(records, record),
			append(payloads, string(body))
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.commands (tenant_id, id, at, member_id, kind, object, object_id, payload,
			since)
		SELECT t.tenant_id, x.id, @at, @member, @kind, @object, x.record, x.payload::jsonb, @since::timestamptz
		FROM app.tenants t CROSS JOIN LATERAL unnest(@ids::uuid[], @records::uuid[], @payloads::text[])
			x(id, record, payload)
		WHERE t.tenant_id = @tenant`,
		tenant.Args{"ids": ids, "records": records, "payloads": payloads, "at": tx.Now(), "member": tx.By(),
			"kind": string(kind), "object": string(object), "since": since})
	if err != nil {
		return fmt.Errorf("command: written: %w", err)
	}
	return nil
}

// Touch is who last did something to a record, and when.
type Touch struct {
	ObjectID uuid.UUID
	MemberID *uuid.UUID // nil: the system
	At       time.Time
}

// Touches finds the records among some to which something was done since a moment, other than the undo of an import.
func Touches(ctx context.Context, tx *tenant.Tx, records []uuid.UUID, since time.Time) (map[uuid.UUID]Touch, error) {
	found, err := tenant.List[Touch](ctx, tx, `SELECT DISTINCT ON (c.object_id) c.object_id, c.member_id, c.at
		FROM app.commands c WHERE c.tenant_id = @tenant AND c.object_id = ANY(@records) AND c.at >= @since
		AND c.kind <> 'revert' ORDER BY c.object_id, c.at DESC, c.id DESC`,
		tenant.Args{"records": records, "since": since})
	if err != nil {
		return nil, fmt.Errorf("command: touches: %w", err)
	}
	all := map[uuid.UUID]Touch{}
	for _, t := range found {
		all[t.ObjectID] = t
	}
	return all, nil
}
