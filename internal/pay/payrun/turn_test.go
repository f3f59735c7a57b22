package payrun_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

// tryRun opens and calculates a period, or says why not.
func tryRun(t *testing.T, o office.Office, key string) error {
	t.Helper()
	var a payrun.Attempt
	err := o.DB.Update(t.Context(), o.Actor(o.Olga), func(tx *tenant.Tx) error {
		run, err := payrun.Open(t.Context(), tx, key)
		if err == nil {
			a, err = payrun.Begin(t.Context(), tx, run)
		}
		return err
	})
	if err == nil {
		err = payrun.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), a.ID)
	}
	return refused(t, err)
}

// refused passes on what a person is told; anything else ends the test.
func refused(t *testing.T, err error) error {
	t.Helper()
	if k := fault.KindOf(err); err != nil && k != fault.Invalid && k != fault.Conflict && k != fault.NotFound {
		t.Fatal(err)
	}
	return err
}

// tryLock leads a member's statement through its approvals as far as it goes.
func tryLock(t *testing.T, o office.Office, member uuid.UUID, key string) error {
	t.Helper()
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}, {o.Fay, statement.Locked}} {
		var all []statement.Statement
		o.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
			all, err = statement.List(ctx, tx, statement.Filter{Member: &member, Period: key})
			return err
		})
		if len(all) == 0 {
			return fault.New(fault.NotFound, "There is no statement.")
		}
		err := o.Move(t, step.who, all[0], step.to, all[0].StateNumber, "")
		if step.to == statement.Locked {
			return refused(t, err)
		}
	}
	return nil
}

func tryAs(t *testing.T, o office.Office, who uuid.UUID, do func(ctx context.Context, tx *tenant.Tx) error) error {
	t.Helper()
	return o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error { return do(t.Context(), tx) })
}

func withdraw(t *testing.T, o office.Office, who uuid.UUID, key string) error {
	t.Helper()
	return tryAs(t, o, who, func(ctx context.Context, tx *tenant.Tx) error {
		runs, err := payrun.List(ctx, tx)
		if err != nil {
			return err
		}
		for _, r := range runs {
			if r.Period == key {
				return payrun.Withdraw(ctx, tx, r.ID, "Opened by mistake.")
			}
		}
		return fault.New(fault.NotFound, "There is no such run.")
	})
}

func waive(t *testing.T, o office.Office, who uuid.UUID, key string) error {
	t.Helper()
	return tryAs(t, o, who, func(ctx context.Context, tx *tenant.Tx) error {
		return payrun.Waive(ctx, tx, key, "The payroll of that month was closed.")
	})
}

