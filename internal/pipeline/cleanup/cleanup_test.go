package cleanup_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/task"
	"quarterdeck/internal/testdb/cast"
)

// world is the company with opportunities that have no next step: two of Ann's, one of Dan's, and one of nobody.
type world struct {
	cast.Company
	anns []uuid.UUID
	dans uuid.UUID
}

func open(t *testing.T) world {
	t.Helper()
	w := world{Company: cast.Found(t)}
	w.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, w.Opportunity("A", w.Ann, "Proposal", 100_00, "2026-12-31"),
			w.Opportunity("B", w.Ann, "Negotiation", 200_00, "2026-12-31"),
			w.Opportunity("C", w.Dan, "Proposal", 300_00, "2026-12-31"),
			w.Opportunity("D", uuid.Nil, "Proposal", 400_00, "2026-12-31"))
		if err == nil {
			w.anns, w.dans = ids[:2], ids[2]
		}
		return err
	})
	return w
}

// handOut has Olga of operations make the tasks of a rule.
func (w world) handOut(t *testing.T, rule quality.Rule) (id uuid.UUID, made int, err error) {
	t.Helper()
	err = w.DB.Update(t.Context(), w.Actor(w.Olga), func(tx *tenant.Tx) (err error) {
		id, made, err = cleanup.HandOut(t.Context(), tx, rule, tx.Today()+7)
		return err
	})
	return id, made, err
}

func (w world) measure(t *testing.T) {
	t.Helper()
	w.Do(t, cleanup.Measure)
}

// tasks are those of a member, open or done.
func (w world) tasks(t *testing.T, who uuid.UUID, done bool) (all []task.Task) {
	t.Helper()
	w.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
		all, err = task.List(ctx, tx, task.Filter{Assignees: []uuid.UUID{who}, Done: done})
		return err
	})
	return all
}

// step gives an opportunity a next step.
func (w world) step(t *testing.T, who, id uuid.UUID, text string) {
	t.Helper()
	w.As(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		return opportunity.Edit(ctx, tx, id, 0, func(s opportunity.State) (opportunity.State, error) {
			s.NextStep = text
			return s, nil
		})
	})
}

func (w world) progress(t *testing.T) (p cleanup.Progress) {
	t.Helper()
	w.See(t, w.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := cleanup.Progresses(ctx, tx)
		p = all[quality.NoNextStep]
		return err
	})
	return p
}

func TestEachOwnerGetsOneTaskAndNobodyGetsItTwice(t *testing.T) {
	t.Parallel()
	w := open(t)
	if _, made, err := w.handOut(t, quality.NoNextStep); err != nil || made != 3 {
		t.Fatalf("%d tasks: %v", made, err)
	}
	for _, c := range []struct {
		who   uuid.UUID
		title string
	}{{w.Ann, "Add a next step to 2 opportunities"}, {w.Dan, "Add a next step to 1 opportunity"},
		{w.Olga, "Add a next step to 1 opportunity"}} { // nobody's: who hands out
		got := w.tasks(t, c.who, false)
		if len(got) != 1 || got[0].Title != c.title || got[0].DueOn != cast.Day("2026-11-27") {
			t.Errorf("want %q, got %+v", c.title, got)
		}
	}
	if _, _, err := w.handOut(t, quality.NoNextStep); fault.KindOf(err) != fault.Conflict {
		t.Errorf("all of them have it already: %v", err)
	}
	if _, made, err := w.handOut(t, quality.NoSource); err != nil || made != 3 {
		t.Errorf("another problem is another task: %d, %v", made, err)
	}
	w.As(t, w.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := task.Done(ctx, tx, w.tasks(t, w.Ann, false)[0].ID)
		return err
	})
	if _, made, err := w.handOut(t, quality.NoNextStep); err != nil || made != 1 {
		t.Errorf("one said done and fixed nothing: %d, %v", made, err)
	}
}

func TestTheOpportunitiesOfWhoLeftGoToTheirManager(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := member.Import(ctx, tx, []member.Imported{{ExternalID: "Ann", Name: "Ann", Role: tenant.Rep,
			ManagerExternalID: "Nora", Team: "North", Since: cast.At("2026-11-01T12:00:00Z"), Hash: 2}})
		return err
	})
	if _, _, err := w.handOut(t, quality.Left); err != nil {
		t.Fatal(err)
	}
	got := w.tasks(t, w.Nora, false)
	if len(got) != 1 || got[0].Title != "Find a new owner for 2 opportunities of Ann" {
		t.Errorf("%+v", got)
	}
	w.See(t, w.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		lead, ok, err := cleanup.LeadOf(ctx, tx, got[0].ID)
		if !ok || lead.Rule != quality.Left || lead.OwnerID == nil || *lead.OwnerID != w.Ann {
			t.Errorf("it leads to %+v", lead)
		}
		return err
	})
}

