package task

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/record/workweek"
)

// longest bounds the letters of a title.
const longest = 200

// New is a task that somebody adds.
type New struct {
	Title    string
	Due      Due
	Assignee uuid.UUID // the zero key: the actor
	Record   audience.Record
	Cycle    Cycle
}

// Add keeps a new task. It answers with the task and the command that can be taken back.
func Add(ctx context.Context, tx *tenant.Tx, n New) (id, made uuid.UUID, err error) {
	if n.Assignee == uuid.Nil {
		n.Assignee = tx.Actor().MemberID
	}
	if n.Record.Is() {
		if _, err := audience.Name(ctx, tx, n.Record); err != nil {
			return id, made, err
		}
	}
	rule, err := n.Cycle.Rule(n.Due.On)
	if err != nil {
		return id, made, err
	}
	s := State{Title: strings.TrimSpace(n.Title), Due: n.Due, AssigneeID: n.Assignee, Repeats: rule}
	if err := s.check(tx, State{}); err != nil {
		return id, made, err
	}
	t := Task{ID: uuid.Must(uuid.NewV7()), CreatedBy: tx.By(), CreatedAt: tx.Now()}
	if n.Record.Is() {
		t.Object, t.ObjectID = n.Record.Object, &n.Record.ID
	}
	if err := mayAssign(ctx, tx, t, n.Assignee); err != nil {
		return id, made, err
	}
	if made, err = create(ctx, tx, t, s, nil); err != nil {
		return id, made, err
	}
	return t.ID, made, t.assigned(ctx, tx, n.Assignee)
}

// create writes a new task with its event, its reminder and its command.
func create(ctx context.Context, tx *tenant.Tx, t Task, s State, follows *uuid.UUID) (uuid.UUID, error) {
	if err := insert(ctx, tx, t, s, follows); err != nil {
		return uuid.Nil, err
	}
	gone := "true"
	p := command.Payload{"deleted": {Was: &gone}}
	if err := happened(ctx, tx, t.ID, "created", diff(State{}, s)); err != nil {
		return uuid.Nil, err
	}
	if err := remind(ctx, tx, t.ID, s); err != nil {
		return uuid.Nil, err
	}
	return command.Append(ctx, tx,
		command.Command{Kind: command.Create, Object: command.Task, ObjectID: t.ID, Payload: p})
}

// check refuses a state that means nothing. A day that has passed is refused where it is new.
func (s State) check(tx *tenant.Tx, before State) error {
	if s.Title == "" {
		return fault.On("title", "Say what is to be done.")
	}
	if err := fault.Within("title", s.Title, longest); err != nil {
		return err
	}
	if s.Due.Minute != nil && s.Due.On.IsZero() {
		return fault.On("due_on", "Choose a day for the time.")
	}
	if s.Repeats != "" && s.Due.On.IsZero() {
		return fault.On("due_on", "A task that repeats needs a due date.")
	}
	if s.Due.On != before.Due.On && !s.Due.On.IsZero() && s.Due.On < tx.Today() && tx.By() != nil {
		return fault.On("due_on", "Choose today or a later day.")
	}
	return nil
}

// leads tells that the actor gives tasks to those whose records they see, and works on theirs.
func leads(tx *tenant.Tx) bool {
	role := tx.Actor().Role
	return role.May(tenant.RunReviews) || role == tenant.System
}

// reaches tells that the actor leads and sees the member's records.
func reaches(tx *tenant.Tx, member uuid.UUID) bool {
	members, all := tx.Visible()
	return leads(tx) && (all || slices.Contains(members, member))
}

// Givees lists to whom the actor gives tasks about a record: whose records they see and who see that one, but
// themselves.
func Givees(ctx context.Context, tx *tenant.Tx, about audience.Record) ([]audience.Member, error) {
	if !leads(tx) {
		return nil, nil
	}
	members, err := audience.Members(ctx, tx)
	if err != nil {
		return nil, err
	}
	sees, err := audience.Of(ctx, tx, about)
	return slices.DeleteFunc(members, func(m audience.Member) bool {
		return tx.Is(m.ID) || !sees[m.ID] || !reaches(tx, m.ID)
	}), err
}

// mayAssign refuses somebody to whom the actor gives no tasks, and one who does not see what the task is about.
func mayAssign(ctx context.Context, tx *tenant.Tx, t Task, to uuid.UUID) error {
	if !tx.Is(to) && !leads(tx) {
		return fault.On("assignee", "You can add tasks for yourself only. Mention the person in a note instead.")
	}
	if !tx.Is(to) && !reaches(tx, to) {
		return fault.On("assignee", "Choose somebody whose records you see.")
	}
	sees, err := audience.Of(ctx, tx, t.Record())
	if err != nil {
		return err
	}
	if here, known := sees[to]; !known && !tx.Is(to) {
		return fault.On("assignee", "This person is deactivated. Choose somebody else.")
	} else if !here && !tx.Is(to) {
		return fault.On("assignee",
			"This person does not see this record. Choose somebody who does, or change its owner first.")
	}
	return nil
}

