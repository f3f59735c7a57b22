package opportunity

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/chain"
	"quarterdeck/internal/record/command"
)

// Act is something that somebody does to an opportunity.
type Act struct {
	Kind     command.Kind
	Revision int64              // that they saw, where any change since then counts; 0: only those of the fields in Saw
	Saw      map[string]*string // the values that they saw of fields; one that another person changed since is a Clash
	To       func(State) (State, error)
	Override string // why it is done although the exit criteria of a stage are not met
	undoes   *uuid.UUID
}

// Do is the one write path: it reads the opportunity for update, lets the act make the new state, and writes what
// differs, with who did it. It answers with the command that can be taken back; uuid.Nil where nothing differs.
func Do(ctx context.Context, tx *tenant.Tx, id uuid.UUID, act Act) (uuid.UUID, error) {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return uuid.Nil, err
	}
	if _, err := tx.Exec(ctx, `SELECT 1 FROM app.opportunities WHERE tenant_id = @tenant AND id = @id FOR UPDATE`,
		tenant.Args{"id": id}); err != nil {
		return uuid.Nil, fmt.Errorf("opportunity: %s: %w", act.Kind, err)
	}
	o, err := Get(ctx, tx, id, time.Time{})
	if err != nil {
		return uuid.Nil, err
	}
	if act.Revision != 0 && act.Revision != o.Revision {
		return uuid.Nil, fault.New(fault.Conflict,
			"Somebody changed this opportunity since you opened it. Check it again before you save.")
	}
	o.State.Deleted = o.DeletedAt != nil
	after, err := act.To(o.State)
	if err != nil {
		return uuid.Nil, err
	}
	if act.undoes == nil {
		if after, err = after.listed(ctx, tx, o.State); err == nil {
			after, err = after.fielded(ctx, tx, o.State)
		}
		if err != nil {
			return uuid.Nil, err
		}
	}
	changes := Diff(o.State, after)
	if len(changes) == 0 {
		return uuid.Nil, nil
	}
	history, err := pastOf(ctx, tx, id)
	if err != nil {
		return uuid.Nil, err
	}
	if err := act.allowed(tx, o, after, changes, history); err != nil {
		return uuid.Nil, err
	}
	reason, err := act.asked(ctx, tx, o, after, changes)
	if err != nil {
		return uuid.Nil, err
	}
	if err := extendNow(ctx, tx, o, history, changes); err != nil {
		return uuid.Nil, err
	}
	return command.Append(ctx, tx, command.Command{Kind: act.Kind, Object: command.Opportunity, ObjectID: id,
		Payload: payload(changes), Undoes: act.undoes, Reason: reason})
}

// Edit is Do for an act that can be told from what it changes; a revision of zero asks for no check.
func Edit(ctx context.Context, tx *tenant.Tx, id uuid.UUID, revision int64, edit func(State) (State, error)) error {
	_, err := Do(ctx, tx, id, Act{Kind: command.Edit, Revision: revision, To: edit})
	return err
}

// allowed refuses what means nothing, what is decided elsewhere, and what would take another person's change away.
func (a Act) allowed(tx *tenant.Tx, o Opportunity, after State, changes, history []Change) error {
	if err := removed(o, after, history); err != nil {
		return err
	}
	if err := after.check(); err != nil {
		return err
	}
	for _, c := range changes {
		if saw, asked := a.Saw[c.Field]; asked && !same(saw, c.OldValue) {
			return clash(c, saw, history)
		}
		if tx.Settings().KeptInCRM && o.ExternalID != "" && !ours[c.Field] {
			return fault.On(c.Field, "This is kept in your CRM. Change it there; it comes with the next import.")
		}
	}
	return nil
}

// ours are the fields that are kept here wherever the opportunity itself is kept.
var ours = map[string]bool{"next_step": true, "category": true, "category_manual": true}

// Ours tells whether a field can be changed here although its opportunity is kept in a CRM.
func Ours(field string) bool { return ours[field] }

// removed refuses to change what is not there: what the CRM deleted comes back from there, what was archived here is
// restored first.
func removed(o Opportunity, after State, history []Change) error {
	if !o.Deleted {
		return nil
	}
	if !Archived(history) {
		return fault.New(fault.Conflict,
			"This opportunity was deleted in the CRM. Restore it there and import it again.")
	}
	if after.Deleted {
		return fault.New(fault.Conflict, "This opportunity is archived. Restore it before you change it.")
	}
	return nil
}

// Archived tells that the end of a history was made here and not by the CRM.
func Archived(history []Change) bool {
	for i := len(history) - 1; i >= 0; i-- {
		if c := history[i]; c.Field == "deleted" {
			return c.Source != "import" && c.NewValue != nil
		}
	}
	return false
}

func same(a, b *string) bool { return chain.Of(a, nil) == chain.Of(b, nil) }

func payload(changes []Change) command.Payload {
	p := command.Payload{}
	for _, c := range changes {
		p[c.Field] = command.Sides{Was: c.OldValue, Is: c.NewValue}
	}
	return p
}

func pastOf(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Change, error) {
	all, err := histories(ctx, tx, []uuid.UUID{id})
	if err != nil {
		return nil, fmt.Errorf("opportunity: history: %w", err)
	}
	return all[id], nil
}

// extendNow adds changes to an opportunity's history and writes what follows from it.
func extendNow(ctx context.Context, tx *tenant.Tx, o Opportunity, history, changes []Change) error {
	// Whoever waited for another's edit may have begun before it: the change is known after all that it was made on.
	at := later(tx.Now(), lastKnown(history))
	next := len(history)
	for i := range changes {
		c := &changes[i]
		c.ID, c.OpportunityID, c.Source, c.Seq = uuid.Must(uuid.NewV7()), o.ID, "app", next+i
		c.TrueSince, c.KnownAt, c.RecordedAt, c.MemberID = at, at, tx.Now(), tx.By()
	}
	versions, err := Replay(append(history, changes...))
	if err != nil {
		return err
	}
	w := batch{changes: changes}
	w.add(o, versions)
	return w.write(ctx, tx)
}

// Create takes a new opportunity into the organisation.
func Create(ctx context.Context, tx *tenant.Tx, first State) (uuid.UUID, error) {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return uuid.Nil, err
	}
	if err := first.check(); err != nil {
		return uuid.Nil, err
	}
	o := Opportunity{ID: uuid.Must(uuid.NewV7())}
	start, err := begin(o.ID, first, tx.Now(), tx.Now(), "app")
	if err != nil {
		return o.ID, err
	}
	start.MemberID = tx.By()
	versions, err := Replay([]Change{start})
	if err != nil {
		return o.ID, err
	}
	w := batch{changes: []Change{start}}
	w.add(o, versions)
	if err := w.write(ctx, tx); err != nil {
		return o.ID, err
	}
	gone := "true"
	_, err = command.Append(ctx, tx, command.Command{Kind: command.Create, Object: command.Opportunity, ObjectID: o.ID,
		Payload: command.Payload{"deleted": {Was: &gone}}})
	return o.ID, err
}
