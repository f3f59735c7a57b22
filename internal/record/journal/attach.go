package journal

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/note"
)

// AttachFile keeps a file with a record that the actor sees.
func AttachFile(ctx context.Context, tx *tenant.Tx, r Record, f attachment.File) error {
	return r.attach(ctx, tx, func() (attachment.Attachment, error) {
		return attachment.Store(ctx, tx, note.Object(r.Object), r.ID, f)
	})
}

// AttachLink keeps a link with a record that the actor sees.
func AttachLink(ctx context.Context, tx *tenant.Tx, r Record, l attachment.Link) error {
	return r.attach(ctx, tx, func() (attachment.Attachment, error) {
		return attachment.Enter(ctx, tx, note.Object(r.Object), r.ID, l)
	})
}

func (r Record) attach(ctx context.Context, tx *tenant.Tx, keep func() (attachment.Attachment, error)) error {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return err
	}
	if err := r.see(ctx, tx, &activity.Entry{}); err != nil {
		return err
	}
	a, err := keep()
	if err != nil {
		return err
	}
	return acted(ctx, tx, command.Command{Kind: command.Attach, ObjectID: r.ID}, a, "attached")
}

// Attachment is one of a record that the actor sees, removed ones included, or NotFound.
func Attachment(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (attachment.Attachment, Record, error) {
	a, err := attachment.Get(ctx, tx, id)
	if err != nil {
		return a, Record{}, err
	}
	r := Record{command.Object(a.Object), a.ObjectID}
	return a, r, r.see(ctx, tx, &activity.Entry{})
}

// Detach takes an attachment away from a record that the actor sees. It answers with the record.
func Detach(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Record, error) {
	return turn(ctx, tx, id, true, command.Command{Kind: command.Remove})
}

// Reattach brings a removed attachment back. It answers with the record.
func Reattach(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Record, error) {
	return turn(ctx, tx, id, false, command.Command{Kind: command.Restore})
}

// turn removes or restores an attachment, and keeps the command. Its record is answered also where it is refused, if
// the actor sees it.
func turn(ctx context.Context, tx *tenant.Tx, id uuid.UUID, remove bool, c command.Command) (Record, error) {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return Record{}, err
	}
	a, r, err := Attachment(ctx, tx, id)
	if err != nil {
		return Record{}, err
	}
	did, done := attachment.Restore, "restored"
	if remove {
		did, done = attachment.Remove, "removed"
	}
	if err := did(ctx, tx, a); err != nil {
		return r, err
	}
	c.ObjectID = r.ID
	a.Removed = remove
	return r, acted(ctx, tx, c, a, done)
}

// acted keeps the command of what was done to an attachment, as one on its record, and the entry of the audit log.
func acted(ctx context.Context, tx *tenant.Tx, c command.Command, a attachment.Attachment, done string) error {
	key := a.ID.String()
	c.Object, c.Payload = command.Attachment, command.Payload{"entry": {Is: &key}}
	if a.Removed {
		c.Payload = c.Payload.Inverse()
	}
	if _, err := command.Append(ctx, tx, c); err != nil {
		return err
	}
	return audit.Record(ctx, tx, done, "attachment", key,
		map[string]string{"name": a.Name, "record": string(a.Object), "record_id": a.ObjectID.String()})
}

// undoAttachment takes back that the actor attached, removed or restored something, unless somebody has done the
// opposite since.
func undoAttachment(ctx context.Context, tx *tenant.Tx, c command.Command) (Record, error) {
	id, err := uuid.Parse(c.Entry())
	if err != nil {
		return Record{}, err
	}
	a, r, err := Attachment(ctx, tx, id)
	if err != nil {
		return Record{}, err
	}
	if err := c.MayUndo(tx.By(), tx.Now()); err != nil {
		return r, err
	}
	if !a.ChangedAt.Equal(c.At) || a.ChangedBy == nil || *a.ChangedBy != *c.MemberID {
		return r, fault.New(fault.Conflict,
			"Somebody changed this again since then. Undo would take their change away, so nothing was undone.")
	}
	return turn(ctx, tx, id, c.Payload["entry"].Is != nil, command.Command{Kind: command.Undo, Undoes: &c.ID})
}
