package task_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/testdb/cast"
)

// world is the company with an opportunity of Ann's.
type world struct {
	cast.Company
	deal audience.Record
}

func open(t *testing.T) world {
	t.Helper()
	w := world{Company: cast.Found(t)}
	w.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, w.Opportunity("A", w.Ann, "Discovery", 100_00, "2026-12-31"))
		w.deal = audience.Record{Object: note.Opportunity, ID: ids[0]}
		return err
	})
	return w
}

// try acts as a member and answers with what was refused.
func (w world) try(t *testing.T, who uuid.UUID, fn func(context.Context, *tenant.Tx) error) error {
	t.Helper()
	return w.DB.Update(t.Context(), w.Actor(who), func(tx *tenant.Tx) error { return fn(t.Context(), tx) })
}

// add has a member add a task for another one about Ann's opportunity.
func (w world) add(t *testing.T, by, to uuid.UUID, day string, cycle task.Cycle) (id uuid.UUID) {
	t.Helper()
	w.As(t, by, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, _, err = task.Add(ctx, tx, task.New{Title: "Call Eva", Assignee: to, Record: w.deal, Cycle: cycle,
			Due: task.Due{On: cast.Day(day), Zone: "America/New_York"}})
		return err
	})
	return id
}

func (w world) get(t *testing.T, id uuid.UUID) (got task.Task) {
	t.Helper()
	w.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		got, err = task.Get(ctx, tx, id)
		return err
	})
	return got
}

// mine are the open tasks of a member, as they see them.
func (w world) mine(t *testing.T, who uuid.UUID) (all []task.Task) {
	t.Helper()
	w.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
		all, err = task.List(ctx, tx, task.Filter{Assignees: []uuid.UUID{who}})
		return err
	})
	return all
}

// undo takes back the last thing that a member did to a task.
func (w world) undo(t *testing.T, who, id uuid.UUID) error {
	t.Helper()
	return w.try(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		c, ok, err := command.Last(ctx, tx, id)
		if err != nil || !ok {
			t.Fatalf("nothing to undo: %v", err)
		}
		_, err = task.Undo(ctx, tx, c)
		return err
	})
}

func (w world) act(t *testing.T, who, id uuid.UUID,
	fn func(context.Context, *tenant.Tx, uuid.UUID) (uuid.UUID, error)) error {
	t.Helper()
	return w.try(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := fn(ctx, tx, id)
		return err
	})
}

func snooze(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	return task.Snooze(ctx, tx, id, tx.Today()+1)
}

func TestEachActOnATaskIsKeptAndCanBeUndone(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.add(t, w.Ann, w.Ann, "2026-11-20", task.Once)
	start := w.get(t, id).State()
	for name, fn := range map[string]func(context.Context, *tenant.Tx, uuid.UUID) (uuid.UUID, error){
		"done": task.Done, "snooze": snooze, "delete": task.Delete,
		"edit": func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
			at := 9 * 60
			return task.Edit(ctx, tx, id, task.New{Title: " Call Eva and Tom ",
				Due: task.Due{On: tx.Today() + 3, Minute: &at, Zone: "Europe/Berlin"}}, nil)
		},
	} {
		if err := w.act(t, w.Ann, id, fn); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := w.get(t, id).State(); same(got, start) {
			t.Errorf("%s changes nothing", name)
		}
		if err := w.undo(t, w.Ann, id); err != nil {
			t.Fatalf("undo %s: %v", name, err)
		}
		if got := w.get(t, id).State(); !same(got, start) {
			t.Errorf("%s undone: %+v, want %+v", name, got, start)
		}
	}
	w.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		events, err := task.Events(ctx, tx, w.deal.ID, tx.Now(), 50)
		if len(events) != 9 || events[8].Kind != "created" {
			t.Errorf("nine events, the first of them its creation: %+v", events)
		}
		return err
	})
}

func same(a, b task.State) bool {
	for _, f := range task.Fields {
		x, y := a.Value(f), b.Value(f)
		if (x == nil) != (y == nil) || x != nil && *x != *y {
			return false
		}
	}
	return true
}

