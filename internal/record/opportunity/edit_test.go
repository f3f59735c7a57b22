package opportunity_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func named(name string) stage.Stage {
	st, _ := cast.Stages.Find(name)
	return st
}

func TestAChangeOfStageLeavesWhatWasSetByHandUntilItCloses(t *testing.T) {
	t.Parallel()
	today := cast.Day("2026-11-20")
	open := opportunity.State{Name: "A", Stage: "Discovery", Status: opportunity.Open, Category: opportunity.Pipeline,
		ProbabilityBP: 1000, CloseOn: cast.Day("2026-12-31")}
	byHand := open.WithCategory(opportunity.Commit)
	byHand.ProbabilityBP, byHand.ProbabilityManual = 3300, true
	lost := byHand.Enter(named("Lost"), today)
	lost.LossReason = "Price"
	for _, c := range []struct {
		name      string
		from      opportunity.State
		to        string
		status    opportunity.Status
		category  opportunity.Category
		manual    bool
		bp        int
		closeOn   string
		lossAfter string
	}{
		{"by the stage", open, "Negotiation", opportunity.Open, opportunity.Commit, false, 7500, "2026-12-31", ""},
		{"by hand", byHand, "Proposal", opportunity.Open, opportunity.Commit, true, 3300, "2026-12-31", ""},
		{"by hand and won", byHand, "Won", opportunity.Won, opportunity.Closed, false, 10000, "2026-11-20", ""},
		{"by hand and lost", byHand, "Lost", opportunity.Lost, opportunity.Omitted, false, 0, "2026-11-20", ""},
		{"opened again", lost, "Proposal", opportunity.Open, opportunity.BestCase, false, 4000, "2026-11-20", ""},
		{"won after all", lost, "Won", opportunity.Won, opportunity.Closed, false, 10000, "2026-11-20", ""},
	} {
		got := c.from.Enter(named(c.to), today)
		if got.Stage != c.to || got.Status != c.status || got.Category != c.category ||
			got.CategoryManual != c.manual ||
			got.ProbabilityBP != c.bp || got.ProbabilityManual != c.manual || got.CloseOn.String() != c.closeOn ||
			got.LossReason != c.lossAfter {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestAClosedOpportunityKeepsItsCloseDateWhenItEntersAnotherClosedStage(t *testing.T) {
	t.Parallel()
	won := opportunity.State{Status: opportunity.Won, CloseOn: cast.Day("2026-03-31")}
	if got := won.Enter(named("Lost"), cast.Day("2026-11-20")); got.CloseOn != won.CloseOn {
		t.Errorf("it closed on %s", got.CloseOn)
	}
}

func TestWeightedIsRoundedHalfUpOnce(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for _, c := range []struct {
		amount int64
		bp     int
		want   int64
	}{{101, 5000, 51}, {100, 5000, 50}, {-101, 5000, -51}, {99, 10000, 99}, {99, 0, 0}, {1, 4999, 0}, {1, 5000, 1},
		{900_000_000_000_000, 10000, 900_000_000_000_000}} {
		if got := opportunity.Weighted(c.amount, c.bp); got != c.want {
			t.Errorf("%d at %d bp weighs %d, want %d", c.amount, c.bp, got, c.want)
		}
		got, err := tenant.Value[int64](t.Context(), tx,
			`SELECT `+opportunity.WeightedSQL("@amount::bigint", "@bp::int")+` WHERE @tenant::uuid IS NOT NULL`,
			tenant.Args{"amount": c.amount, "bp": c.bp})
		if err != nil || got != c.want {
			t.Errorf("%d at %d bp weighs %d in SQL, want %d (%v)", c.amount, c.bp, got, c.want, err)
		}
	}
}

// take imports one opportunity, committed.
func take(t *testing.T, c *cast.Company, in opportunity.Imported) (id uuid.UUID) {
	t.Helper()
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, in)
		id = ids[0]
		return err
	})
	return id
}

func edit(ctx context.Context, c *cast.Company, who uuid.UUID, id uuid.UUID, revision int64,
	change func(opportunity.State) opportunity.State) error {
	return c.DB.Update(ctx, c.Actor(who), func(tx *tenant.Tx) error {
		return opportunity.Edit(ctx, tx, id, revision,
			func(s opportunity.State) (opportunity.State, error) { return change(s), nil })
	})
}

