package tenant_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func TestAnOrganisationWaitsForItselfAndNotForAnother(t *testing.T) {
	t.Parallel()
	turns, greedy, other := tenant.NewTurns(2, time.Millisecond), uuid.New(), uuid.New()
	var leave []func()
	for range 2 {
		l, err := turns.Take(t.Context(), greedy)
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	if _, err := turns.Take(t.Context(), greedy); fault.KindOf(err) != fault.TooMany {
		t.Errorf("a third place: %v", err)
	}
	if _, err := turns.Take(t.Context(), other); err != nil {
		t.Errorf("another organisation: %v", err)
	}
	leave[0]()
	leave[0]() // twice is once
	if _, err := turns.Take(t.Context(), greedy); err != nil {
		t.Errorf("after a place came free: %v", err)
	}
	if _, err := turns.Take(t.Context(), greedy); fault.KindOf(err) != fault.TooMany {
		t.Errorf("a place came free twice: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tenant.NewTurns(0, time.Hour).Take(gone, greedy); !errors.Is(err, context.Canceled) {
		t.Errorf("for somebody who went away: %v", err)
	}
}

func TestAPlaceIsTakenBySomebodyWhoWaits(t *testing.T) {
	t.Parallel()
	turns, id := tenant.NewTurns(1, time.Minute), uuid.New()
	var most, now int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			leave, err := turns.Take(t.Context(), id)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			mu.Lock()
			now--
			mu.Unlock()
			leave()
		})
	}
	all.Wait()
	if most != 1 {
		t.Errorf("%d at once in one place", most)
	}
}

func TestOneOrganisationCannotHoldEveryConnection(t *testing.T) {
	t.Parallel()
	db := testdb.Open(t, testdb.New(t), func() time.Time { return testdb.Now }) // connections that no other test takes
	greedy, err := tenant.Create(t.Context(), db, "greedy", "Greedy", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	other, err := tenant.Create(t.Context(), db, "other", "Other", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	shared := db.Shared(time.Second)
	places := max(3, db.Connections()/4)
	entered, done := make(chan error, places), make(chan struct{})
	var held sync.WaitGroup
	for range places {
		held.Go(func() {
			err := shared.View(t.Context(), tenant.AsSystem(greedy.TenantID), func(*tenant.Tx) error {
				entered <- nil
				<-done
				return nil
			})
			if err != nil {
				entered <- err
			}
		})
	}
	for range places {
		if err := <-entered; err != nil {
			t.Fatal(err)
		}
	}
	nothing := func(*tenant.Tx) error { return nil }
	if err := shared.View(t.Context(), tenant.AsSystem(greedy.TenantID), nothing); fault.KindOf(err) != fault.TooMany {
		t.Errorf("one more of the same organisation: %v", err)
	}
	if err := shared.Update(t.Context(), tenant.AsSystem(other.TenantID), nothing); err != nil {
		t.Errorf("another organisation: %v", err)
	}
	if err := db.Update(t.Context(), tenant.AsSystem(greedy.TenantID), nothing); err != nil {
		t.Errorf("a job of the organisation: %v", err)
	}
	close(done)
	held.Wait()
	if err := shared.View(t.Context(), tenant.AsSystem(greedy.TenantID), nothing); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestStatementsAndLocksHaveBounds(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	actor, shared := tenant.AsSystem(org.TenantID), db.Shared(time.Minute)
	type run = func(context.Context, tenant.Actor, func(*tenant.Tx) error) error
	for name, c := range map[string]struct {
		run             run
		statement, lock string
	}{
		"a page": {shared.View, "30s", "1min"}, "a change": {shared.Update, "1min", "5s"},
		"an export": {shared.Export, "5min", "1min"}, "a job": {db.Update, "30min", "1min"},
	} {
		err := c.run(t.Context(), actor, func(tx *tenant.Tx) error {
			for setting, want := range map[string]string{"statement_timeout": c.statement, "lock_timeout": c.lock,
				"idle_in_transaction_session_timeout": "15min"} {
				got, err := tenant.Value[string](t.Context(), tx, `SELECT current_setting(@name)
					WHERE @tenant::uuid IS NOT NULL`, tenant.Args{"name": setting})
				if err != nil || got != want {
					t.Errorf("%s has a %s of %s, not %s (%v)", name, setting, got, want, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestWhatPostgresStopsIsSaidToThePerson(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	actor := tenant.AsSystem(org.TenantID)
	err := db.View(t.Context(), actor, func(tx *tenant.Tx) error {
		if _, err := tx.Raw().Exec(t.Context(), `SET LOCAL statement_timeout = 20`); err != nil {
			return err
		}
		_, err := tenant.List[struct{ Slept string }](t.Context(), tx, `SELECT pg_sleep(30)::text AS slept
			WHERE @tenant::uuid IS NOT NULL`, nil)
		return err
	})
	if fault.KindOf(err) != fault.TimedOut || fault.Message(err) == "" {
		t.Errorf("a statement that took too long: %v", err)
	}
	holding, done := make(chan struct{}), make(chan struct{})
	const row = `SELECT 1 FROM app.tenants WHERE tenant_id = @tenant FOR UPDATE`
	var all sync.WaitGroup
	all.Go(func() {
		_ = db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
			_, err := tx.Exec(t.Context(), row, nil)
			close(holding)
			<-done
			return err
		})
	})
	<-holding
	err = db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
		if _, err := tx.Raw().Exec(t.Context(), `SET LOCAL lock_timeout = 20`); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), row, nil)
		return err
	})
	if fault.KindOf(err) != fault.TimedOut || fault.Message(err) == "" {
		t.Errorf("a lock that somebody else holds: %v", err)
	}
	close(done)
	all.Wait()
	gone, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err = db.View(gone, actor, func(tx *tenant.Tx) error {
		_, err := tx.Exec(gone, `SELECT pg_sleep(30) WHERE @tenant::uuid IS NOT NULL`, nil)
		return err
	})
	if fault.KindOf(err) != fault.Internal {
		t.Errorf("somebody who went away is told %v", err)
	}
}