// locked is what every locked statement of a member pays.
func locked(t *testing.T, o office.Office, member uuid.UUID) (minor int64) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		minor, err = tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(p.paid), 0)::bigint
			FROM app.commission_payouts p WHERE p.tenant_id = @tenant AND p.member_id = @member`,
			tenant.Args{"member": member})
		return err
	})
	return minor
}

// TestAQuarterIsPaidOnceInWhateverOrderItsMonthsAreOpened opens September, August and July, in that order, as if to pay
// July three times.
func TestAQuarterIsPaidOnceInWhateverOrderItsMonthsAreOpened(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-07-20")
	if err := tryRun(t, o, "2026-09"); err == nil || !strings.Contains(fault.Message(err), "Jul 2026") {
		t.Fatalf("September is opened over July, which has something to be paid: %v", err)
	}
	o.Run(t, "2026-07")
	if err := withdraw(t, o, o.Olga, "2026-07"); err != nil {
		t.Fatal(err)
	}
	if err := waive(t, o, o.Fay, "2026-07"); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"2026-09", "2026-08", "2026-07"} { // August has nothing new
		_ = tryRun(t, o, key)
		_ = tryLock(t, o, o.Ann, key)
		_ = tryLock(t, o, o.Ben, key)
	}
	if got := locked(t, o, o.Ann); got != 8_000_00 {
		t.Errorf("July is paid %s in all", office.USD(got))
	}
	if err := tryRun(t, o, "2026-06"); err == nil || !strings.Contains(fault.Message(err), "locked") {
		t.Errorf("June is opened after September was locked for everybody: %v", err)
	}
	o.Adds(t)
}

// TestAMonthThatWasSkippedForOnePersonHoldsTheirStatementAlone puts Ben on record in August after its run was
// calculated.
func TestAMonthThatWasSkippedForOnePersonHoldsTheirStatementAlone(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error { // as if Ben had come to the plan later
		_, err := tx.Exec(ctx, `UPDATE app.plan_assignments SET replaced_at = @now
			WHERE tenant_id = @tenant AND member_id = @ben`, tenant.Args{"ben": o.Ben, "now": tx.Now()})
		return err
	})
	o.Sell(t, o.Ann, "A 80000 2026-07-20")
	o.Sell(t, o.Ben, "B 50000 2026-07-21")
	o.DB = o.DB.At(o.DB.Now().Add(time.Hour))
	o.Run(t, "2026-07")
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error { return o.Join(ctx, tx, o.Ben) })
	o.DB = o.DB.At(o.DB.Now().Add(time.Hour))
	o.Run(t, "2026-08")
	if err := tryLock(t, o, o.Ben, "2026-08"); err == nil ||
		!strings.Contains(fault.Message(err), "Jul 2026 has earnings but no statement") {
		t.Errorf("Ben's August is locked over his July: %v", err)
	}
	o.Lock(t, o.Ann, "2026-07")
	o.Run(t, "2026-07") // now with Ben
	o.Lock(t, o.Ben, "2026-07")
	o.Run(t, "2026-08")
	for _, m := range []uuid.UUID{o.Ann, o.Ben} {
		o.Lock(t, m, "2026-08")
	}
	if ann, ben := locked(t, o, o.Ann), locked(t, o, o.Ben); ann != 8_000_00 || ben != 5_000_00 {
		t.Errorf("Ann is paid %s, Ben %s", office.USD(ann), office.USD(ben))
	}
}

// TestWhoIsPutOnAnotherPlanFromTheBeginningIsPaidOnce has January paid on one plan, and then says that it was another
// one all along.
func TestWhoIsPutOnAnotherPlanFromTheBeginningIsPaidOnce(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Run(t, "2026-01")
	o.Lock(t, o.Ann, "2026-01")
	o.DB = o.DB.At(o.DB.Now().Add(time.Hour))
	other := o
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := compensation.Save(ctx, tx, office.Document(t, strings.NewReplacer(`"name": "Sales"`,
			`"name": "Other"`, "0.10", "0.15").Replace(office.Selling)), "")
		if err != nil {
			return err
		}
		other.Plan = v.PlanID
		if err := compensation.Publish(ctx, tx, v.ID); err != nil {
			return err
		}
		return other.Join(ctx, tx, o.Ann)
	})
	for range 2 { // the second has nothing more to take back
		o.DB = o.DB.At(o.DB.Now().Add(time.Hour))
		for _, key := range []string{"2026-01", "2026-02", "2026-03"} {
			o.Run(t, key)
			o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
				all, err := statement.List(ctx, tx, statement.Filter{Member: &o.Ann, Period: key})
				for _, s := range all {
					if s.Problem != "" {
						t.Errorf("%s: %s", key, s.Problem)
					}
				}
				return err
			})
			o.LockAll(t, o.Ann, key)
		}
	}
	if got := locked(t, o, o.Ann); got != 12_000_00 {
		t.Errorf("January is paid %s in all, want 15 %% of 80,000", office.USD(got))
	}
	o.Adds(t)
}

func TestNothingBeyondThePresentPeriodIsOpened(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	for _, key := range []string{"2026-12", "2027-Q1", "9999-12", "2027-01"} {
		if err := tryRun(t, o, key); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s is opened on 20 November 2026: %v", key, err)
		}
	}
	for _, key := range []string{"2026-11", "2026-Q4"} {
		if err := tryRun(t, o, key); err != nil {
			t.Errorf("the present period %s: %v", key, err)
		}
	}
	// One that an earlier release has opened is neither calculated nor locked.
	later := o
	later.DB = o.DB.At(cast.At("2026-12-03T12:00:00Z"))
	run := later.Run(t, "2026-12")
	if err := tryLock(t, o, o.Ann, "2026-12"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("December is locked in November: %v", err)
	}
	err := tryAs(t, o, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := payrun.Begin(ctx, tx, run)
		return err
	})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("December is calculated in November: %v", err)
	}
}

func TestARunThatWasAMistakeIsWithdrawnWhileNothingInItIsLocked(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-10-20")
	run := o.Run(t, "2026-10")
	s, _ := o.Of(t, o.Ann, "2026-10")
	for who, kind := range map[uuid.UUID]fault.Kind{o.Ann: fault.Forbidden, o.Nora: fault.Forbidden,
		o.Eve: fault.Forbidden, o.Ada: fault.Forbidden} {
		if err := withdraw(t, o, who, "2026-10"); fault.KindOf(err) != kind {
			t.Errorf("a run is withdrawn by somebody else: %v", err)
		}
	}
	if err := withdraw(t, o, o.Olga, "2026-10"); err != nil {
		t.Fatal(err)
	}
	o.See(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := statement.Get(ctx, tx, s.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("its statements are still there: %v", err)
		}
		if _, err := payrun.Get(ctx, tx, run.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the run is still there: %v", err)
		}
		periods, err := statement.Periods(ctx, tx)
		if len(periods) != 0 {
			t.Errorf("there are statements of %v", periods)
		}
		return err
	})
	if err := o.Move(t, o.Nora, s, statement.ManagerApproved, s.StateNumber, ""); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a withdrawn statement is approved: %v", err)
	}
	again := o.Run(t, "2026-10")
	if again.ID == run.ID {
		t.Error("the same run is opened again")
	}
	o.Lock(t, o.Ann, "2026-10")
	if err := withdraw(t, o, o.Fay, "2026-10"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a run with a locked statement is withdrawn: %v", err)
	}
	if err := waive(t, o, o.Fay, "2026-10"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a run with statements is waived: %v", err)
	}
	if err := waive(t, o, o.Olga, "2026-09"); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("operations waives pay: %v", err)
	}
	if err := waive(t, o, o.Fay, "2026-11"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a month that is not over is waived: %v", err)
	}
	o.Adds(t)
}

// TestOfLockingAndWithdrawingAtOnceOneWins has both happen at the same moment.
func TestOfLockingAndWithdrawingAtOnceOneWins(t *testing.T) {
	t.Parallel()
	for range 5 {
		o := office.Open(t, office.Selling)
		o.Sell(t, o.Ann, "A 80000 2026-10-20")
		o.Run(t, "2026-10")
		s, _ := o.Of(t, o.Ann, "2026-10")
		for _, step := range []struct {
			who uuid.UUID
			to  statement.State
		}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}} {
			if err := o.Move(t, step.who, s, step.to, s.StateNumber, ""); err != nil {
				t.Fatal(err)
			}
			s.StateNumber++
		}
		var all sync.WaitGroup
		var locking, withdrawing error
		all.Go(func() { locking = o.Move(t, o.Fay, s, statement.Locked, s.StateNumber, "") })
		all.Go(func() { withdrawing = withdraw(t, o, o.Olga, "2026-10") })
		all.Wait()
		if (locking == nil) == (withdrawing == nil) {
			t.Errorf("locking says %v, withdrawing %v", locking, withdrawing)
		}
		if locking == nil {
			o.Adds(t)
		}
	}
}
