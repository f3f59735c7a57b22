package payrun_test

import (
	"context"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestACalculationThatStoppedGoesOnAndWritesNothingTwice(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	var a payrun.Attempt
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		run, err := payrun.Open(ctx, tx, "2026-01")
		if err == nil {
			a, err = payrun.Begin(ctx, tx, run)
		}
		return err
	})
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := payrun.Calculate(stopped, o.DB, tenant.AsSystem(o.TenantID), a.ID); err == nil {
		t.Error("a stopped calculation came to its end")
	}
	for range 3 {
		if err := payrun.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if s, _ := o.Of(t, o.Ann, "2026-01"); s.Number != 1 || s.StateNumber != 1 || office.USD(s.Payable) != "8000.00" {
		t.Errorf("calculation %d in state %d pays %s", s.Number, s.StateNumber, office.USD(s.Payable))
	}
	o.See(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		last, err := payrun.LastAttempt(ctx, tx, a.RunID)
		if last.Done != 2 || last.Members != 2 || last.FinishedAt == nil || last.Problem != "" {
			t.Errorf("the attempt says %+v", last)
		}
		return err
	})
}

// TestAnOlderAttemptNeverOverwritesANewer has a calculation that was stopped go on after a newer one has ended, and has
// been approved.
func TestAnOlderAttemptNeverOverwritesANewer(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	id := o.Sell(t, o.Ann, "A 80000 2026-11-05")["A"]
	begin := func(at time.Time) (a payrun.Attempt) {
		err := o.DB.At(at).Update(t.Context(), o.Actor(o.Olga), func(tx *tenant.Tx) error {
			run, err := payrun.Open(t.Context(), tx, "2026-11")
			if err == nil {
				a, err = payrun.Begin(t.Context(), tx, run)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	old := begin(testdb.Now)
	meanwhile := o
	meanwhile.DB = o.DB.At(testdb.Now.Add(time.Minute))
	meanwhile.Amend(t, id, 50_000_00)
	later := o.DB.At(testdb.Now.Add(time.Hour))
	fresh := begin(testdb.Now.Add(time.Hour))
	if err := payrun.Calculate(t.Context(), later, tenant.AsSystem(o.TenantID), fresh.ID); err != nil {
		t.Fatal(err)
	}
	s, _ := o.Of(t, o.Ann, "2026-11")
	if err := o.Move(t, o.Nora, s, statement.ManagerApproved, s.StateNumber, ""); err != nil {
		t.Fatal(err)
	}
	if err := payrun.Calculate(t.Context(), later, tenant.AsSystem(o.TenantID), old.ID); err != nil {
		t.Fatal(err)
	}
	if again, _ := o.Of(t, o.Ann, "2026-11"); again.Payable != s.Payable || again.Number != s.Number ||
		again.State != statement.ManagerApproved {
		t.Errorf("the older attempt leaves it %s with %s instead of %s", again.State, office.USD(again.Payable),
			office.USD(s.Payable))
	}
}

// TestTwoRunsOfOnePeriodAtOnceWriteOne calculates a period twice at the same time, while somebody approves.
func TestTwoRunsOfOnePeriodAtOnceWriteOne(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Sell(t, o.Ben, "B 60000 2026-01-20")
	var attempts []uuid.UUID
	for range 3 {
		o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			run, err := payrun.Open(ctx, tx, "2026-01")
			if err != nil {
				return err
			}
			a, err := payrun.Begin(ctx, tx, run)
			attempts = append(attempts, a.ID)
			return err
		})
	}
	var all sync.WaitGroup
	for _, a := range attempts {
		all.Go(func() {
			if err := payrun.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), a); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, m := range []uuid.UUID{o.Ann, o.Ben} {
		if s, _ := o.Of(t, m, "2026-01"); s.Number != 1 || s.StateNumber != 1 {
			t.Errorf("it is calculation %d in state %d", s.Number, s.StateNumber)
		}
	}
	s, _ := o.Of(t, o.Ann, "2026-01")
	results := make([]error, 4)
	for i := range results {
		all.Go(func() {
			if i%2 == 0 {
				results[i] = o.Move(t, o.Nora, s, statement.ManagerApproved, s.StateNumber, "")
			} else {
				results[i] = payrun.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), attempts[0])
			}
		})
	}
	all.Wait()
	if (results[0] == nil) == (results[2] == nil) || results[1] != nil || results[3] != nil {
		t.Errorf("of two who approve while it is calculated one is told: %v", results)
	}
	if s, _ = o.Of(t, o.Ann, "2026-01"); s.State != statement.ManagerApproved || s.StateNumber != 2 {
		t.Errorf("it is %s", s.State)
	}
}
