package command

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// Keeper is how the records of one sort are read and written that have no versions of their own: their commands are
// their history. A record may have several entries, such as the people in an opportunity; each is changed by itself.
type Keeper[S any] struct {
	Object Object
	Noun   string // "account", for what the person reads
	Fields Fields[S]
	Most   map[string]int  // the letters that a field may have which somebody types
	Sets   map[string]bool // the fields that somebody sets by themselves
	Ours   map[string]bool // the fields that are kept here wherever the record itself is kept
	Read   func(ctx context.Context, tx *tenant.Tx, of Place) (Held[S], error)
	Write  func(ctx context.Context, tx *tenant.Tx, of Place, s S) error
	Check  func(ctx context.Context, tx *tenant.Tx, of Place, was, is S) error
	// Settle is a state as it is kept, where values are written in several ways; nil: as it is. What is taken back is
	// not asked again.
	Settle func(ctx context.Context, tx *tenant.Tx, was, is S) (S, error)
}

// Place is a record, and which of its entries where it has several.
type Place struct {
	Record uuid.UUID
	Entry  string
}

// Held is a record, read to be changed: nobody else changes it until the transaction ends.
type Held[S any] struct {
	State      S
	FromCRM    bool       // it came from a CRM
	ModifiedAt *time.Time // when the CRM last changed it; nil: it does not say
}

// Act is something that somebody does to a record.
type Act[S any] struct {
	Kind   Kind
	Saw    map[string]*string // the values that they saw of fields; one that another person changed since is a Clash
	To     func(S) (S, error)
	undoes *uuid.UUID
}

// Wish is a value that somebody wants a field to have, and the one that they saw there, in the text of the history.
type Wish struct {
	Field     string
	Saw, Want *string
}

// Do lets an act make the new state of a record, and writes what differs, with who did it. It answers with the command
// that can be taken back; uuid.Nil where nothing differs.
func (k Keeper[S]) Do(ctx context.Context, tx *tenant.Tx, of Place, a Act[S]) (uuid.UUID, error) {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return uuid.Nil, err
	}
	held, err := k.Read(ctx, tx, of)
	if err != nil {
		return uuid.Nil, err
	}
	after, err := a.To(held.State)
	if err == nil && k.Settle != nil && a.undoes == nil {
		after, err = k.Settle(ctx, tx, held.State, after)
	}
	if err != nil {
		return uuid.Nil, err
	}
	changes := k.Fields.Diff(held.State, after)
	if len(changes) == 0 {
		return uuid.Nil, nil
	}
	past, err := Past(ctx, tx, of.Record, time.Time{})
	if err != nil {
		return uuid.Nil, err
	}
	past = Of(past, k.Object, of.Entry)
	if err := k.allowed(tx, of, a, held, after, changes, past); err != nil {
		return uuid.Nil, err
	}
	if k.Check != nil {
		if err := k.Check(ctx, tx, of, held.State, after); err != nil {
			return uuid.Nil, err
		}
	}
	if err := k.Write(ctx, tx, of, after); err != nil {
		return uuid.Nil, err
	}
	return Append(ctx, tx, Command{Kind: a.Kind, Object: k.Object, ObjectID: of.Record,
		Payload: changes.at(of.Entry), Undoes: a.undoes})
}

// allowed refuses what is decided elsewhere, and what would take another person's change away.
func (k Keeper[S]) allowed(tx *tenant.Tx, of Place, a Act[S], held Held[S], after S, changes Payload,
	past []Command) error {
	_, moved := changes[gone]
	if k.Fields.Value(held.State, gone) != nil {
		if !Archived(past) {
			return fault.New(fault.Conflict,
				"This "+k.Noun+" was deleted in the CRM. Restore it there and import it again.")
		}
		if !moved {
			return fault.New(fault.Conflict, "This "+k.Noun+" is archived. Restore it before you change it.")
		}
	}
	for _, f := range k.Fields.each(held.State, after) {
		c, changed := changes[f.Name]
		if !changed {
			continue
		}
		if tx.Settings().KeptInCRM && held.FromCRM && !k.Ours[f.Name] {
			return fault.On(f.Name, "This is kept in your CRM. Change it there; it comes with the next import.")
		}
		if saw, asked := a.Saw[f.Name]; asked && !Same(saw, c.Was) {
			return k.clash(of, f.Name, saw, c.Was, past, held)
		}
	}
	return nil
}

