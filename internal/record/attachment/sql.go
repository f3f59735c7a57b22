package attachment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

const selected = `SELECT a.id, a.object, a.object_id, a.author_id, a.name, a.url, a.media, a.size, a.sha256, a.at,
		a.erased_at, e.kind = 'removed' AS removed, e.at AS changed_at,
		e.member_id AS changed_by
	FROM app.attachments a JOIN LATERAL (SELECT l.kind, l.at, l.member_id FROM app.attachment_events l
		WHERE l.tenant_id = @tenant AND l.attachment_id = a.id AND l.at <= @known
		ORDER BY l.at DESC, l.id DESC LIMIT 1) e ON true
	WHERE a.tenant_id = @tenant AND `

// Shelf is the attachments of a record, newest first.
type Shelf struct {
	There   []Attachment
	Removed []Attachment // that can be restored
	Events  []Event
}

// Load reads the attachments of a record as they were at a moment (the zero time: now), and what became of them; at
// most limit of each. It does not ask whether the actor may see the record.
func Load(ctx context.Context, tx *tenant.Tx, record uuid.UUID, asOf time.Time, limit int) (s Shelf, err error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	args := tenant.Args{"record": record, "known": asOf, "limit": limit}
	all, err := tenant.List[Attachment](ctx, tx,
		selected+`a.object_id = @record ORDER BY a.at DESC, a.id DESC LIMIT @limit`, args)
	if err != nil {
		return s, fmt.Errorf("attachment: load: %w", err)
	}
	for _, a := range all {
		switch {
		case !a.Removed:
			s.There = append(s.There, a)
		case a.ErasedAt == nil:
			s.Removed = append(s.Removed, a)
		}
	}
	s.Events, err = tenant.List[Event](ctx, tx, `SELECT e.id, e.attachment_id, e.at, e.member_id, e.kind, a.name, a.url
		FROM app.attachment_events e JOIN app.attachments a ON a.tenant_id = @tenant AND a.id = e.attachment_id
		WHERE e.tenant_id = @tenant AND a.object_id = @record AND e.at <= @known
		ORDER BY e.at DESC, e.id DESC LIMIT @limit`, args)
	if err != nil {
		return s, fmt.Errorf("attachment: load: %w", err)
	}
	return s, nil
}

// Get is an attachment as it is now, removed ones included, or NotFound. It does not ask whether the actor may see its
// record.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Attachment, error) {
	a, err := tenant.One[Attachment](ctx, tx, selected+`a.id = @id`, tenant.Args{"id": id, "known": tx.Now()})
	if err != nil {
		return a, fmt.Errorf("attachment: get: %w", err)
	}
	return a, nil
}

// insert writes the row of an attachment, and that it was added.
func insert(ctx context.Context, tx *tenant.Tx, a Attachment) error {
	if tx.By() == nil {
		return fault.New(fault.Forbidden, "Only a member can attach something.")
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.attachments (tenant_id, id, object, object_id, author_id, name, url,
			media, size, sha256, at)
		VALUES (@tenant, @id, @object, @record, @me, @name, @url, @media, @size, @sha256, @now)`,
		tenant.Args{"id": a.ID, "object": string(a.Object), "record": a.ObjectID, "me": tx.By(), "name": a.Name,
			"url": a.URL, "media": a.Media, "size": a.Size, "sha256": a.SHA256, "now": tx.Now()}); err != nil {
		return fmt.Errorf("attachment: insert: %w", err)
	}
	return became(ctx, tx, a.ID, Added)
}

func became(ctx context.Context, tx *tenant.Tx, id uuid.UUID, kind Kind) error {
	if _, err := tx.Exec(ctx, `INSERT INTO app.attachment_events (tenant_id, id, attachment_id, at, member_id, kind)
		VALUES (@tenant, @event, @id, @now, @me, @kind)`, tenant.Args{"event": uuid.Must(uuid.NewV7()), "id": id,
		"now": tx.Now(), "me": tx.By(), "kind": string(kind)}); err != nil {
		return fmt.Errorf("attachment: %s: %w", kind, err)
	}
	return nil
}

// Remove takes an attachment away from now on.
func Remove(ctx context.Context, tx *tenant.Tx, a Attachment) error {
	if a.Removed {
		return fault.New(fault.Conflict, "This attachment is removed already.")
	}
	return became(ctx, tx, a.ID, Removed)
}

// Restore brings a removed attachment back.
func Restore(ctx context.Context, tx *tenant.Tx, a Attachment) error {
	switch {
	case !a.Removed:
		return fault.New(fault.Conflict, "This attachment is there already.")
	case a.ErasedAt != nil:
		return fault.New(fault.Conflict, "This file was removed more than 30 days ago and cannot be restored.")
	}
	return became(ctx, tx, a.ID, Restored)
}

// Erase deletes the bytes of files that were removed longer than Grace ago. It answers with how many files there were.
func Erase(ctx context.Context, tx *tenant.Tx) (int, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `UPDATE app.attachments a SET erased_at = @now
		WHERE a.tenant_id = @tenant AND a.size > 0 AND a.erased_at IS NULL AND (
			SELECT l.kind = 'removed' AND l.at <= @before FROM app.attachment_events l
			WHERE l.tenant_id = @tenant AND l.attachment_id = a.id ORDER BY l.at DESC, l.id DESC LIMIT 1)
		RETURNING a.id`, tenant.Args{"now": tx.Now(), "before": tx.Now().Add(-Grace)})
	if err != nil {
		return 0, fmt.Errorf("attachment: erase: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM app.attachment_parts
		WHERE tenant_id = @tenant AND attachment_id = ANY(@ids)`,
		tenant.Args{"ids": ids}); err != nil {
		return 0, fmt.Errorf("attachment: erase: %w", err)
	}
	return len(ids), nil
}
