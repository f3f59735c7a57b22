// Package note owns what people write down about a record.
package note

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// longest bounds the letters of a note.
const longest = 10_000

// Object is the sort of record that a note is about.
type Object string

// The records that people write about.
const (
	Opportunity Object = "opportunity"
	Account     Object = "account"
	Contact     Object = "contact"
)

// Note is something written down about a record.
type Note struct {
	ID       uuid.UUID
	AuthorID uuid.UUID
	Body     string
	At       time.Time
	Mentions []Mention
}

// Mention is a member with the words of a note that name them, the @ left out.
type Mention struct {
	MemberID uuid.UUID `json:"member_id"`
	Words    string    `json:"words"`
}

// Add writes a note of the actor's about a record. It does not ask whether the actor may see the record.
func Add(ctx context.Context, tx *tenant.Tx, object Object, record uuid.UUID, body string) (uuid.UUID, error) {
	id, by := uuid.Must(uuid.NewV7()), tx.By()
	body = strings.TrimSpace(body)
	switch {
	case by == nil:
		return id, fault.New(fault.Forbidden, "Only a member can write a note.")
	case body == "":
		return id, fault.On("body", "Write something.")
	}
	if err := fault.Within("body", body, longest); err != nil {
		return id, err
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.notes (tenant_id, id, object, object_id, author_id, body, at)
		VALUES (@tenant, @id, @object, @record, @me, @body, @now)`,
		tenant.Args{"id": id, "object": string(object), "record": record, "me": by, "body": body, "now": tx.Now()})
	if err != nil {
		return id, fmt.Errorf("note: add: %w", err)
	}
	return id, nil
}

// Of lists the notes about a record as they were there at a moment (the zero time: now), newest first, at most limit.
// It does not ask whether the actor may see the record.
func Of(ctx context.Context, tx *tenant.Tx, record uuid.UUID, asOf time.Time, limit int) ([]Note, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	notes, err := tenant.List[Note](ctx, tx, `SELECT id, author_id, body, at, coalesce((
			SELECT jsonb_agg(jsonb_build_object('member_id', m.member_id, 'words', m.words)) FROM app.note_mentions m
			WHERE m.tenant_id = @tenant AND m.note_id = notes.id), '[]') AS mentions
		FROM app.notes
		WHERE tenant_id = @tenant AND object_id = @record AND at <= @known AND (deleted_at IS NULL OR deleted_at > @known)
		ORDER BY at DESC, id DESC LIMIT @limit`, tenant.Args{"record": record, "known": asOf, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("note: of: %w", err)
	}
	return notes, nil
}

// Remove takes a note away from now on.
func Remove(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if _, err := tx.Exec(ctx, `UPDATE app.notes SET deleted_at = @now
		WHERE tenant_id = @tenant AND id = @id AND author_id = @me AND deleted_at IS NULL`,
		tenant.Args{"id": id, "me": tx.By(), "now": tx.Now()}); err != nil {
		return fmt.Errorf("note: remove: %w", err)
	}
	return nil
}
