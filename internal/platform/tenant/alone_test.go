package tenant_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// during has somebody at a work of an organisation for as long as fn runs.
func during(t *testing.T, db *tenant.DB, actor tenant.Actor, work tenant.Work, about []string, fn func()) {
	t.Helper()
	err := db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
		if err := tx.Alone(t.Context(), work, about...); err != nil {
			return err
		}
		fn()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// waits tells whether a transaction of its own has to wait for a work. The limit counts from when it begins to wait, so
// that a slow machine is not taken for one.
func waits(t *testing.T, db *tenant.DB, actor tenant.Actor, work tenant.Work, about ...string) bool {
	t.Helper()
	err := db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
		if _, err := tx.Exec(t.Context(), `SELECT set_config('lock_timeout', '100ms', true) WHERE @tenant::uuid IS NOT NULL`, nil); err != nil {
			return err
		}
		return tx.Alone(t.Context(), work, about...)
	})
	if err != nil && fault.KindOf(err) != fault.TimedOut {
		t.Fatal(err)
	}
	return err != nil
}

func TestAWorkIsDoneByOneAtATimeAndKeepsNobodyElseWaiting(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, neighbour := testdb.Org(t)
	us, them := tenant.AsSystem(org.TenantID), tenant.AsSystem(neighbour.TenantID)
	during(t, db, us, tenant.OpenRuns, nil, func() {
		if !waits(t, db, us, tenant.OpenRuns) {
			t.Error("two open runs at once")
		}
		if waits(t, db, them, tenant.OpenRuns) {
			t.Error("another organisation waits")
		}
		if waits(t, db, us, tenant.ChangePlans) || waits(t, db, us, tenant.OpenRuns, "a payee") {
			t.Error("another work waits")
		}
	})
	during(t, db, us, tenant.StatePay, []string{"b", "a", "b"}, func() {
		if !waits(t, db, us, tenant.StatePay, "c", "a") {
			t.Error("two state the pay of one payee at once")
		}
		if waits(t, db, us, tenant.StatePay, "c") || waits(t, db, us, tenant.StatePay, "ab") ||
			waits(t, db, us, tenant.MoveStatement, "a") || waits(t, db, them, tenant.StatePay, "a") {
			t.Error("who is about something else waits")
		}
	})
	if waits(t, db, us, tenant.OpenRuns) || waits(t, db, us, tenant.StatePay, "a") {
		t.Error("somebody waits for transactions that are over")
	}
}

func TestWhoDoesNotWaitIsToldThatAWorkIsUnderway(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, neighbour := testdb.Org(t)
	us, them := tenant.AsSystem(org.TenantID), tenant.AsSystem(neighbour.TenantID)
	look := func(actor tenant.Actor) (free, underway bool) {
		err := db.Update(t.Context(), actor, func(tx *tenant.Tx) (err error) {
			if underway, err = tenant.Value[bool](t.Context(), tx,
				`SELECT `+tenant.Underway+` WHERE @tenant::uuid IS NOT NULL`,
				tenant.Args{"underway": tx.Number(tenant.ImportFiles)}); err != nil {
				return err
			}
			free, err = tx.TryAlone(t.Context(), tenant.ImportFiles)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return free, underway
	}
	during(t, db, us, tenant.ImportFiles, nil, func() {
		if free, underway := look(us); free || !underway {
			t.Errorf("while it is done: free %t, under way %t", free, underway)
		}
		if free, underway := look(them); !free || underway {
			t.Errorf("in another organisation: free %t, under way %t", free, underway)
		}
	})
	if free, underway := look(us); !free || underway {
		t.Errorf("afterwards: free %t, under way %t", free, underway)
	}
}

// Each of two takes the same things in an order of its own, many times over: were they taken as asked, Postgres would
// soon end one of two that wait for each other.
func TestWhoAsksInAnotherOrderIsNotWaitedForInTurn(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	actor := tenant.AsSystem(org.TenantID)
	about := make([]string, 400)
	for i := range about {
		about[i] = fmt.Sprint(i)
	}
	backwards := slices.Clone(about)
	slices.Reverse(backwards)
	var all sync.WaitGroup
	for _, order := range [][]string{about, backwards, about, backwards} {
		all.Go(func() {
			for range 20 {
				if err := db.Update(t.Context(),
					actor, func(tx *tenant.Tx) error {
						return tx.Alone(t.Context(), tenant.StatePay,
							order...)
					}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