// clash tells who changed a field since somebody saw it.
func (k Keeper[S]) clash(of Place, field string, saw, now *string, past []Command, held Held[S]) error {
	found := &Clash{Field: field, Entry: of.Entry, Saw: saw, Theirs: now, FromTheirCRM: true}
	if held.ModifiedAt != nil {
		found.At = *held.ModifiedAt
	}
	for _, c := range past {
		if sides, ok := c.Payload[field]; ok && Same(sides.Is, now) && !c.At.Before(found.At) {
			found.By, found.At, found.FromTheirCRM = c.MemberID, c.At, false
		}
	}
	return found
}

// Set gives fields of a record other values. A field that somebody else changed since it was seen is a Clash; one that
// is not among the wishes may have changed.
func (k Keeper[S]) Set(ctx context.Context, tx *tenant.Tx, of Place, wishes []Wish) (uuid.UUID, error) {
	act := Act[S]{Kind: Edit, Saw: map[string]*string{}}
	for _, w := range wishes {
		act.Saw[w.Field] = w.Saw
	}
	act.To = func(s S) (S, error) { return k.Wished(s, wishes) }
	return k.Do(ctx, tx, of, act)
}

// Wished is a state with what somebody wants of it.
func (k Keeper[S]) Wished(s S, wishes []Wish) (S, error) {
	for _, w := range wishes {
		if !k.Sets[w.Field] && !k.Fields.family(w.Field) {
			return s, fault.On(w.Field, "This field cannot be edited here.")
		}
		if limit := k.Most[w.Field]; limit > 0 && w.Want != nil {
			text := strings.TrimSpace(*w.Want)
			if err := fault.Within(w.Field, text, limit); err != nil {
				return s, err
			}
			w.Want = &text
		}
		if err := k.Fields.With(&s, w.Field, w.Want); err != nil {
			return s, fault.On(w.Field, "This value cannot be read.")
		}
	}
	return s, nil
}

// Begin writes a record that is new, with the command by which its creation is taken back.
func (k Keeper[S]) Begin(ctx context.Context, tx *tenant.Tx, of Place, first S) error {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return err
	}
	if k.Check != nil {
		var nothing S
		if err := k.Check(ctx, tx, of, nothing, first); err != nil {
			return err
		}
	}
	if k.Settle != nil {
		var nothing S
		var err error
		if first, err = k.Settle(ctx, tx, nothing, first); err != nil {
			return err
		}
	}
	if err := k.Write(ctx, tx, of, first); err != nil {
		return err
	}
	was := "true"
	_, err := Append(ctx, tx, Command{Kind: Create, Object: k.Object, ObjectID: of.Record,
		Payload: Payload{gone: {Was: &was}}.at(of.Entry)})
	return err
}

// Undo takes back what the actor did to a record: each field gets the value that it had, unless somebody has changed it
// since, which is refused.
func (k Keeper[S]) Undo(ctx context.Context, tx *tenant.Tx, c Command) error {
	if err := c.MayUndo(tx.By(), tx.Now()); err != nil {
		return err
	}
	of := Place{Record: c.ObjectID, Entry: c.Entry()}
	back := c.Payload.Inverse()
	act := Act[S]{Kind: Undo, Saw: map[string]*string{}, undoes: &c.ID}
	for field, sides := range back {
		act.Saw[field] = sides.Was
	}
	act.To = func(s S) (S, error) {
		for field, sides := range back {
			if field == entryField {
				continue
			}
			if err := k.Fields.With(&s, field, sides.Is); err != nil {
				return s, fmt.Errorf("command: undo: %w", err)
			}
		}
		return s, nil
	}
	done, err := k.Do(ctx, tx, of, act)
	if theirs, ok := errors.AsType[*Clash](err); ok {
		return &fault.Fault{Kind: fault.Conflict, Field: theirs.Field,
			Message: "Somebody changed this again since then. Undo would take their change away, so nothing was undone."}
	}
	if err == nil && done == uuid.Nil {
		return fault.New(fault.Conflict, "Everything is as it was before this change already.")
	}
	return err
}

// Before is a state as it was at a moment: what was done to it afterwards is taken back, the newest first. The commands
// are those of its entry. Before an import that was undone, the fields that the undo put back were as it left them,
// whatever was done to them in between.
func (k Keeper[S]) Before(s S, moment time.Time, done []Command) (S, error) {
	put := map[string]time.Time{} // fields that an undo put back, with the begin of its import
	for i := len(done) - 1; i >= 0 && done[i].At.After(moment); i-- {
		for field, sides := range done[i].Payload {
			if since, ok := put[field]; field == entryField || ok && !done[i].At.Before(since) {
				continue
			}
			if since := done[i].Since; since != nil && moment.Before(*since) {
				put[field] = *since
				continue
			}
			if err := k.Fields.With(&s, field, sides.Was); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}