func TestWhatWasHandedOutIsTakenBackButForWhatSomebodyWorkedOn(t *testing.T) {
	t.Parallel()
	w := open(t)
	id, _, err := w.handOut(t, quality.NoNextStep)
	if err != nil {
		t.Fatal(err)
	}
	w.As(t, w.Dan, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := task.Snooze(ctx, tx, w.tasks(t, w.Dan, false)[0].ID, tx.Today()+9)
		return err
	})
	back := func(who uuid.UUID) (deleted, left int, err error) {
		err = w.DB.Update(t.Context(), w.Actor(who), func(tx *tenant.Tx) (err error) {
			deleted, left, err = cleanup.TakeBack(t.Context(), tx, id)
			return err
		})
		return deleted, left, err
	}
	for _, who := range []uuid.UUID{w.Ada, w.Ann} {
		if _, _, err := back(who); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("only who handed it out takes it back: %v", err)
		}
	}
	if deleted, left, err := back(w.Olga); deleted != 2 || left != 1 || err != nil {
		t.Errorf("%d deleted, %d left: %v", deleted, left, err)
	}
	if n := len(w.tasks(t, w.Ann, false)); n != 0 {
		t.Errorf("Ann has %d tasks", n)
	}
	if _, _, err := back(w.Olga); fault.KindOf(err) != fault.Conflict {
		t.Errorf("twice: %v", err)
	}
	if _, made, err := w.handOut(t, quality.NoNextStep); err != nil || made != 2 {
		t.Errorf("it can be handed out again: %d, %v", made, err)
	}
}

func TestAMeasurementFindsWhatWasFixedAndEndsTheTask(t *testing.T) {
	t.Parallel()
	w := open(t)
	if _, _, err := w.handOut(t, quality.NoNextStep); err != nil {
		t.Fatal(err)
	}
	w.step(t, w.Ann, w.anns[0], "Call Eva")
	w.measure(t)
	if p := w.progress(t); p.Fixed != 1 || p.Open != 3 || p.All() != 4 {
		t.Errorf("after one: %+v", p)
	}
	if len(w.tasks(t, w.Ann, false)) != 1 {
		t.Error("one of two is not all")
	}
	w.step(t, w.Ann, w.anns[1], "Send the offer")
	w.step(t, w.Ann, w.anns[0], "")
	w.measure(t)
	if p := w.progress(t); p.Fixed != 1 || len(w.tasks(t, w.Ann, false)) != 1 {
		t.Errorf("one came back: %+v", p)
	}
	w.step(t, w.Ann, w.anns[0], "Call Eva again")
	w.measure(t)
	done := w.tasks(t, w.Ann, true)
	if p := w.progress(t); p.Fixed != 2 || len(done) != 1 || len(w.tasks(t, w.Dan, false)) != 1 {
		t.Fatalf("both are fixed: %+v, %d done", p, len(done))
	}
	w.See(t, w.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		events, err := task.History(ctx, tx, done[0].ID, 10)
		if len(events) != 2 || events[0].Kind != "verified" || events[0].MemberID != nil {
			t.Errorf("%+v", events)
		}
		return err
	})
	w.As(t, w.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return opportunity.Edit(ctx, tx, w.dans, 0, func(s opportunity.State) (opportunity.State, error) {
			s.OwnerID = &w.Cat
			return s, nil
		})
	})
	w.measure(t)
	if p := w.progress(t); p.Moved != 1 || len(w.tasks(t, w.Dan, false)) != 0 {
		t.Errorf("Dan cannot fix what is Cat's now: %+v", p)
	}
}

func TestWhoMayNotHandOut(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, who := range []uuid.UUID{w.Ann, w.Nora, w.Eve, w.Fay} {
		err := w.DB.Update(t.Context(), w.Actor(who), func(tx *tenant.Tx) error {
			_, _, err := cleanup.HandOut(t.Context(), tx, quality.NoNextStep, tx.Today())
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%v", err)
		}
	}
	for _, rule := range []quality.Rule{quality.Duplicate, "nonsense"} {
		if _, _, err := w.handOut(t, rule); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", rule, err)
		}
	}
	id, _, err := w.handOut(t, quality.NoNextStep)
	if err != nil {
		t.Fatal(err)
	}
	other := cast.Found(t)
	err = other.DB.Update(t.Context(), other.Actor(other.Olga), func(tx *tenant.Tx) error {
		if all, err := cleanup.Progresses(t.Context(), tx); err != nil || len(all) != 0 {
			t.Errorf("another organisation sees %v, %v", all, err)
		}
		_, _, err := cleanup.TakeBack(t.Context(), tx, id)
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("of another organisation: %v", err)
	}
}

func TestTwoWhoHandOutAtOnceMakeOneTaskEach(t *testing.T) {
	t.Parallel()
	w := open(t)
	results := make(chan string, 2)
	for _, who := range []uuid.UUID{w.Olga, w.Ada} {
		go func() {
			made := 0
			err := w.DB.Update(context.Background(), w.Actor(who), func(tx *tenant.Tx) (err error) {
				_, made, err = cleanup.HandOut(context.Background(), tx, quality.NoNextStep, tx.Today())
				return err
			})
			results <- fmt.Sprint(made, " ", fault.KindOf(err) == fault.Conflict)
		}()
	}
	a, b := <-results, <-results
	if min(a, b) != "0 true" || max(a, b) != "3 false" {
		t.Errorf("%s and %s", a, b)
	}
	if n := len(w.tasks(t, w.Ann, false)); n != 1 {
		t.Errorf("Ann has %d tasks", n)
	}
}