func TestWhoMayEditWhoseOpportunity(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	for _, want := range []struct {
		name string
		who  uuid.UUID
		kind fault.Kind
	}{
		{"the owner", c.Ann, -1}, {"the owner's manager", c.Nora, -1}, {"operations", c.Olga, -1},
		{"the administrator", c.Ada, -1},
		{"another rep", c.Ben, fault.NotFound}, {"another manager", c.Sol, fault.NotFound},
		{"finance", c.Fay, fault.Forbidden}, {"the executive", c.Eve, fault.Forbidden},
	} {
		err := edit(t.Context(), &c, want.who, id, 0,
			func(s opportunity.State) opportunity.State { s.NextStep = want.name; return s })
		if want.kind == -1 && err != nil || want.kind != -1 && (err == nil || fault.KindOf(err) != want.kind) {
			t.Errorf("%s edits: %v", want.name, err)
		}
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		o, err := opportunity.Get(ctx, tx, id, time.Time{})
		if o.NextStep != "the administrator" {
			t.Errorf("the last edit that was allowed left %q", o.NextStep)
		}
		return err
	})
}

func TestAnEditIsRefusedWhenItMeansNothing(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	open := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	won := take(t, &c, c.Opportunity("B", c.Ann, "Won", 100_00, "2026-11-01"))
	for name, change := range map[string]func(opportunity.State) opportunity.State{
		"no name":         func(s opportunity.State) opportunity.State { s.Name = ""; return s },
		"110 percent":     func(s opportunity.State) opportunity.State { s.ProbabilityBP = 11000; return s },
		"less than none":  func(s opportunity.State) opportunity.State { s.ProbabilityBP = -1; return s },
		"closed, unclear": func(s opportunity.State) opportunity.State { return s.WithCategory(opportunity.Closed) },
	} {
		if err := edit(t.Context(), &c, c.Ann, open, 0, change); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := edit(t.Context(), &c, c.Ann, won, 0,
		func(s opportunity.State) opportunity.State { return s.WithCategory(opportunity.Commit) })
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("a won opportunity in Commit: %v", err)
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		changes, err := opportunity.History(ctx, tx, open, time.Time{})
		if len(changes) != 1 {
			t.Errorf("edits that were refused left %d changes", len(changes)-1)
		}
		return err
	})
}

func TestTheSecondOfTwoPeopleIsToldThatSomebodyWasFaster(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	first := edit(t.Context(), &c, c.Ann, id, 1,
		func(s opportunity.State) opportunity.State { s.NextStep = "Call"; return s })
	second := edit(t.Context(), &c, c.Nora, id, 1,
		func(s opportunity.State) opportunity.State { s.NextStep = "Write"; return s })
	if first != nil || fault.KindOf(second) != fault.Conflict {
		t.Fatalf("the first %v, the second %v", first, second)
	}
	if err := edit(t.Context(), &c, c.Nora, id,
		2, func(s opportunity.State) opportunity.State { return s }); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		o, err := opportunity.Get(ctx, tx, id, time.Time{})
		if o.NextStep != "Call" || o.Revision != 2 {
			t.Errorf("%q at revision %d; an edit that changes nothing is no revision", o.NextStep, o.Revision)
		}
		return err
	})
}

func TestANextStepHasAnEnd(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	set := func(revision int64, step string) error {
		return c.DB.Update(t.Context(), c.Actor(c.Ann), func(tx *tenant.Tx) error {
			return opportunity.SetNextStep(t.Context(), tx, id, revision, step)
		})
	}
	longest := strings.Repeat("ö", 500)
	if err := set(1, longest); err != nil {
		t.Fatal(err)
	}
	if err := set(2, longest+"."); fault.KindOf(err) != fault.Invalid ||
		fault.Message(err) != "A next step can have at most 500 characters." {
		t.Errorf("501 letters: %v", err)
	}
	if err := set(1, "Call"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over another's step: %v", err)
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		o, err := opportunity.Get(ctx, tx, id, time.Time{})
		if o.NextStep != longest {
			t.Errorf("%q", o.NextStep)
		}
		return err
	})
}

