package opportunity_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb/cast"
)

func is(s string) *string { return &s }

func wish(field, saw, want string) opportunity.Wish {
	return opportunity.Wish{Field: field, Saw: is(saw), Want: is(want)}
}

// do lets somebody act, and answers with the command and what was refused.
func do(t *testing.T, c *cast.Company, who uuid.UUID,
	act func(context.Context, *tenant.Tx) (uuid.UUID, error)) (id uuid.UUID, refused error) {
	t.Helper()
	refused = c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) (err error) {
		id, err = act(t.Context(), tx)
		return err
	})
	if refused != nil && fault.KindOf(refused) == fault.Internal {
		t.Fatal(refused)
	}
	return id, refused
}

func set(t *testing.T, c *cast.Company, who, id uuid.UUID, wishes ...opportunity.Wish) (uuid.UUID, error) {
	t.Helper()
	return do(t, c, who, func(ctx context.Context, tx *tenant.Tx) (uuid.UUID, error) {
		return opportunity.Set(ctx, tx, id, wishes)
	})
}

func move(t *testing.T, c *cast.Company, who, id uuid.UUID, to opportunity.Transition) (uuid.UUID, error) {
	t.Helper()
	return do(t, c, who, func(ctx context.Context, tx *tenant.Tx) (uuid.UUID, error) {
		return opportunity.Move(ctx, tx, id, to)
	})
}

func undo(t *testing.T, c *cast.Company, who, command uuid.UUID) error {
	t.Helper()
	_, err := do(t, c, who, func(ctx context.Context, tx *tenant.Tx) (uuid.UUID, error) {
		return opportunity.Undo(ctx, tx, command)
	})
	return err
}

func now(t *testing.T, c *cast.Company, id uuid.UUID) (o opportunity.Opportunity) {
	t.Helper()
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) (err error) {
		o, err = opportunity.Get(ctx, tx, id, time.Time{})
		return err
	})
	return o
}

func TestTwoPeopleClashOnOneFieldOnly(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	if _, err := set(t, &c, c.Ann, id, wish("amount", "10000", "20000"),
		wish("next_step", "", "Call Eva")); err != nil {
		t.Fatal(err)
	}
	if _, err := set(t, &c, c.Nora, id, wish("close_on", "2026-12-31", "2027-01-31")); err != nil {
		t.Errorf("another field: %v", err)
	}
	_, err := set(t, &c, c.Nora, id, wish("amount", "10000", "30000"), wish("competitor", "", "Acme"))
	theirs, ok := errors.AsType[*opportunity.Clash](err)
	if !ok || theirs.Field != "amount" || *theirs.Theirs != "20000" || *theirs.By != c.Ann || theirs.At.IsZero() {
		t.Fatalf("the same field: %v", err)
	}
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("a clash is answered as %v", fault.KindOf(err))
	}
	if o := now(t, &c, id); *o.Amount != 200_00 || o.Competitor != "" || o.CloseOn != cast.Day("2027-01-31") {
		t.Errorf("after the clash: %+v", o.State)
	}
	if _, err := set(t, &c, c.Nora, id, wish("amount", "20000", "30000")); err != nil { // keep mine
		t.Error(err)
	}
	if done, err := set(t, &c, c.Ann, id, wish("amount", "1", "30000")); err != nil || done != uuid.Nil {
		t.Errorf("who wants what is there already is told of no clash: %v", err)
	}
}

func TestAnActIsTakenBackByWhoMadeItUnlessSomebodyChangedItSince(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	before := now(t, &c, id).State
	lost, err := move(t, &c, c.Ann, id, opportunity.Transition{Stage: "Lost", Saw: is("Discovery"), LossReason: "Price",
		Competitor: "Acme"})
	if err != nil {
		t.Fatal(err)
	}
	if o := now(t, &c, id); o.Status != opportunity.Lost || o.LossReason != "Price" || o.Competitor != "Acme" {
		t.Fatalf("lost: %+v", o.State)
	}
	if err := undo(t, &c, c.Nora, lost); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("another person undoes: %v", err)
	}
	if err := undo(t, &c, c.Ann, lost); err != nil {
		t.Fatal(err)
	}
	if after := now(t, &c, id).State; len(opportunity.Diff(before, after)) > 0 {
		t.Errorf("undone: %v", opportunity.Diff(before, after))
	}
	if err := undo(t, &c, c.Ann, lost); fault.Message(err) != "This change is undone already." {
		t.Errorf("undone twice: %v", err)
	}
	edited, _ := set(t, &c, c.Ann, id, wish("amount", "10000", "5"), wish("next_step", "", "Call"))
	if _, err := set(t, &c, c.Nora, id, wish("amount", "5", "6")); err != nil {
		t.Fatal(err)
	}
	if err := undo(t, &c, c.Ann, edited); fault.KindOf(err) != fault.Conflict {
		t.Errorf("changed since: %v", err)
	}
	if o := now(t, &c, id); *o.Amount != 6 || o.NextStep != "Call" {
		t.Errorf("a refused undo changed something: %+v", o.State)
	}
}

func TestACommandIsTakenBackForADay(t *testing.T) {
	t.Parallel()
	me, at := uuid.New(), time.Date(2028, 2, 28, 12, 0, 0, 0, time.UTC)
	c := command.Command{MemberID: &me, At: at}
	for after, want := range map[time.Duration]bool{0: true, 24 * time.Hour: true, 24*time.Hour + 1: false} {
		if got := c.MayUndo(&me, at.Add(after)) == nil; got != want {
			t.Errorf("after %s: %t", after, got)
		}
	}
	if c.MayUndo(nil, at) == nil || (command.Command{At: at}).MayUndo(nil, at) == nil {
		t.Error("the system's commands are nobody's to undo")
	}
}