// act is something that somebody does to a task.
type act struct {
	kind   command.Kind
	event  string
	saw    map[string]*string // the values that they saw of fields, where it matters
	to     func(State) (State, error)
	undoes *uuid.UUID
}

// do is the one path of changes. It answers with the command, and the task as it was; uuid.Nil where nothing differs.
func do(ctx context.Context, tx *tenant.Tx, id uuid.UUID, a act) (uuid.UUID, Task, error) {
	if _, err := tx.Exec(ctx, `SELECT 1 FROM app.tasks WHERE tenant_id = @tenant AND id = @id FOR UPDATE`,
		tenant.Args{"id": id}); err != nil {
		return uuid.Nil, Task{}, fmt.Errorf("task: %s: %w", a.kind, err)
	}
	t, err := Get(ctx, tx, id)
	if err != nil {
		return uuid.Nil, t, err
	}
	if !tx.Is(t.AssigneeID) && (t.CreatedBy == nil || !tx.Is(*t.CreatedBy)) && !reaches(tx, t.AssigneeID) {
		return uuid.Nil, t, fault.New(fault.Forbidden,
			"Only the person who has this task, or who leads them, can change it.")
	}
	before := t.State()
	if before.Deleted && a.kind != command.Undo {
		return uuid.Nil, t, fault.New(fault.Conflict, "This task was deleted.")
	}
	after, err := a.to(before)
	if err != nil {
		return uuid.Nil, t, err
	}
	p := diff(before, after)
	for field, sides := range p {
		if saw, asked := a.saw[field]; asked && !same(saw, sides.Was) {
			return uuid.Nil, t, late
		}
	}
	if len(p) == 0 {
		return uuid.Nil, t, nil
	}
	if err := after.check(tx, before); err != nil && a.kind != command.Undo {
		return uuid.Nil, t, err
	}
	if _, moved := p["assignee"]; moved {
		if err := mayAssign(ctx, tx, t, after.AssigneeID); err != nil {
			return uuid.Nil, t, err
		}
	}
	made, err := write(ctx, tx, t, after, p, a)
	return made, t, err
}

// assigned tells somebody that the task is theirs now.
func (t Task) assigned(ctx context.Context, tx *tenant.Tx, to uuid.UUID) error {
	_, err := notification.Tell(ctx, tx, []uuid.UUID{to},
		notification.Told{Kind: notification.TaskAssigned, Record: t.Record(), Subject: t.ID})
	return err
}

// late is what somebody is told who was slower than another person.
var late = fault.New(fault.Conflict, "Somebody changed this task since you opened it. Check it again before you save.")

func write(ctx context.Context, tx *tenant.Tx, t Task, after State, p command.Payload, a act) (uuid.UUID, error) {
	if err := update(ctx, tx, t.ID, after); err != nil {
		return uuid.Nil, err
	}
	event := a.event
	if _, moved := p["assignee"]; moved {
		event = "reassigned"
		if err := t.assigned(ctx, tx, after.AssigneeID); err != nil {
			return uuid.Nil, err
		}
	}
	if err := happened(ctx, tx, t.ID, event, p); err != nil {
		return uuid.Nil, err
	}
	if err := remind(ctx, tx, t.ID, after); err != nil {
		return uuid.Nil, err
	}
	return command.Append(ctx, tx, command.Command{Kind: a.kind, Object: command.Task, ObjectID: t.ID, Payload: p,
		Undoes: a.undoes})
}

// Edit gives a task other values. A field that somebody else changed since it was seen is refused; saw is what the form
// showed, in the text of the history.
func Edit(ctx context.Context, tx *tenant.Tx, id uuid.UUID, n New, saw map[string]*string) (uuid.UUID, error) {
	made, _, err := do(ctx, tx, id, act{kind: command.Edit, event: "edited", saw: saw,
		to: func(s State) (State, error) {
			s.Title, s.Due = strings.TrimSpace(n.Title), n.Due
			if n.Assignee != uuid.Nil {
				s.AssigneeID = n.Assignee
			}
			if CycleOf(s.Repeats) == n.Cycle && n.Cycle != Weekly && n.Cycle != Monthly {
				return s, nil
			}
			var err error
			s.Repeats, err = n.Cycle.Rule(n.Due.On)
			return s, err
		}})
	return made, err
}

