package opportunity_test

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/tracking"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

// story is the life of an opportunity in its source: the state after each row of its history.
type story struct {
	First opportunity.State
	Rows  []opportunity.Past
	After []opportunity.State
}

func text(s string) *string { return &s }

// stories draws a life whose stage, amount and close date are tracked; what follows from the stage the source has as we
// do.
func stories(t *rapid.T) story {
	stageOf := func(name string) opportunity.State {
		st, _ := cast.Stages.Find(name)
		return opportunity.State{Stage: name, Status: opportunity.Status(st.Status),
			Category: opportunity.Category(st.Category), ProbabilityBP: st.ProbabilityBP}
	}
	names := []string{"Discovery", "Proposal", "Negotiation", "Won", "Lost"}
	now := stageOf(rapid.SampledFrom(names).Draw(t, "stage"))
	amount := rapid.Int64Range(0, 1e6).Draw(t, "amount")
	now.Name, now.Currency, now.Amount, now.CloseOn = "A", "USD", &amount, cast.Day("2026-06-30")
	s := story{First: now}
	at := start
	for i := range rapid.IntRange(0, 7).Draw(t, "rows") {
		at = at.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "days")) * 24 * time.Hour) // zero: more at one moment
		p := opportunity.Past{ExternalID: fmt.Sprintf("H%d-%s", i, uuid.NewString()), At: at}
		switch p.Field = rapid.SampledFrom([]string{"stage", "amount", "close_on"}).Draw(t, "field"); p.Field {
		case "stage":
			next := stageOf(rapid.SampledFrom(names).Draw(t, "to"))
			p.Old, p.New = text(now.Stage), text(next.Stage)
			now.Stage, now.Status, now.Category, now.ProbabilityBP = next.Stage, next.Status, next.Category,
				next.ProbabilityBP
		case "amount":
			p.Old = now.Value("amount")
			more := rapid.Int64Range(0, 1e6).Draw(t, "to")
			p.New, now.Amount = text(strconv.FormatInt(more, 10)), &more
		case "close_on":
			p.Old = now.Value("close_on")
			now.CloseOn = cast.Day("2026-06-01") + period.Date(rapid.IntRange(0, 200).Draw(t, "to"))
			p.New = text(now.CloseOn.String())
		}
		s.Rows, s.After = append(s.Rows, p), append(s.After, now)
	}
	return s
}

// until is the opportunity as the source has it after so many rows.
func (s story) until(key string, n int) opportunity.Imported {
	in := opportunity.Imported{ExternalID: key, State: s.First, CreatedAt: start, ModifiedAt: start, Hash: int64(n + 1),
		History: s.Rows[:n]}
	if n > 0 {
		in.State, in.ModifiedAt = s.After[n-1], s.Rows[n-1].At
	}
	return in
}

// moments are those of the story, and one before and after each.
func (s story) moments() []time.Time {
	all := []time.Time{start}
	for _, r := range s.Rows {
		all = append(all, r.At.Add(-time.Microsecond), r.At, r.At.Add(time.Hour))
	}
	return all
}

// at is the state in the source at a moment.
func (s story) at(moment time.Time) opportunity.State {
	now := s.First
	for i, r := range s.Rows {
		if !r.At.After(moment) {
			now = s.After[i]
		}
	}
	return now
}

func mustTake(t reporter, tx *tenant.Tx, in opportunity.Imported, now time.Time) opportunity.Taken {
	rules := cast.Rules(now)
	taken, err := opportunity.Import(context.Background(), tx, rules, []opportunity.Imported{in})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return taken[0]
}

// known asks that the database answers with the story's state at each of its moments, replayed or read, and now.
func (s story) known(t reporter, tx *tenant.Tx, id uuid.UUID) {
	ctx := context.Background()
	changes, err := opportunity.History(ctx, tx, id, time.Time{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	versions, err := opportunity.Replay(changes)
	if err != nil {
		t.Fatalf("%v", err)
	}
	contiguous(t, versions)
	for _, moment := range s.moments() {
		want := s.at(moment)
		if moment.Before(start) {
			continue
		}
		replayed, _ := opportunity.At(versions, moment)
		read, err := opportunity.Get(ctx, tx, id, moment)
		if err != nil || !reflect.DeepEqual(replayed.State, want) || !reflect.DeepEqual(read.State, want) {
			t.Fatalf("at %s, %v:\nreplayed %+v\n    read %+v\n    want %+v", moment, err, replayed.State, read.State,
				want)
		}
	}
	current, err := opportunity.Get(ctx, tx, id, time.Time{})
	last := versions[len(versions)-1]
	if err != nil || !reflect.DeepEqual(current.State, last.State) || !current.ChangedAt.Equal(last.KnownFrom) {
		t.Fatalf("the current row is not the last version: %v\n%+v\n%+v", err, current, last)
	}
	stored, err := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.opportunity_versions
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id})
	if err != nil || int(stored) != len(versions) {
		t.Fatalf("%d versions are stored, %d replayed (%v)", stored, len(versions), err)
	}
}