func TestAnOpportunityIsEnteredClonedArchivedAndRestored(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	enter := func(who, owner uuid.UUID, wishes ...opportunity.Wish) (uuid.UUID, error) {
		return do(t, &c, who, func(ctx context.Context, tx *tenant.Tx) (uuid.UUID, error) {
			return opportunity.Enter(ctx, tx, opportunity.New{Owner: owner, Wishes: wishes})
		})
	}
	id, err := enter(c.Ann, c.Ann, wish("name", "", " Fleet "), wish("amount", "", "500"))
	if err != nil {
		t.Fatal(err)
	}
	first := cast.Stages[0]
	if o := now(t, &c, id); o.Name != "Fleet" || o.Stage != first.Name || o.ProbabilityBP != first.ProbabilityBP {
		t.Errorf("entered: %+v", o.State)
	}
	for name, refused := range map[string]error{
		"without a name":     second(enter(c.Ann, c.Ann)),
		"for somebody else":  second(enter(c.Ann, c.Ben, wish("name", "", "B"))),
		"with a stage":       second(enter(c.Ann, c.Ann, wish("name", "", "B"), wish("stage", "", "Won"))),
		"of another account": second(enter(c.Ann, c.Ann, wish("name", "", "B"), wish("account", "", uuid.NewString()))),
	} {
		if fault.KindOf(refused) != fault.Invalid {
			t.Errorf("%s: %v", name, refused)
		}
	}
	act := func(does func(context.Context, *tenant.Tx, uuid.UUID) (uuid.UUID, error)) (uuid.UUID, error) {
		return do(t, &c, c.Ann, func(ctx context.Context, tx *tenant.Tx) (uuid.UUID, error) {
			return does(ctx, tx, id)
		})
	}
	copied, err := act(opportunity.Clone)
	if o := now(t, &c, copied); err != nil || o.Name != "Copy of Fleet" || *o.Amount != 500 {
		t.Errorf("the copy: %+v, %v", o.State, err)
	}
	if _, err := act(opportunity.Archive); err != nil {
		t.Fatal(err)
	}
	_, err = set(t, &c, c.Ann, id, wish("amount", "500", "1"))
	if fault.Message(err) != "This opportunity is archived. Restore it before you change it." {
		t.Errorf("edited while archived: %v", err)
	}
	if _, err := set(t, &c, c.Ann, copied, wish("currency", "USD", "EUR")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("another currency: %v", err)
	}
	back, err := act(opportunity.Restore)
	if o := now(t, &c, id); err != nil || back == uuid.Nil || o.DeletedAt != nil {
		t.Errorf("restored: %v, %v", o.DeletedAt, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestWhatTheCRMKeepsIsLockedHere(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return tenant.KeepInCRM(ctx, tx, true) })
	if _, err := set(t, &c, c.Ann, id, wish("amount", "10000", "1")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the CRM's field: %v", err)
	}
	if _, err := set(t, &c, c.Ann, id, wish("next_step", "", "Call")); err != nil {
		t.Errorf("our own field: %v", err)
	}
	if _, err := move(t, &c, c.Ann, id, opportunity.Transition{Stage: "Proposal"}); err == nil {
		t.Error("a stage was moved that the CRM keeps")
	}
}

// TestARandomWalkOfActsTakenBackEndsWhereItBegan also replays each moment: what a page of then shows is what was there.
func TestARandomWalkOfActsTakenBackEndsWhereItBegan(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	random, start := rand.New(rand.NewPCG(1, 2)), now(t, &c, id).State
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		var acts []uuid.UUID
		for range 60 {
			done, err := randomAct(ctx, tx, random, id)
			if err != nil {
				return err
			}
			if done != uuid.Nil {
				acts = append(acts, done)
			}
		}
		for len(acts) > 0 {
			if _, err := opportunity.Undo(ctx, tx, acts[len(acts)-1]); err != nil {
				return fmt.Errorf("undo %d: %w", len(acts), err)
			}
			acts = acts[:len(acts)-1]
		}
		return nil
	})
	if diff := opportunity.Diff(start, now(t, &c, id).State); len(diff) > 0 {
		t.Errorf("it ends elsewhere: %+v", diff)
	}
}

func randomAct(ctx context.Context, tx *tenant.Tx, random *rand.Rand, id uuid.UUID) (uuid.UUID, error) {
	o, err := opportunity.Get(ctx, tx, id, time.Time{})
	if err != nil {
		return uuid.Nil, err
	}
	switch random.IntN(3) {
	case 0:
		to := cast.Stages[random.IntN(len(cast.Stages))].Name
		return opportunity.Move(ctx, tx, id, opportunity.Transition{Stage: to, LossReason: "Price"})
	case 1:
		n := fmt.Sprint(random.IntN(5))
		return opportunity.Set(ctx, tx, id, []opportunity.Wish{{Field: "amount", Saw: o.Value("amount"), Want: &n},
			{Field: "next_step", Saw: o.Value("next_step"), Want: &n}})
	default:
		var none *string
		if random.IntN(2) == 0 {
			none = is("2027-02-28")
		}
		return opportunity.Set(ctx, tx, id,
			[]opportunity.Wish{{Field: "close_on", Saw: o.Value("close_on"), Want: none}})
	}
}
