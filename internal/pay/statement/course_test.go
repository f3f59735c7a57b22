package statement_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

// move tries to move a member's statement on, as somebody who saw it in a state.
func move(t *testing.T, o office.Office, who uuid.UUID, s statement.Statement, to statement.State, number int, note string) error {
	t.Helper()
	return o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error { return statement.Move(t.Context(), tx, s.ID, to, number, note) })
}

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
		if got := fault.KindOf(move(t, o, c.who, s, c.to, c.n, c.note)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	o.Run(t, "2026-01")
	if s, _ := o.Of(t, o.Ann, "2026-01"); s.State != statement.Calculated || s.StateNumber != 4 {
		t.Errorf("calculated again it is %s, number %d", s.State, s.StateNumber)
	}
	o.Lock(t, o.Ann, "2026-01")
	locked, _ := o.Of(t, o.Ann, "2026-01")
	for _, to := range []statement.State{statement.Calculated, statement.Returned, statement.ManagerApproved, statement.FinanceApproved, statement.Locked} {
		if err := move(t, o, o.Fay, locked, to, locked.StateNumber, "x"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a locked statement becomes %s: %v", to, err)
		}
	}
	if err := move(t, o, o.Fay, locked, statement.Paid, locked.StateNumber, ""); err != nil {
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
		if err := move(t, o, step.who, s, step.to, s.StateNumber, ""); err != nil {
			t.Fatal(err)
		}
		s.StateNumber++
	}
	var wait sync.WaitGroup
	results := make([]error, 4)
	for i := range results {
		wait.Go(func() { results[i] = move(t, o, o.Fay, s, statement.Locked, s.StateNumber, "") })
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
	if usd(february.Payable) != "9000.00" {
		t.Errorf("with January open, February pays %s", usd(february.Payable))
	}
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{o.Nora, statement.ManagerApproved}, {o.Fay, statement.FinanceApproved}} {
		if err := move(t, o, step.who, february, step.to, february.StateNumber, ""); err != nil {
			t.Fatal(err)
		}
		february.StateNumber++
	}
	if err := move(t, o, o.Fay, february, statement.Locked, february.StateNumber, ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("February is locked before January: %v", err)
	}
	o.Lock(t, o.Ann, "2026-01")
	if err := move(t, o, o.Fay, february, statement.Locked, february.StateNumber, ""); fault.KindOf(err) != fault.Conflict {
		t.Errorf("January's pay is locked twice: %v", err)
	}
	o.Run(t, "2026-02")
	if s, _ := o.Of(t, o.Ann, "2026-02"); usd(s.Payable) != "1000.00" || s.State != statement.Calculated {
		t.Errorf("calculated again February pays %s and is %s", usd(s.Payable), s.State)
	}
	o.Lock(t, o.Ann, "2026-02")
	o.Adds(t)
}

func TestACalculationThatStoppedGoesOnAndWritesNothingTwice(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	var a statement.Attempt
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		run, err := statement.Open(ctx, tx, "2026-01")
		if err == nil {
			a, err = statement.Begin(ctx, tx, run)
		}
		return err
	})
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := statement.Calculate(stopped, o.DB, tenant.AsSystem(o.TenantID), a.ID); err == nil {
		t.Error("a stopped calculation came to its end")
	}
	for range 3 {
		if err := statement.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if s, _ := o.Of(t, o.Ann, "2026-01"); s.Number != 1 || s.StateNumber != 1 || usd(s.Payable) != "8000.00" {
		t.Errorf("calculation %d in state %d pays %s", s.Number, s.StateNumber, usd(s.Payable))
	}
	o.See(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		last, err := statement.LastAttempt(ctx, tx, a.RunID)
		if last.Done != 2 || last.Members != 2 || last.FinishedAt == nil || last.Problem != "" {
			t.Errorf("the attempt says %+v", last)
		}
		return err
	})
}

func TestAnAdjustmentNeedsTwo(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	propose := func(who, of uuid.UUID) (id uuid.UUID, err error) {
		err = o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) (err error) {
			id, err = statement.Propose(t.Context(), tx, statement.Adjustment{MemberID: of, Amount: 100, Currency: "USD", Reason: "A prize."})
			return err
		})
		return id, err
	}
	decide := func(who, id uuid.UUID) fault.Kind {
		return fault.KindOf(o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error { return statement.Decide(t.Context(), tx, id, true, "") }))
	}
	if _, err := propose(o.Ann, o.Ann); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a rep gives herself a prize: %v", err)
	}
	if _, err := propose(o.Fay, o.Fay); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("finance gives itself a prize: %v", err)
	}
	id, err := propose(o.Fay, o.Ann)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		who  uuid.UUID
		want fault.Kind
	}{"who proposed it": {o.Fay, fault.Forbidden}, "operations": {o.Olga, fault.Forbidden}, "the member": {o.Ann, fault.Forbidden}, "the manager": {o.Nora, fault.Forbidden}} {
		if got := decide(c.who, id); got != c.want {
			t.Errorf("%s decides: %v", name, got)
		}
	}
	other, err := propose(o.Olga, o.Ann)
	if err != nil {
		t.Fatal(err)
	}
	if got := decide(o.Fay, other); got != 0 {
		t.Errorf("finance does not decide: %v", got)
	}
	if got := decide(o.Fay, other); got != fault.Conflict {
		t.Errorf("it is decided twice: %v", got)
	}
}