func TestAHistoryThatComesInTwoImportsIsAsThoughItCameInOne(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.Custom(stories).Draw(t, "story")
		n++
		whole, parts := fmt.Sprintf("whole-%d", n), fmt.Sprintf("parts-%d", n)
		split := rapid.IntRange(0, len(s.Rows)).Draw(t, "split")
		s.known(t, tx, mustTake(t, tx, s.until(whole, len(s.Rows)), tx.Now()).ID)

		s.Rows = slices.Clone(s.Rows)
		for i := range s.Rows {
			s.Rows[i].ExternalID += "p"
		}
		early := start // the first import is right after the last row that it brings
		if split > 0 {
			early = s.Rows[split-1].At
		}
		mustTake(t, tx, s.until(parts, split), early)
		second := mustTake(t, tx, s.until(parts, len(s.Rows)), tx.Now())
		if len(second.Fresh) != len(s.Rows)-split && split < len(s.Rows) {
			t.Fatalf("%d rows were new of %d", len(second.Fresh), len(s.Rows)-split)
		}
		s.known(t, tx, second.ID)
	})
}

func TestRowsThatComeLateAreKnownAsThoughTheyHadComeInTime(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.Custom(stories).Draw(t, "story")
		n++
		// the source first gave only its youngest rows
		cut := rapid.IntRange(0, len(s.Rows)).Draw(t, "missing at first")
		in := s.until(fmt.Sprintf("late-%d", n), len(s.Rows))
		in.History, in.Hash = s.Rows[cut:], 99
		slices.SortStableFunc(in.History, func(a, b opportunity.Past) int { return cmp.Compare(a.Field, b.Field) })
		slices.SortStableFunc(in.History, func(a, b opportunity.Past) int { return a.At.Compare(b.At) })
		if cut > 0 && cut < len(s.Rows) && s.Rows[cut].At.Equal(s.Rows[cut-1].At) {
			return // rows of one moment come together
		}
		mustTake(t, tx, in, tx.Now())
		s.known(t, tx, mustTake(t, tx, s.until(in.ExternalID, len(s.Rows)), tx.Now()).ID)
	})
}

func TestTheSameImportTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	s := rapid.Custom(stories).Example(7)
	in := s.until("A", len(s.Rows))
	counts := func() string {
		got, err := tenant.Value[string](t.Context(), tx, `SELECT format('%s %s %s %s',
				(SELECT count(*) FROM app.opportunity_changes WHERE tenant_id = @tenant),
			(SELECT count(*) FROM app.opportunity_versions WHERE tenant_id = @tenant), o.revision, o.changed_at)
			FROM app.opportunities o WHERE o.tenant_id = @tenant`, nil)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if first := mustTake(t, tx, in, tx.Now()); !first.New || first.Changed || len(first.Fresh) != len(s.Rows) {
		t.Errorf("the first time: %+v", first)
	}
	before := counts()
	if again := mustTake(t, tx, in, tx.Now().Add(time.Hour)); again.New || again.Changed || len(again.Fresh) > 0 ||
		counts() != before {
		t.Errorf("the second time: %+v, %s after %s", again, counts(), before)
	}
	in.Hash++ // the row differs in something that is not kept
	again := mustTake(t, tx, in, tx.Now().Add(time.Hour))
	changes, err := opportunity.History(t.Context(), tx, again.ID, tx.Now().Add(2*time.Hour))
	if err != nil || again.Changed ||
		slices.ContainsFunc(changes, func(c opportunity.Change) bool { return c.KnownAt.After(tx.Now()) }) {
		t.Errorf("another hash alone made a change: %v %+v", err, changes)
	}
}

