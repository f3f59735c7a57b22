package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Cursor is a place in the log, newest first: the moment and key of the last entry of the page before.
type Cursor struct {
	At time.Time
	ID uuid.UUID
}

// Filter is which entries of the log are listed, newest first. The zero Filter is all of them.
type Filter struct {
	By     *uuid.UUID // who acted; uuid.Nil: the system itself
	Action string
	Object string
	// of these kinds; nil: of all
	Objects []string
	From    time.Time // of the first instant
	Before  time.Time
	After   Cursor // the zero Cursor starts at the newest
	Limit   int
}

// List is a page of the log. Entries of earlier versions hold the names of compensation plans, which not everybody who
// reads the log may read: they are left out.
func List(ctx context.Context, tx *tenant.Tx, f Filter) ([]Entry, error) {
	entries, err := tenant.List[Entry](ctx, tx, `SELECT id, at, written_at, member_id, action, object, object_id,
			CASE WHEN object = 'compensation plan' THEN detail - 'name' ELSE detail END AS detail, request_id
		FROM app.audit_log WHERE tenant_id = @tenant
		AND (@after::timestamptz IS NULL OR (at, id) < (@after, @id))
		AND (@by::uuid IS NULL OR coalesce(member_id, @nobody) = @by) AND (@action = '' OR action = @action)
		AND (@object = '' OR object = @object)
		AND (@objects::text[] IS NULL OR object = ANY(@objects)) AND (@from::timestamptz IS NULL OR at >= @from)
		AND (@before::timestamptz IS NULL OR at < @before) ORDER BY at DESC, id DESC LIMIT @limit`,
		tenant.Args{"after": instant(f.After.At), "id": f.After.ID, "by": f.By, "nobody": uuid.Nil,
			"action": f.Action,
			"object": f.Object, "objects": f.Objects, "from": instant(f.From),
			"before": instant(f.Before), "limit": f.Limit})
	if err != nil {
		return nil, fmt.Errorf("audit: list: %w", err)
	}
	return entries, nil
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Kinds are the actions and the kinds of objects that the log has entries of, in alphabetical order.
func Kinds(ctx context.Context, tx *tenant.Tx) (actions, objects []string, err error) {
	if actions, err = tenant.Values[string](ctx, tx,
		`SELECT DISTINCT action FROM app.audit_log WHERE tenant_id = @tenant ORDER BY action`, nil); err != nil {
		return nil, nil, fmt.Errorf("audit: kinds: %w", err)
	}
	if objects, err = tenant.Values[string](ctx, tx,
		`SELECT DISTINCT object FROM app.audit_log WHERE tenant_id = @tenant ORDER BY object`, nil); err != nil {
		return nil, nil, fmt.Errorf("audit: kinds: %w", err)
	}
	return actions, objects, nil
}
