package live_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/live"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// heard waits until a listener has heard of something.
func heard(t *testing.T, l *live.Listener) ([]uuid.UUID, bool) {
	t.Helper()
	select {
	case <-l.Wake():
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was heard")
	}
	return l.Take()
}

func tell(t *testing.T, db *tenant.DB, org tenant.Organisation, fail error, ids ...uuid.UUID) {
	t.Helper()
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		for _, id := range ids {
			if err := live.Tell(t.Context(), tx.Raw(), org.TenantID, id); err != nil {
				return err
			}
		}
		return fail
	})
	if !errors.Is(err, fail) {
		t.Fatal(err)
	}
}

// listening waits until the hub's connection hears: it tells until the listener has heard.
func listening(t *testing.T, db *tenant.DB, org tenant.Organisation, l *live.Listener) {
	t.Helper()
	for range 200 {
		tell(t, db, org, nil, uuid.New())
		select {
		case <-l.Wake():
			l.Take()
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatal("the hub never heard")
}

func TestOnlyTheOrganisationHearsOfWhatWasCommitted(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, other := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	mine, theirs := hub.Listen(org.TenantID), hub.Listen(other.TenantID)
	defer mine.Leave()
	defer theirs.Leave()
	listening(t, db, org, mine)
	listening(t, db, other, theirs)
	mine.Take()

	lost, kept := uuid.New(), uuid.New()
	tell(t, db, org, errors.New("rolled back"), lost)
	tell(t, db, org, nil, kept)
	if got, all := heard(t, mine); all || !slices.Contains(got, kept) || slices.Contains(got, lost) {
		t.Errorf("heard of %v (everything: %t), not of %s alone", got, all, kept)
	}
	if got, all := theirs.Take(); all || slices.Contains(got, kept) {
		t.Errorf("another organisation heard of %v (everything: %t)", got, all)
	}
}

func TestWhoHearsTooMuchIsToldThatAnythingMayHaveChanged(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	l := hub.Listen(org.TenantID)
	defer l.Leave()
	listening(t, db, org, l)
	ids := make([]uuid.UUID, 200)
	for i := range ids {
		ids[i] = uuid.New()
	}
	tell(t, db, org, nil, ids...)
	for range 100 {
		if got, all := heard(t, l); all {
			return
		} else if len(got) > 60 {
			t.Fatalf("%d keys were kept", len(got))
		}
	}
	t.Error("it was never told")
}

// A page whose database connection was cut reads itself again, for it may have missed something.
func TestAfterAGapEverybodyIsTold(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	hub := live.NewHub(db.Pool(), slog.New(slog.DiscardHandler))
	l := hub.Listen(org.TenantID)
	defer l.Leave()
	listening(t, db, org, l)
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
	a, b := hub.Listen(org.TenantID), hub.Listen(org.TenantID)
	listening(t, db, org, a)
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