func TestWhatWasChangedHereOutlivesAnOlderStateOfTheSourceAndYieldsToAYoungerOne(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for _, want := range []struct {
		name     string
		modified string
		stage    string
		next     string
	}{
		{"the source was touched before", "2026-11-19T12:00:00Z", "Negotiation", "Call"},
		{"nobody knows when", "", "Negotiation", "Call"},
		{"the source was touched after", "2026-11-20T12:00:01Z", "Proposal", ""},
	} {
		c := cast.Company{}
		in := c.Opportunity(want.name, uuid.Nil, "Discovery", 100_00, "2026-12-31")
		in.Hash = 1
		id := mustTake(t, tx, in, tx.Now().Add(-24*time.Hour)).ID
		err := opportunity.Edit(t.Context(), tx, id, 0, func(s opportunity.State) (opportunity.State, error) {
			s = s.Enter(named("Negotiation"), tx.Today())
			s.NextStep = "Call"
			return s, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		in.State = c.Opportunity("A", uuid.Nil, "Proposal", 200_00, "2026-12-31").State
		in.Hash = 2
		if want.modified != "" {
			in.ModifiedAt = cast.At(want.modified)
		}
		mustTake(t, tx, in, tx.Now().Add(time.Hour))
		o, err := opportunity.Get(t.Context(), tx, id, time.Time{})
		if err != nil || o.Stage != want.stage || o.NextStep != want.next || *o.Amount != 200_00 {
			t.Errorf("%s: in %s, %q, %d (%v)", want.name, o.Stage, o.NextStep, *o.Amount, err)
		}
		if st := named(o.Stage); o.ProbabilityBP != st.ProbabilityBP || string(o.Category) != st.Category {
			t.Errorf("%s: in %s at %d bp and %s", want.name, o.Stage, o.ProbabilityBP, o.Category)
		}
	}
}

func TestAnImportedMoveOfStageLeavesACategorySetHere(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	c := cast.Company{}
	in := c.Opportunity("A", uuid.Nil, "Discovery", 100_00, "2026-12-31")
	in.Hash = 1
	id := mustTake(t, tx, in, tx.Now().Add(-time.Hour)).ID
	if err := opportunity.Edit(t.Context(), tx, id, 0, func(s opportunity.State) (opportunity.State, error) {
		s.ProbabilityBP, s.ProbabilityManual = 3300, true
		return s.WithCategory(opportunity.Commit), nil
	}); err != nil {
		t.Fatal(err)
	}
	moved := tx.Now().Add(time.Hour)
	in.State = c.Opportunity("A", uuid.Nil, "Proposal", 100_00, "2026-12-31").State
	in.Hash, in.History = 2,
		[]opportunity.Past{{ExternalID: "H1", Field: "stage", Old: text("Discovery"), New: text("Proposal"), At: moved}}
	mustTake(t, tx, in, moved.Add(time.Hour))
	o, err := opportunity.Get(t.Context(), tx, id, moved)
	if err != nil || o.Stage != "Proposal" || o.Category != opportunity.Commit || !o.CategoryManual ||
		o.ProbabilityBP != 3300 || !o.ProbabilityManual {
		t.Errorf("%v %+v", err, o.State)
	}
}

func TestARowFromBeforeTheCreationStopsNoImport(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	c := cast.Company{}
	in := c.Opportunity("A", uuid.Nil, "Proposal", 100_00, "2026-12-31")
	in.Hash = 1
	id := mustTake(t, tx, in, tx.Now()).ID
	in.Hash, in.History = 2,
		[]opportunity.Past{{ExternalID: "H1", Field: "stage", Old: text("Discovery"), New: text("Proposal"),
			At: in.CreatedAt.Add(-time.Hour)}}
	if got := mustTake(t, tx, in, tx.Now()); got.ID != id || !got.Fresh["H1"] {
		t.Fatalf("%+v", got)
	}
	o, err := opportunity.Get(t.Context(), tx, id, in.CreatedAt)
	if err != nil || o.Stage != "Proposal" || o.ProbabilityBP != 4000 {
		t.Errorf("%v %+v", err, o.State)
	}
}

func TestTheStartOfAHistoryIsTheEarliestThatAnyImportBrought(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for _, at := range []string{"2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"} {
		if err := tracking.Start(t.Context(), tx, "stage", cast.At(at), "import"); err != nil {
			t.Fatal(err)
		}
	}
	starts, err := tracking.Starts(t.Context(), tx)
	if err != nil || len(starts) != 1 || !starts["stage"].Equal(cast.At("2026-01-01T00:00:00Z")) {
		t.Errorf("%v %v", starts, err)
	}
}