func TestUndoIsRefusedAfterSomebodyElse(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.add(t, w.Nora, w.Ann, "2026-11-25", task.Once)
	if err := w.act(t, w.Ann, id, snooze); err != nil {
		t.Fatal(err)
	}
	if err := w.act(t, w.Nora, id, func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
		return task.Snooze(ctx, tx, id, tx.Today()+9)
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.undo(t, w.Ann, id); fault.KindOf(err) != fault.Conflict {
		t.Errorf("Ann takes back what Nora changed since: %v", err)
	}
	was := "2026-11-25"
	err := w.act(t, w.Ann, id, func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
		return task.Edit(ctx, tx, id, task.New{Title: "Call Eva", Due: task.Due{On: tx.Today() + 2, Zone: "UTC"}},
			map[string]*string{"due": &was})
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("Ann saves what she saw before Nora: %v", err)
	}
}

func TestWhoSeesAndChangesATask(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.add(t, w.Nora, w.Ann, "2026-11-25", task.Once)
	for who, want := range map[uuid.UUID]fault.Kind{w.Ben: fault.NotFound, w.Sol: fault.NotFound,
		w.Fay: fault.Forbidden} {
		if err := w.act(t, who, id, task.Done); fault.KindOf(err) != want {
			t.Errorf("%s: %v, want %v", who, err, want)
		}
	}
	for _, who := range []uuid.UUID{w.Ann, w.Nora, w.Eve} {
		if err := w.act(t, who, id, task.Done); err != nil {
			t.Error(err)
		}
		if err := w.act(t, who, id, task.Reopen); err != nil {
			t.Error(err)
		}
	}
	other := cast.Found(t)
	err := other.DB.Update(t.Context(), other.Actor(other.Ada), func(tx *tenant.Tx) error {
		_, err := task.Get(t.Context(), tx, id)
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("another organisation finds it: %v", err)
	}
}

func TestWhatCannotBeAdded(t *testing.T) {
	t.Parallel()
	w := open(t)
	day := task.Due{On: cast.Day("2026-11-25"), Zone: "UTC"}
	at, past := 60, cast.Day("2026-11-19")
	for name, c := range map[string]struct {
		by    uuid.UUID
		n     task.New
		field string
	}{
		"no title":                   {w.Ann, task.New{Title: "  ", Due: day}, "title"},
		"a day that has passed":      {w.Ann, task.New{Title: "x", Due: task.Due{On: past}}, "due_on"},
		"a time without a day":       {w.Ann, task.New{Title: "x", Due: task.Due{Minute: &at}}, "due_on"},
		"again and again, from when": {w.Ann, task.New{Title: "x", Cycle: task.Weekly}, "repeats"},
		"no such cycle":              {w.Ann, task.New{Title: "x", Due: day, Cycle: "yearly"}, "repeats"},
		"a rep for a colleague":      {w.Ann, task.New{Title: "x", Due: day, Assignee: w.Ben}, "assignee"},
		"a manager for another team": {w.Nora, task.New{Title: "x", Due: day, Assignee: w.Cat}, "assignee"},
		"whoever cannot see it":      {w.Nora, task.New{Title: "x", Assignee: w.Ben, Record: w.deal}, "assignee"},
		"a record of others":         {w.Ben, task.New{Title: "x", Due: day, Record: w.deal}, ""},
	} {
		err := w.try(t, c.by, func(ctx context.Context, tx *tenant.Tx) error {
			_, _, err := task.Add(ctx, tx, c.n)
			return err
		})
		f, ok := err.(*fault.Fault) //nolint:errorlint // a fault of a rule is not wrapped
		if c.field == "" && fault.KindOf(err) != fault.NotFound || c.field != "" && (!ok || f.Field != c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATaskThatRepeatsComesAgainOnceWhoeverDoesIt(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.add(t, w.Ann, w.Ann, "2026-11-20", task.Weekly)
	for range 2 {
		if err := w.act(t, w.Ann, id, task.Done); err != nil {
			t.Fatal(err)
		}
	}
	if all := w.mine(t, w.Ann); len(all) != 1 || all[0].DueOn != cast.Day("2026-11-27") || all[0].Record() != w.deal {
		t.Fatalf("it comes again in a week: %+v", all)
	}
	if err := w.undo(t, w.Ann, id); err != nil {
		t.Fatal(err)
	}
	if all := w.mine(t, w.Ann); len(all) != 1 || all[0].ID != id {
		t.Fatalf("not done, it is there once: %+v", all)
	}
	if err := w.act(t, w.Ann, id, task.Done); err != nil {
		t.Fatal(err)
	}
	next := w.mine(t, w.Ann)[0]
	if err := w.act(t, w.Ann, next.ID, snooze); err != nil {
		t.Fatal(err)
	}
	if err := w.undo(t, w.Ann, id); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the next one is worked on already: %v", err)
	}
}

func TestAReminderHoldsForTheDueTimeThatATaskHas(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.add(t, w.Ann, w.Ann, "2026-11-25", task.Once)
	waiting := func(want ...string) {
		t.Helper()
		w.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			got, err := tenant.Values[string](ctx, tx, `SELECT local FROM app.reminders
				WHERE tenant_id = @tenant AND claimed_at IS NULL AND dropped_at IS NULL ORDER BY due_at`, nil)
			if len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
				t.Errorf("reminders at %q, want %q", got, want)
			}
			return err
		})
	}
	waiting("2026-11-25 08:00")
	if err := w.act(t, w.Ann, id, snooze); err != nil {
		t.Fatal(err)
	}
	waiting("2026-11-21 08:00")
	if err := w.act(t, w.Ann, id, task.Done); err != nil {
		t.Fatal(err)
	}
	waiting()
	if err := w.undo(t, w.Ann, id); err != nil {
		t.Fatal(err)
	}
	waiting("2026-11-21 08:00")
	if err := w.act(t, w.Ann, id, task.Delete); err != nil {
		t.Fatal(err)
	}
	waiting()
}
