// Package journal is what people add to a record's timeline, activities and notes, and how any act of theirs is undone.
package journal

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/task"
)

// Log keeps an activity of the actor's with an opportunity that they see, and counts it for its account.
func Log(ctx context.Context, tx *tenant.Tx, id uuid.UUID, e activity.Entry) error {
	o, err := editable(ctx, tx, id)
	if err != nil {
		return err
	}
	e.OpportunityID, e.AccountID = &id, o.AccountID
	logged, err := activity.Log(ctx, tx, e)
	if err != nil {
		return err
	}
	return added(ctx, tx, command.Log, id, command.Activity, logged)
}

// Write adds a note to an opportunity that the actor sees.
func Write(ctx context.Context, tx *tenant.Tx, id uuid.UUID, body string) error {
	if _, err := editable(ctx, tx, id); err != nil {
		return err
	}
	written, err := note.Add(ctx, tx, note.Opportunity, id, body)
	if err != nil {
		return err
	}
	return added(ctx, tx, command.Note, id, command.NoteOn, written)
}

func editable(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (opportunity.Opportunity, error) {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return opportunity.Opportunity{}, err
	}
	return opportunity.Get(ctx, tx, id, time.Time{})
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
func Undo(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	c, err := command.Get(ctx, tx, id)
	if err != nil {
		return uuid.Nil, err
	}
	if c.Object == command.Task {
		return task.Undo(ctx, tx, c)
	}
	if err := tx.Require(tenant.EditRecords); err != nil {
		return uuid.Nil, err
	}
	if _, err := opportunity.Get(ctx, tx, c.ObjectID, time.Time{}); err != nil {
		return uuid.Nil, err
	}
	if c.Object == command.Opportunity {
		return opportunity.Undo(ctx, tx, id)
	}
	if err := c.MayUndo(tx.By(), tx.Now()); err != nil {
		return c.ObjectID, err
	}
	if err := remove(ctx, tx, c); err != nil {
		return c.ObjectID, err
	}
	_, err = command.Append(ctx, tx, command.Command{Kind: command.Undo, Object: c.Object, ObjectID: c.ObjectID,
		Payload: c.Payload.Inverse(), Undoes: &c.ID})
	return c.ObjectID, err
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
