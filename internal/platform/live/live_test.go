package live_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/live"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// heard waits until a listener has heard of something.
func heard(t *testing.T, l *live.Listener) (map[uuid.UUID]bool, bool) {
	t.Helper()
	select {
	case <-l.Wake():
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was heard")
	}
	return l.Take()
}

func tell(t *testing.T, db *tenant.DB, org tenant.Organisation, fail error, by uuid.UUID, ids ...uuid.UUID) {
	t.Helper()
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		for _, id := range ids {
			if err := live.Tell(t.Context(), tx.Raw(), org.TenantID, id, by); err != nil {
				return err
			}
		}
		return fail
	})
	if !errors.Is(err, fail) {
		t.Fatal(err)
	}
}

func listen(t *testing.T, hub *live.Hub, org tenant.Organisation) *live.Listener {
	t.Helper()
	return hub.Listen(t.Context(), org.TenantID, uuid.New())
}

func TestOnlyTheOrganisationHearsOfWhatWasCommitted(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, other := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	mine, theirs := listen(t, hub, org), listen(t, hub, other)
	defer mine.Leave()
	defer theirs.Leave()

	lost, kept := uuid.New(), uuid.New()
	tell(t, db, org, errors.New("rolled back"), uuid.Nil, lost)
	tell(t, db, org, nil, uuid.Nil, kept)
	got, all := heard(t, mine)
	if _, ok := got[kept]; all || !ok || len(got) != 1 {
		t.Errorf("heard of %v (everything: %t), not of %s alone", got, all, kept)
	}
	if got, all := theirs.Take(); all || len(got) > 0 {
		t.Errorf("another organisation heard of %v (everything: %t)", got, all)
	}
}

// A page need not read itself again for what its reader did in it, unless somebody else changed the same record.
func TestWhatTheMemberDidAloneIsTheirOwn(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	me, other := uuid.New(), uuid.New()
	l := hub.Listen(t.Context(), org.TenantID, me)
	defer l.Leave()
	alone, both, theirs, last := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	tell(t, db, org, nil, me, alone, both)
	tell(t, db, org, nil, other, both, theirs)
	tell(t, db, org, nil, me, theirs, last)
	got := map[uuid.UUID]bool{}
	for _, ok := got[last]; !ok; _, ok = got[last] {
		some, _ := heard(t, l)
		for id, own := range some {
			before, again := got[id]
			got[id] = own && (before || !again)
		}
	}
	for id, own := range map[uuid.UUID]bool{alone: true, both: false, theirs: false, last: true} {
		if is, ok := got[id]; !ok || is != own {
			t.Errorf("%v is the member's own: %t (heard: %t), want %t", id, is, ok, own)
		}
	}
}

func TestWhoHearsTooMuchIsToldThatAnythingMayHaveChanged(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	l := listen(t, hub, org)
	defer l.Leave()
	for range live.Most {
		hub.Hears(org.TenantID, uuid.New())
	}
	if got, all := l.Take(); all || len(got) != live.Most {
		t.Errorf("%d keys are kept (everything: %t), not %d", len(got), all, live.Most)
	}
	for range live.Most + 1 {
		hub.Hears(org.TenantID, uuid.New())
	}
	if got, all := l.Take(); !all || len(got) > 0 {
		t.Errorf("it is told of %d keys (everything: %t)", len(got), all)
	}
}

// A first connection tells nobody of anything: who listens hears from the moment at which Listen returns.
func TestNothingIsToldWhereNothingHappened(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	l := listen(t, hub, org)
	defer l.Leave()
	if hub.Listening() != 1 {
		t.Error("it listens, and is not among those who are told")
	}
	if got, all := l.Take(); all || len(got) > 0 {
		t.Errorf("it was told of %v (everything: %t)", got, all)
	}
}

// A page whose database connection was cut reads itself again, for it may have missed something.
func TestAfterAGapEverybodyIsTold(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	l := listen(t, hub, org)
	defer l.Leave()
	if err := hub.Cut(context.Background()); err != nil {
		t.Fatal(err)
	}
	for {
		if _, all := heard(t, l); all {
			return
		}
	}
}

func TestAHubThatNobodyHearsKeepsNoConnection(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	a, b := listen(t, hub, org), listen(t, hub, org)
	a.Leave()
	a.Leave() // twice is once
	if n := hub.Listening(); n != 1 {
		t.Errorf("%d listen, not 1", n)
	}
	b.Leave()
	for range 200 {
		if hub.Process() == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("its connection stays open")
}