// Snooze puts a task off to another day, at its time of day.
func Snooze(ctx context.Context, tx *tenant.Tx, id uuid.UUID, to period.Date) (uuid.UUID, error) {
	made, _, err := do(ctx, tx, id, act{kind: command.Snooze, event: "snoozed", to: func(s State) (State, error) {
		if s.DoneAt != nil {
			return s, fault.New(fault.Conflict, "This task is done already.")
		}
		if to <= tx.Today() {
			return s, fault.On("to", "Choose a later day.")
		}
		s.Due.On = to
		return s, nil
	}})
	return made, err
}

// Reopen makes a task that was done one to do again.
func Reopen(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	made, _, err := do(ctx, tx, id, act{kind: command.Reopen, event: "reopened", to: func(s State) (State, error) {
		s.DoneAt = nil
		return s, nil
	}})
	return made, err
}

// Delete takes a task out of all lists.
func Delete(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	made, _, err := do(ctx, tx, id, act{kind: command.Archive, event: "deleted", to: func(s State) (State, error) {
		s.Deleted = true
		return s, nil
	}})
	return made, err
}

// Done says that a task is done. Of a rule, the next one is added.
func Done(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	made, t, err := do(ctx, tx, id, act{kind: command.Done, event: "done", to: finished(tx)})
	if err != nil || made == uuid.Nil || t.Repeats == "" {
		return made, err
	}
	return made, comesAgain(ctx, tx, t)
}

// Verify is Done by the measurement of the data, which found that nothing is left to do.
func Verify(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, _, err := do(ctx, tx, id, act{kind: command.Done, event: "verified", to: finished(tx)})
	return err
}

// finished is the state of a task that is done now, or was before.
func finished(tx *tenant.Tx) func(State) (State, error) {
	return func(s State) (State, error) {
		if s.DoneAt == nil {
			at := tx.Now().Truncate(time.Microsecond)
			s.DoneAt = &at
		}
		return s, nil
	}
}

// comesAgain adds the next task of a rule, unless it is there already.
func comesAgain(ctx context.Context, tx *tenant.Tx, t Task) error {
	work, err := workweek.Schedule(ctx, tx)
	if err != nil {
		return err
	}
	on, err := NextFor(t.Repeats, t.DueOn, tx.Today(), work)
	if err != nil || on.IsZero() {
		return err
	}
	if _, found, err := after(ctx, tx, t.ID); err != nil || found {
		return err
	}
	s := t.State()
	s.Due.On, s.DoneAt = on, nil
	next := Task{ID: uuid.Must(uuid.NewV7()), Object: t.Object, ObjectID: t.ObjectID, CreatedBy: t.CreatedBy,
		CreatedAt: tx.Now()}
	_, err = create(ctx, tx, next, s, &t.ID)
	return err
}

// Undo takes back what the actor did to a task, unless somebody has changed it since. The next task of a rule, which
// was added when this one was done, goes with it, unless somebody has worked on it. It answers with the task.
func Undo(ctx context.Context, tx *tenant.Tx, c command.Command) (uuid.UUID, error) {
	if _, err := Get(ctx, tx, c.ObjectID); err != nil {
		return uuid.Nil, err
	}
	if err := c.MayUndo(tx.By(), tx.Now()); err != nil {
		return c.ObjectID, err
	}
	a := act{kind: command.Undo, event: undone(c), saw: map[string]*string{}, undoes: &c.ID}
	back := c.Payload.Inverse()
	for field, sides := range back {
		a.saw[field] = sides.Was
	}
	a.to = func(s State) (State, error) {
		var err error
		for _, field := range Fields {
			if sides, ok := back[field]; ok && err == nil {
				s, err = s.with(field, sides.Is)
			}
		}
		return s, err
	}
	made, t, err := do(ctx, tx, c.ObjectID, a)
	switch {
	case err == late:
		return c.ObjectID, fault.New(fault.Conflict,
			"Somebody changed this again since then. Undo would take their change away, so nothing was undone.")
	case err == nil && made == uuid.Nil:
		return c.ObjectID, fault.New(fault.Conflict, "Everything is as it was before this change already.")
	case err == nil && c.Kind == command.Done && t.Repeats != "":
		return c.ObjectID, dropNext(ctx, tx, t.ID)
	}
	return c.ObjectID, err
}

// undone is the event of taking a command back.
func undone(c command.Command) string {
	switch c.Kind {
	case command.Create:
		return "deleted"
	case command.Archive:
		return "restored"
	case command.Done:
		return "reopened"
	case command.Reopen:
		return "done"
	}
	return "edited"
}

func dropNext(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	next, found, err := after(ctx, tx, id)
	if err != nil || !found {
		return err
	}
	if next.Revision != 1 {
		return fault.New(fault.Conflict, "The next task of this one was changed already, so nothing was undone.")
	}
	_, err = Delete(ctx, tx, next.ID)
	return err
}
