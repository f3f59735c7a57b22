package opportunity_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

var start = time.Date(2026, 1, 1, 15, 0, 0, 0, time.UTC)

// states draws any state that history must be able to keep, sensible or not.
func states(t *rapid.T) opportunity.State {
	keys := []uuid.UUID{uuid.NameSpaceDNS, uuid.NameSpaceURL}
	return opportunity.State{
		AccountID: rapid.Ptr(rapid.SampledFrom(keys), true).Draw(t, "account"),
		OwnerID:   rapid.Ptr(rapid.SampledFrom(keys), true).Draw(t, "owner"), Name: rapid.String().Draw(t, "name"),
		Stage: rapid.SampledFrom([]string{"Discovery", "Won", ""}).Draw(t, "stage"),
		Status: rapid.SampledFrom([]opportunity.Status{opportunity.Open, opportunity.Won,
			opportunity.Lost}).Draw(t, "status"),
		Category:       rapid.SampledFrom(opportunity.Categories).Draw(t, "category"),
		CategoryManual: rapid.Bool().Draw(t, "manual"), ProbabilityBP: rapid.IntRange(0, 10000).Draw(t, "probability"),
		ProbabilityManual: rapid.Bool().Draw(t, "probability by hand"),
		Amount:            rapid.Ptr(rapid.Int64(), true).Draw(t, "amount"),
		Currency:          money.Currency(rapid.SampledFrom([]string{"USD", "JPY"}).Draw(t, "currency")),
		CloseOn:           period.Date(rapid.IntRange(0, 800000).Draw(t, "close")),
		Competitor:        rapid.String().Draw(t, "competitor"),
		BudgetConfirmed:   rapid.Ptr(rapid.Bool(), true).Draw(t, "budget"),
		LossReason:        rapid.String().Draw(t, "reason"),
	}
}

func TestReplayingTheDifferencesGivesTheStatesThatWereWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(states), 1, 6).Draw(t, "states")
		id, at := uuid.New(), start
		first, err := opportunity.Begin(id, want[0], at, at, "app")
		if err != nil {
			t.Fatal(err)
		}
		history, moments := []opportunity.Change{first}, []time.Time{at}
		for i := 1; i < len(want); i++ {
			// zero: two edits at one moment
			at = at.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "hours")) * time.Hour)
			history = append(history, opportunity.Stamp(opportunity.Diff(want[i-1], want[i]), id, len(history), at)...)
			moments = append(moments, at)
		}
		given := slices.Clone(history)
		for i := range given { // the order in which rows are read does not count
			j := rapid.IntRange(0, i).Draw(t, "swap")
			given[i], given[j] = given[j], given[i]
		}
		versions, err := opportunity.Replay(given)
		if err != nil {
			t.Fatal(err)
		}
		for i, moment := range moments {
			if i+1 < len(moments) && moments[i+1].Equal(moment) {
				continue // overtaken at the same moment
			}
			got, ok := opportunity.At(versions, moment)
			if !ok || !reflect.DeepEqual(got.State, want[i]) {
				t.Fatalf("at step %d:\n got %+v\nwant %+v", i, got.State, want[i])
			}
		}
		contiguous(t, versions)
		if _, ok := opportunity.At(versions, start.Add(-time.Microsecond)); ok {
			t.Fatal("it is known before it was created")
		}
	})
}

type reporter interface{ Fatalf(string, ...any) }

// contiguous asks that versions begin with the creation, follow one another without a gap, and go on until now.
func contiguous(t reporter, versions []opportunity.Version) {
	for i, v := range versions {
		last := i == len(versions)-1
		switch {
		case i == 0 && !v.KnownFrom.Equal(v.CreatedAt):
			t.Fatalf("the first version begins %s, not with the creation at %s", v.KnownFrom, v.CreatedAt)
		case last != v.KnownTo.IsZero():
			t.Fatalf("version %d of %d ends at %s", i, len(versions), v.KnownTo)
		case !last && (!v.KnownTo.Equal(versions[i+1].KnownFrom) || !v.KnownTo.After(v.KnownFrom)):
			t.Fatalf("version %d ends %s, the next begins %s", i, v.KnownTo, versions[i+1].KnownFrom)
		case (v.Status == opportunity.Open) != (v.ClosedAt == nil):
			t.Fatalf("version %d is %s and closed at %v", i, v.Status, v.ClosedAt)
		}
	}
}

func TestEveryFieldOfAStateIsKept(t *testing.T) {
	t.Parallel()
	if have, want := len(opportunity.Fields()), reflect.TypeFor[opportunity.State]().NumField()-1; have != want {
		t.Fatalf("history keeps %d fields, a state has %d", have, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.Custom(states).Draw(t, "from"), rapid.Custom(states).Draw(t, "to")
		for _, name := range opportunity.Fields() {
			var err error
			if from, err = opportunity.With(from, name, to.Value(name)); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(from, to) {
			t.Fatalf("\n got %+v\nwant %+v", from, to)
		}
	})
}

func TestAHistoryWithoutItsCreationIsRefused(t *testing.T) {
	t.Parallel()
	amount := "5"
	for name, history := range map[string][]opportunity.Change{
		"nothing":            nil,
		"another change":     {{Field: "amount", NewValue: &amount, KnownAt: start}},
		"a creation of none": {{Field: "created", KnownAt: start}},
	} {
		if _, err := opportunity.Replay(history); err == nil {
			t.Errorf("%s was replayed", name)
		}
	}
}

func TestTheMomentOfClosingIsKeptUntilItIsOpenedAgain(t *testing.T) {
	t.Parallel()
	hour := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
	first, err := opportunity.Begin(uuid.New(), opportunity.State{Status: opportunity.Open}, start, start, "app")
	if err != nil {
		t.Fatal(err)
	}
	history := []opportunity.Change{first}
	for i, status := range []string{"won", "lost", "open", "lost"} {
		history = append(history, opportunity.Change{Field: "status", NewValue: &status, KnownAt: hour(i + 1),
			Seq: i + 1})
	}
	versions, err := opportunity.Replay(history)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 1, 1, 0, 4} {
		switch got := versions[i].ClosedAt; {
		case want == 0 && got != nil:
			t.Errorf("version %d closed at %s, and is open", i, got)
		case want > 0 && (got == nil || !got.Equal(hour(want))):
			t.Errorf("version %d closed at %v, want hour %d", i, got, want)
		}
	}
}
