package approval_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

func TestWhoMayMoveAStatementOnAndWhen(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Run(t, "2026-01")
	s, _ := o.Of(t, o.Ann, "2026-01")
	for _, c := range []struct {
		name string
		who  uuid.UUID
		to   statement.State
		n    int
		note string
		want fault.Kind
	}{
		{"the member", o.Ann, statement.ManagerApproved, 1, "", fault.Forbidden},
		{"another rep", o.Ben, statement.ManagerApproved, 1, "", fault.NotFound},
		{"another manager", o.Sol, statement.ManagerApproved, 1, "", fault.NotFound},
		{"an executive", o.Eve, statement.ManagerApproved, 1, "", fault.NotFound},
		{"operations", o.Olga, statement.FinanceApproved, 1, "", fault.Forbidden},
		{"finance before the manager", o.Fay, statement.FinanceApproved, 1, "", fault.Invalid},
		{"the manager as finance", o.Nora, statement.FinanceApproved, 1, "", fault.Forbidden},
		{"locking what nobody approved", o.Fay, statement.Locked, 1, "", fault.Invalid},
		{"returning without a word", o.Nora, statement.Returned, 1, " ", fault.Invalid},
		{"an old page", o.Nora, statement.ManagerApproved, 7, "", fault.Conflict},
		{"the manager", o.Nora, statement.ManagerApproved, 1, "", 0},
		{"finance returns it", o.Fay, statement.Returned, 2, "The quota is wrong.", 0},
		{"approving what was returned", o.Nora, statement.ManagerApproved, 3, "", fault.Invalid},
	} {
		if got := fault.KindOf(o.Move(t, c.who, s, c.to, c.n, c.note)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	o.Run(t, "2026-01")
	if s, _ := o.Of(t, o.Ann, "2026-01"); s.State != statement.Calculated || s.StateNumber != 4 {
		t.Errorf("calculated again it is %s, number %d", s.State, s.StateNumber)
	}
	o.Lock(t, o.Ann, "2026-01")
	locked, _ := o.Of(t, o.Ann, "2026-01")
	for _, to := range []statement.State{statement.Calculated, statement.Returned, statement.ManagerApproved,
		statement.FinanceApproved, statement.Locked} {
		if err := o.Move(t, o.Fay, locked, to, locked.StateNumber, "x"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a locked statement becomes %s: %v", to, err)
		}
	}
	if err := o.Move(t, o.Fay, locked, statement.Paid, locked.StateNumber, ""); err != nil {
		t.Error(err)
	}
}

func TestOfTwoWhoLockAtOnceOnePosts(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Run(t, "2026-01")
	s, _ := o.Of(t, o.Ann, "2026-01")
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}} {
		if err := o.Move(t, step.who, s, step.to, s.StateNumber, ""); err != nil {
			t.Fatal(err)
		}
		s.StateNumber++
	}
	var wait sync.WaitGroup
	results := make([]error, 4)
	for i := range results {
		wait.Go(func() { results[i] = o.Move(t, o.Fay, s, statement.Locked, s.StateNumber, "") })
	}
	wait.Wait()
	passed := 0
	for _, err := range results {
		if err == nil {
			passed++
		} else if fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second is told %v", err)
		}
	}
	if passed != 1 {
		t.Errorf("%d of them locked it", passed)
	}
	o.Adds(t)
}

func TestStatementsOfAPayeeFollowEachOther(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20", "B 10000 2026-02-20")
	o.Run(t, "2026-01")
	o.Run(t, "2026-02") // takes January's with it, which is not locked
	february, _ := o.Of(t, o.Ann, "2026-02")
	if office.USD(february.Payable) != "9000.00" {
		t.Errorf("with January open, February pays %s", office.USD(february.Payable))
	}
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}} {
		if err := o.Move(t, step.who, february, step.to, february.StateNumber, ""); err != nil {
			t.Fatal(err)
		}
		february.StateNumber++
	}
	if err := o.Move(t, o.Fay, february, statement.Locked, february.StateNumber,
		""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("February is locked before January: %v", err)
	}
	o.Lock(t, o.Ann, "2026-01")
	if err := o.Move(t, o.Fay, february, statement.Locked, february.StateNumber,
		""); fault.KindOf(err) != fault.Conflict {
		t.Errorf("January's pay is locked twice: %v", err)
	}
	o.Run(t, "2026-02")
	if s, _ := o.Of(t, o.Ann, "2026-02"); office.USD(s.Payable) != "1000.00" || s.State != statement.Calculated {
		t.Errorf("calculated again February pays %s and is %s", office.USD(s.Payable), s.State)
	}
	o.Lock(t, o.Ann, "2026-02")
	o.Adds(t)
}

// TestAnAdjustmentThatIsDecidedWhileAStatementIsLockedIsPaidOnce decides and locks at the same time.
func TestAnAdjustmentThatIsDecidedWhileAStatementIsLockedIsPaidOnce(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	var id uuid.UUID
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = adjustment.Propose(ctx, tx,
			adjustment.Adjustment{MemberID: o.Ann, Amount: 100_00, Currency: "USD", Reason: "A prize."})
		return err
	})
	o.Run(t, "2026-01")
	s, _ := o.Of(t, o.Ann, "2026-01")
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
	var locking, deciding error
	all.Go(func() { locking = o.Move(t, o.Fay, s, statement.Locked, s.StateNumber, "") })
	all.Go(func() {
		deciding = o.DB.Update(t.Context(), o.Actor(o.Fay),
			func(tx *tenant.Tx) error { return adjustment.Decide(t.Context(), tx, id, true, "") })
	})
	all.Wait()
	if deciding != nil || locking != nil && fault.KindOf(locking) != fault.Conflict {
		t.Fatalf("locking says %v, deciding %v", locking, deciding)
	}
	if locking != nil {
		o.Run(t, "2026-01")
		o.Lock(t, o.Ann, "2026-01")
	}
	o.Run(t, "2026-02")
	january, _ := o.Of(t, o.Ann, "2026-01")
	february, _ := o.Of(t, o.Ann, "2026-02")
	if january.Adjustments+february.Adjustments != 100_00 {
		t.Errorf("January adds %d and February %d", january.Adjustments, february.Adjustments)
	}
	o.Lock(t, o.Ann, "2026-02")
	o.Adds(t)
}
