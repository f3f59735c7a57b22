// Package journal is what people add to a record's timeline, activities, notes and attachments, and how any act of
// theirs is undone.
package journal

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/record/task"
)

// Record is one on whose timeline people write.
type Record struct {
	Object command.Object // opportunity, account or contact
	ID     uuid.UUID
}

// Log keeps an activity of the actor's with a record that they see, and counts it for its account.
func Log(ctx context.Context, tx *tenant.Tx, r Record, e activity.Entry) error {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return err
	}
	if err := r.see(ctx, tx, &e); err != nil {
		return err
	}
	logged, err := activity.Log(ctx, tx, e)
	if err != nil {
		return err
	}
	return added(ctx, tx, command.Log, r.ID, command.Activity, logged)
}

// Write adds a note to a record that the actor sees, and tells whom it mentions.
func Write(ctx context.Context, tx *tenant.Tx, r Record, body string) (Heard, error) {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return Heard{}, err
	}
	if err := r.see(ctx, tx, &activity.Entry{}); err != nil {
		return Heard{}, err
	}
	written, err := note.Add(ctx, tx, note.Object(r.Object), r.ID, body)
	if err != nil {
		return Heard{}, err
	}
	heard, err := tell(ctx, tx, audience.Record{Object: note.Object(r.Object), ID: r.ID}, written, body)
	if err != nil {
		return heard, err
	}
	return heard, added(ctx, tx, command.Note, r.ID, command.NoteOn, written)
}

// see refuses a record that the actor does not see, and says what an activity with it is about.
func (r Record) see(ctx context.Context, tx *tenant.Tx, e *activity.Entry) error {
	switch r.Object {
	case command.Account:
		a, err := account.Get(ctx, tx, r.ID)
		e.AccountID = &a.ID
		return err
	case command.Contact:
		p, err := contact.Get(ctx, tx, r.ID)
		e.ContactID, e.AccountID = &p.ID, p.AccountID
		return err
	}
	o, err := opportunity.Get(ctx, tx, r.ID, time.Time{})
	e.OpportunityID, e.AccountID = &r.ID, o.AccountID
	return err
}

// of is the record that a command is about, where the actor sees it.
func of(ctx context.Context, tx *tenant.Tx, c command.Command) (Record, error) {
	objects := []command.Object{command.Opportunity}
	switch c.Object {
	case command.Account, command.Contact:
		objects = []command.Object{c.Object}
	case command.Activity, command.NoteOn:
		objects = []command.Object{command.Opportunity, command.Account, command.Contact}
	}
	var err error
	for _, object := range objects {
		r := Record{object, c.ObjectID}
		if err = r.see(ctx, tx, &activity.Entry{}); err == nil || fault.KindOf(err) != fault.NotFound {
			return r, err
		}
	}
	return Record{}, err
}

// added keeps the command of an entry, as one on the record whose timeline it is in.
func added(ctx context.Context, tx *tenant.Tx, kind command.Kind, record uuid.UUID, object command.Object,
	entry uuid.UUID) error {
	key := entry.String()
	_, err := command.Append(ctx, tx, command.Command{Kind: kind, Object: object, ObjectID: record,
		Payload: command.Payload{"entry": {Is: &key}}})
	return err
}

// Undo takes back what the actor did to a record, whatever it was. It answers with the record.
func Undo(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Record, error) {
	c, err := command.Get(ctx, tx, id)
	if err != nil {
		return Record{}, err
	}
	if c.Object == command.Task {
		id, err := task.Undo(ctx, tx, c)
		return Record{command.Task, id}, err
	}
	if err := tx.Require(tenant.EditRecords); err != nil {
		return Record{}, err
	}
	if c.Object == command.Attachment {
		return undoAttachment(ctx, tx, c)
	}
	r, err := of(ctx, tx, c)
	if err != nil {
		return Record{}, err
	}
	switch c.Object {
	case command.Opportunity:
		_, err = opportunity.Undo(ctx, tx, id)
	case command.Account:
		err = account.Undo(ctx, tx, c)
	case command.Contact:
		err = contact.Undo(ctx, tx, c)
	case command.Role:
		err = contact.UndoPart(ctx, tx, c)
	case command.Qualification:
		err = qualification.Undo(ctx, tx, c)
	default:
		err = undoEntry(ctx, tx, c)
	}
	return r, err
}

// undoEntry takes an activity or a note away.
func undoEntry(ctx context.Context, tx *tenant.Tx, c command.Command) error {
	if err := c.MayUndo(tx.By(), tx.Now()); err != nil {
		return err
	}
	if err := remove(ctx, tx, c); err != nil {
		return err
	}
	_, err := command.Append(ctx, tx, command.Command{Kind: command.Undo, Object: c.Object, ObjectID: c.ObjectID,
		Payload: c.Payload.Inverse(), Undoes: &c.ID})
	return err
}

// Transfer gives an account to somebody whose records the actor sees. Reps hand nothing on by themselves.
func Transfer(ctx context.Context, tx *tenant.Tx, id, owner uuid.UUID, saw *string) (uuid.UUID, error) {
	if tx.Actor().Role.Reach() == tenant.Own {
		return uuid.Nil, fault.On("owner", "Your manager can give this to somebody else.")
	}
	if err := opportunity.MayOwn(ctx, tx, owner); err != nil {
		return uuid.Nil, err
	}
	return account.Give(ctx, tx, id, owner, saw)
}

// Found enters an account that the actor or somebody whose records they see is to own.
func Found(ctx context.Context, tx *tenant.Tx, owner uuid.UUID, wishes []command.Wish) (uuid.UUID, error) {
	if err := opportunity.MayOwn(ctx, tx, owner); err != nil {
		return uuid.Nil, err
	}
	return account.Enter(ctx, tx, owner, wishes)
}

func remove(ctx context.Context, tx *tenant.Tx, c command.Command) error {
	key := c.Payload["entry"].Is
	if key == nil {
		return fault.New(fault.Conflict, "This was undone already.")
	}
	entry, err := uuid.Parse(*key)
	if err != nil {
		return err
	}
	if c.Object == command.NoteOn {
		return note.Remove(ctx, tx, entry)
	}
	return activity.Remove(ctx, tx, entry)
}
