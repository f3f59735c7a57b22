// Package command keeps what people did to records: a row for each act, with both sides of every field that it changed.
//
// A row is written in the transaction of its act and never edited. It is what an act can be taken back from, for a day.
package command

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/live"
	"quarterdeck/internal/platform/tenant"
)

// Kind is what somebody did.
type Kind string

// The kinds of acts on a record.
const (
	Create   Kind = "create"
	Edit     Kind = "edit"
	Move     Kind = "move" // to another stage, closing included
	Transfer Kind = "transfer"
	Archive  Kind = "archive"
	Restore  Kind = "restore"
	Log      Kind = "log" // an activity
	Note     Kind = "note"
	Attach   Kind = "attach" // a file or a link
	Remove   Kind = "remove" // an attachment
	Done     Kind = "done"   // a task
	Reopen   Kind = "reopen" // a task
	Snooze   Kind = "snooze" // a task, to a later day
	Undo     Kind = "undo"
	Revert   Kind = "revert" // an import is undone
)

// Object is the sort of record that a command is about.
type Object string

// The records that people change.
const (
	Opportunity   Object = "opportunity"
	Account       Object = "account"
	Contact       Object = "contact"
	Role          Object = "contact_role"  // the part of a person in an opportunity
	Qualification Object = "qualification" // an answer about an opportunity
	Activity      Object = "activity"
	NoteOn        Object = "note"
	Attachment    Object = "attachment"
	Task          Object = "task"
)

// Sides is a field before and after a command, in the text of the field's history; nil where it was or is not known.
type Sides struct {
	Was *string `json:"was"`
	Is  *string `json:"is"`
}

// Payload is both sides of each field that a command changed.
type Payload map[string]Sides

// Inverse takes a payload back.
func (p Payload) Inverse() Payload {
	back := Payload{}
	for field, s := range p {
		back[field] = Sides{Was: s.Is, Is: s.Was}
	}
	return back
}

// Command is one act on one record.
type Command struct {
	ID       uuid.UUID
	At       time.Time
	MemberID *uuid.UUID // nil: the system
	Kind     Kind
	Object   Object
	ObjectID uuid.UUID
	Payload  Payload
	Undoes   *uuid.UUID // the command that this one takes back
	Undone   bool       // another one has taken it back
	Reason   string     // why somebody did what the exit criteria of a stage refuse
	Since    *time.Time // of a Revert: when the import began that it takes back
}

// kept is how long a command can be taken back.
const kept = 24 * time.Hour

// MayUndo answers why somebody cannot take a command back now; nil: they can.
func (c Command) MayUndo(by *uuid.UUID, now time.Time) error {
	switch {
	case c.MemberID == nil || by == nil || *c.MemberID != *by:
		return fault.New(fault.Forbidden, "Only the person who made a change can undo it.")
	case c.Undone:
		return fault.New(fault.Conflict, "This change is undone already.")
	case now.Sub(c.At) > kept:
		return fault.New(fault.Conflict, "This change is more than a day old. Edit the record instead.")
	}
	return nil
}

// Append writes what the transaction's actor did, now, and tells the open pages of the record.
func Append(ctx context.Context, tx *tenant.Tx, c Command) (uuid.UUID, error) {
	c.ID = uuid.Must(uuid.NewV7())
	_, err := tx.Exec(ctx, `INSERT INTO app.commands (tenant_id, id, at, member_id, kind, object, object_id, payload,
			undoes, reason)
		VALUES (@tenant, @id, @at, @member, @kind, @object, @object_id, @payload, @undoes, @reason)`,
		tenant.Args{"id": c.ID, "at": tx.Now(), "member": tx.By(), "kind": string(c.Kind), "object": string(c.Object),
			"object_id": c.ObjectID, "payload": c.Payload, "undoes": c.Undoes, "reason": c.Reason})
	if err != nil {
		return c.ID, fmt.Errorf("command: append: %w", err)
	}
	return c.ID, live.Tell(ctx, tx.Raw(), tx.Actor().TenantID, c.ObjectID, tx.Actor().MemberID)
}

const selected = `SELECT c.id, c.at, c.member_id, c.kind, c.object, c.object_id, c.payload, c.undoes, c.reason, c.since,
		EXISTS (SELECT 1 FROM app.commands u WHERE u.tenant_id = @tenant AND u.undoes = c.id) AS undone
	FROM app.commands c WHERE c.tenant_id = @tenant AND `

// Get is a command. It does not ask whether the actor may see the record.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Command, error) {
	c, err := tenant.One[Command](ctx, tx, selected+`c.id = @id`, tenant.Args{"id": id})
	if err != nil {
		return c, fmt.Errorf("command: get: %w", err)
	}
	return c, nil
}

// Last is the newest command of the actor on a record that they can still take back; ok is false where there is none.
// What they undid does not bring the one before it back, so that Undo is no walk into the past.
func Last(ctx context.Context, tx *tenant.Tx, record uuid.UUID) (c Command, ok bool, err error) {
	found, err := tenant.List[Command](ctx, tx, selected+`c.object_id = @record AND c.member_id = @me
		AND c.at <= @now ORDER BY c.at DESC, c.id DESC LIMIT 1`,
		tenant.Args{"record": record, "me": tx.By(), "now": tx.Now()})
	if err != nil {
		return c, false, fmt.Errorf("command: last: %w", err)
	}
	if len(found) == 0 || found[0].Undoes != nil || found[0].MayUndo(tx.By(), tx.Now()) != nil {
		return c, false, nil
	}
	return found[0], true, nil
}

// Reasoned lists the commands on a record, known at a moment, whose author said why exit criteria were passed over.
func Reasoned(ctx context.Context, tx *tenant.Tx, record uuid.UUID, known time.Time) ([]Command, error) {
	found, err := tenant.List[Command](ctx, tx, selected+`c.object_id = @record AND c.reason <> '' AND c.at <= @known
		ORDER BY c.at, c.id`, tenant.Args{"record": record, "known": known})
	if err != nil {
		return nil, fmt.Errorf("command: reasoned: %w", err)
	}
	return found, nil
}