func TestEditsAtTheSameTimeLoseNothing(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 0, "2026-12-31"))
	const workers, each = 2, 5
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range each {
				err := edit(t.Context(), &c, c.Ann, id, 0, func(s opportunity.State) opportunity.State {
					more := *s.Amount + 1
					s.Amount, s.NextStep = &more, s.NextStep+"."
					return s
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		o, err := opportunity.Get(ctx, tx, id, time.Time{})
		if *o.Amount != workers*each || o.NextStep != strings.Repeat(".", workers*each) ||
			o.Revision != 1+workers*each {
			t.Errorf("%d and %q at revision %d", *o.Amount, o.NextStep, o.Revision)
		}
		return err
	})
}

// Whoever waits for another's edit began before it, so its clock is behind what it then reads.
func TestAnEditWhoseClockIsBehindTheLastOneLosesNothing(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := testdb.Now
	db := testdb.Open(t, testdb.New(t), func() time.Time { mu.Lock(); defer mu.Unlock(); return now })
	org, err := tenant.Create(t.Context(), db, "behind", "Behind", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	var id uuid.UUID
	actor := tenant.AsSystem(org.TenantID)
	at := func(offset time.Duration, fn func(*tenant.Tx) error) {
		t.Helper()
		mu.Lock()
		now = testdb.Now.Add(offset)
		mu.Unlock()
		if err := db.Update(t.Context(), actor, fn); err != nil {
			t.Fatal(err)
		}
	}
	set := func(change func(*opportunity.State)) func(*tenant.Tx) error {
		return func(tx *tenant.Tx) error {
			return opportunity.Edit(t.Context(), tx, id, 0,
				func(s opportunity.State) (opportunity.State, error) { change(&s); return s, nil })
		}
	}
	at(0, func(tx *tenant.Tx) (err error) {
		id, err = opportunity.Create(t.Context(), tx,
			opportunity.State{Name: "A", Status: opportunity.Open, Category: opportunity.Pipeline, Currency: "USD"})
		return err
	})
	at(2*time.Second, set(func(s *opportunity.State) { s.NextStep = "Call" }))
	at(time.Second, set(func(s *opportunity.State) { s.NextStep, s.Competitor = s.NextStep+" again", "Acme" }))
	at(3*time.Second, func(tx *tenant.Tx) error {
		for _, moment := range []time.Time{{}, tx.Now()} {
			o, err := opportunity.Get(t.Context(), tx, id, moment)
			if err != nil || o.NextStep != "Call again" || o.Competitor != "Acme" {
				t.Errorf("%q, %q, %v", o.NextStep, o.Competitor, err)
			}
		}
		return nil
	})
}

func TestTheApplicationCannotRewriteWhatHappened(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	take(t, &c, c.Opportunity("A", c.Ann, "Discovery", 100_00, "2026-12-31"))
	for _, sql := range []string{
		`UPDATE app.opportunity_changes SET new_value = 'x' WHERE tenant_id = @tenant`,
		`DELETE FROM app.opportunity_changes WHERE tenant_id = @tenant`,
		`DELETE FROM app.opportunities WHERE tenant_id = @tenant`,
	} {
		err := c.DB.Update(t.Context(), tenant.AsSystem(c.TenantID), func(tx *tenant.Tx) error {
			_, err := tx.Exec(t.Context(), sql, nil)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestAnEditSaysWhoMadeItAndCreateNeedsTheRight(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	first := opportunity.State{Name: "A", Stage: "Discovery", Status: opportunity.Open, Category: opportunity.Pipeline,
		Currency: "USD", OwnerID: &c.Ann}
	var id uuid.UUID
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = opportunity.Create(ctx, tx, first)
		return err
	})
	refused := errors.New("not asked")
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		_, refused = opportunity.Create(ctx, tx, first)
		return nil
	})
	if fault.KindOf(refused) != fault.Forbidden {
		t.Errorf("finance creates: %v", refused)
	}
	if err := edit(t.Context(), &c, c.Nora, id,
		0, func(s opportunity.State) opportunity.State { return s.WithCategory(opportunity.Commit) }); err != nil {
		t.Fatal(err)
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		changes, err := opportunity.History(ctx, tx, id, time.Time{})
		got := ""
		for _, ch := range changes {
			got += fmt.Sprintf("%s by %t %t; ", ch.Field, *ch.MemberID == c.Ann, *ch.MemberID == c.Nora)
		}
		if want := "created by true false; category by false true; category_manual by false true; "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		return err
	})
}
