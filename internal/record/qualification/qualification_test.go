package qualification_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/testdb/cast"
)

// deal is a company with an opportunity of Ann's.
func deal(t *testing.T) (cast.Company, uuid.UUID) {
	t.Helper()
	c := cast.Found(t)
	var id uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
		id = ids[0]
		return err
	})
	return c, id
}

// score wants a score of an element; nothing is not known.
func score(saw, want string) []command.Wish {
	text := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return []command.Wish{{Field: "score", Saw: text(saw), Want: text(want)}}
}

func points(t *testing.T, c cast.Company, id uuid.UUID, asOf time.Time) [3]int64 {
	t.Helper()
	var got [3]int64
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := qualification.Load(ctx, tx, id, asOf)
		got[0], got[1], got[2] = s.Score()
		return err
	})
	return got
}

func TestNotKnownIsNotZeroAndThePastIsKept(t *testing.T) {
	t.Parallel()
	c, id := deal(t)
	at := func(hour string) time.Time { return cast.At("2026-11-30T" + hour + ":00Z") }
	for _, step := range []struct{ at, element, saw, want string }{{"10:00", "metrics", "", "2"},
		{"11:00", "champion", "", "0"}, {"12:00", "metrics", "2", "3"}, {"13:00", "champion", "0", ""}} {
		if err := c.DB.At(at(step.at)).Update(t.Context(), c.Actor(c.Ann), func(tx *tenant.Tx) error {
			_, err := qualification.Set(t.Context(), tx, id, step.element, score(step.saw, step.want))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for when, want := range map[string][3]int64{"09:30": {0, 21, 7}, "10:30": {2, 21, 6}, "11:30": {2, 21, 5},
		"12:30": {3, 21, 5}, "13:30": {3, 21, 6}} {
		if got := points(t, c, id, at(when)); got != want {
			t.Errorf("at %s: %v, want %v", when, got, want)
		}
	}
}

func TestWhoAnswersAndWhatIsRefused(t *testing.T) {
	t.Parallel()
	c, id := deal(t)
	for _, step := range []struct {
		who                uuid.UUID
		element, saw, want string
		kind               fault.Kind
	}{{c.Ann, "metrics", "", "2", fault.Internal}, {c.Nora, "metrics", "", "1", fault.Conflict},
		{c.Nora, "metrics", "2", "1", fault.Internal}, {c.Ann, "metrics", "1", "4", fault.Invalid},
		{c.Ann, "luck", "", "1", fault.NotFound}, {c.Ben, "metrics", "1", "2", fault.NotFound},
		{c.Fay, "metrics", "1", "2", fault.Forbidden}} {
		err := c.DB.Update(t.Context(), c.Actor(step.who), func(tx *tenant.Tx) error {
			_, err := qualification.Set(t.Context(), tx, id, step.element, score(step.saw, step.want))
			return err
		})
		if fault.KindOf(err) != step.kind {
			t.Errorf("%+v: %v", step, err)
		}
	}
	undo := func(who uuid.UUID) error {
		return c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			last, _, err := command.Last(t.Context(), tx, id)
			if err != nil {
				return err
			}
			_, err = journal.Undo(t.Context(), tx, last.ID)
			return err
		})
	}
	if err := undo(c.Ann); fault.KindOf(err) != fault.Conflict {
		t.Errorf("Ann undoes what Nora changed since: %v", err)
	}
	if err := undo(c.Nora); err != nil {
		t.Error(err)
	}
	if got := points(t, c, id, time.Time{}); got != [3]int64{2, 21, 6} {
		t.Errorf("afterwards there are %v", got)
	}
	other := cast.Found(t)
	err := other.DB.Update(t.Context(), other.Actor(other.Olga), func(tx *tenant.Tx) error {
		_, err := qualification.Set(t.Context(), tx, id, "metrics", score("2", "3"))
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("another organisation answers: %v", err)
	}
}

func TestAnOrganisationAsksForItsOwnElementsAndKeepsOldAnswers(t *testing.T) {
	t.Parallel()
	c, id := deal(t)
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := qualification.Set(ctx, tx, id, "champion", score("", "3"))
		return err
	})
	define := func(who uuid.UUID, name string, labels ...string) error {
		return c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			return qualification.Define(t.Context(), tx, name, labels)
		})
	}
	for who, want := range map[uuid.UUID]fault.Kind{c.Ann: fault.Forbidden, c.Olga: fault.Forbidden} {
		if err := define(who, "BANT", "Budget"); fault.KindOf(err) != want {
			t.Errorf("%s defines: %v", who, err)
		}
	}
	for _, labels := range [][]string{nil, {" "}, {"Budget", "budget"}} {
		if err := define(c.Ada, "BANT", labels...); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", labels, err)
		}
	}
	if err := define(c.Ada, "BANT", "Budget", "Authority", "Need", "Timing"); err != nil {
		t.Fatal(err)
	}
	if got := points(t, c, id, time.Time{}); got != [3]int64{0, 12, 4} {
		t.Errorf("of its own elements there are %v", got)
	}
	if err := define(c.Ada, "BANT and champion", "Budget", "Champion"); err != nil {
		t.Fatal(err)
	}
	if got := points(t, c, id, time.Time{}); got != [3]int64{3, 6, 1} {
		t.Errorf("with the champion asked for again there are %v", got)
	}
}
