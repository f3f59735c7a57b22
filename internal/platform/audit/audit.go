// Package audit keeps the append-only record of who changed what: a row in the same transaction as the change.
//
// The application's role can add to the log and read it, and can neither edit nor delete. Postgres takes an entry in
// its author's name only, and says itself when it was written.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Entry is one change. Detail holds what a reader needs to understand it and never a secret or an amount of pay.
type Entry struct {
	ID        uuid.UUID
	At        time.Time
	WrittenAt time.Time  // when Postgres took it, which nobody can say for it
	MemberID  *uuid.UUID // nil: the system itself
	Action    string     // a verb: "assigned", "invited", "imported"
	Object    string     // what kind of thing: "member", "quota"
	ObjectID  string
	Detail    map[string]string
	RequestID string
}

// Record appends that the transaction's actor did something. detail may be nil.
func Record(ctx context.Context, tx *tenant.Tx, action, object, objectID string, detail map[string]string) error {
	if detail == nil {
		detail = map[string]string{}
	}
	body, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("audit: record: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.audit_log (tenant_id, id, at, member_id, action, object, object_id, detail,
			request_id)
		VALUES (@tenant, @id, @at, @member, @action, @object, @object_id, @detail, @request)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "at": tx.Now(), "member": tx.By(), "action": action,
			"object": object, "object_id": objectID, "detail": string(body), "request": tx.Actor().RequestID})
	if err != nil {
		return fmt.Errorf("audit: record: %w", err)
	}
	return nil
}
