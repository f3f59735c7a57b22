package statement_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// TestAnOlderAttemptNeverOverwritesANewer has a calculation that was stopped go on after a newer one has ended, and has been approved.
func TestAnOlderAttemptNeverOverwritesANewer(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	id := o.Sell(t, o.Ann, "A 80000 2026-11-05")["A"]
	begin := func(at time.Time) (a statement.Attempt) {
		err := o.DB.At(at).Update(t.Context(), o.Actor(o.Olga), func(tx *tenant.Tx) error {
			run, err := statement.Open(t.Context(), tx, "2026-11")
			if err == nil {
				a, err = statement.Begin(t.Context(), tx, run)
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
	if err := statement.Calculate(t.Context(), later, tenant.AsSystem(o.TenantID), fresh.ID); err != nil {
		t.Fatal(err)
	}
	s, _ := o.Of(t, o.Ann, "2026-11")
	if err := move(t, o, o.Nora, s, statement.ManagerApproved, s.StateNumber, ""); err != nil {
		t.Fatal(err)
	}
	if err := statement.Calculate(t.Context(), later, tenant.AsSystem(o.TenantID), old.ID); err != nil {
		t.Fatal(err)
	}
	if again, _ := o.Of(t, o.Ann, "2026-11"); again.Payable != s.Payable || again.Number != s.Number || again.State != statement.ManagerApproved {
		t.Errorf("the older attempt leaves it %s with %s instead of %s", again.State, usd(again.Payable), usd(s.Payable))
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
			run, err := statement.Open(ctx, tx, "2026-01")
			if err != nil {
				return err
			}
			a, err := statement.Begin(ctx, tx, run)
			attempts = append(attempts, a.ID)
			return err
		})
	}
	var all sync.WaitGroup
	for _, a := range attempts {
		all.Go(func() {
			if err := statement.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), a); err != nil {
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
				results[i] = move(t, o, o.Nora, s, statement.ManagerApproved, s.StateNumber, "")
			} else {
				results[i] = statement.Calculate(t.Context(), o.DB, tenant.AsSystem(o.TenantID), attempts[0])
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

// TestAnAdjustmentThatIsSentTwiceIsProposedOnce is a double click, at the same moment and after it.
func TestAnAdjustmentThatIsSentTwiceIsProposedOnce(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	propose := func(reason string) error {
		return o.DB.Update(t.Context(), o.Actor(o.Olga), func(tx *tenant.Tx) error {
			_, err := statement.Propose(t.Context(), tx, statement.Adjustment{MemberID: o.Ann, Amount: 100_00, Currency: "USD", Reason: reason})
			return err
		})
	}
	var all sync.WaitGroup
	results := make([]error, 3)
	for i := range results {
		all.Go(func() { results[i] = propose("A prize.") })
	}
	all.Wait()
	taken := 0
	for _, err := range results {
		if err == nil {
			taken++
		} else if fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second click is told %v", err)
		}
	}
	if taken != 1 {
		t.Errorf("%d prizes are proposed", taken)
	}
	if err := propose("Another prize."); err != nil {
		t.Errorf("another one: %v", err)
	}
	var ids []uuid.UUID
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		waiting, err := statement.Adjustments(ctx, tx, nil)
		for _, a := range waiting {
			ids = append(ids, a.ID)
			if err := statement.Decide(ctx, tx, a.ID, true, ""); err != nil {
				return err
			}
		}
		return err
	})
	if err := propose("A prize."); err != nil {
		t.Errorf("the same again, next month: %v", err)
	}
	if len(ids) != 2 {
		t.Errorf("%d adjustments are decided on", len(ids))
	}
}

// TestAnAdjustmentThatIsDecidedWhileAStatementIsLockedIsPaidOnce decides and locks at the same time.
func TestAnAdjustmentThatIsDecidedWhileAStatementIsLockedIsPaidOnce(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	var id uuid.UUID
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = statement.Propose(ctx, tx, statement.Adjustment{MemberID: o.Ann, Amount: 100_00, Currency: "USD", Reason: "A prize."})
		return err
	})
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
	var all sync.WaitGroup
	var locking, deciding error
	all.Go(func() { locking = move(t, o, o.Fay, s, statement.Locked, s.StateNumber, "") })
	all.Go(func() {
		deciding = o.DB.Update(t.Context(), o.Actor(o.Fay), func(tx *tenant.Tx) error { return statement.Decide(t.Context(), tx, id, true, "") })
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

// TestWhatIsSaidAboutPayHasAnEnd sends texts that nobody reads.
func TestWhatIsSaidAboutPayHasAnEnd(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Run(t, "2026-01")
	s, _ := o.Of(t, o.Ann, "2026-01")
	var id uuid.UUID
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = statement.Propose(ctx, tx, statement.Adjustment{MemberID: o.Ann, Amount: 100_00, Currency: "USD", Reason: "A prize."})
		return err
	})
	long := strings.Repeat("ü", 2001)
	for name, do := range map[string]func(tx *tenant.Tx) error{
		"a return": func(tx *tenant.Tx) error {
			return statement.Move(t.Context(), tx, s.ID, statement.Returned, s.StateNumber, long)
		},
		"a reason": func(tx *tenant.Tx) error {
			_, err := statement.Propose(t.Context(), tx, statement.Adjustment{MemberID: o.Ben, Amount: 1, Currency: "USD", Reason: long})
			return err
		},
		"a decision": func(tx *tenant.Tx) error { return statement.Decide(t.Context(), tx, id, true, long) },
		"a grant":    func(tx *tenant.Tx) error { return statement.GrantPay(t.Context(), tx, o.Eve, long) },
	} {
		if err := o.DB.Update(t.Context(), o.Actor(o.Fay), do); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s of %d letters: %v", name, 2001, err)
		}
	}
	stranger := uuid.New()
	if err := o.DB.Update(t.Context(), o.Actor(o.Fay), func(tx *tenant.Tx) error { return statement.GrantPay(t.Context(), tx, stranger, "A friend.") }); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger is granted to read pay: %v", err)
	}
}

// TestALedgerTakesNothingTwice posts again, as the system itself, what is posted.
func TestALedgerTakesNothingTwice(t *testing.T) {
	t.Parallel()
	o := paid(t)
	again := func(table, but string) error {
		return o.DB.Update(t.Context(), tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error {
			n, err := tx.Exec(t.Context(), `INSERT INTO app.`+table+` SELECT (json_populate_record(x, json_build_object(`+but+`))).* FROM app.`+table+` x WHERE x.tenant_id = @tenant LIMIT 1`, nil)
			if err == nil && n != 1 {
				t.Errorf("there is nothing in %s", table)
			}
			return err
		})
	}
	for _, c := range [][2]string{{"commission_credits", "'id', gen_random_uuid()"}, {"commission_earnings", "'id', gen_random_uuid()"}, {"commission_payouts", "'paid', x.paid"},
		{"adjustment_decisions", "'approved', true"}, {"statement_calculations", "'id', gen_random_uuid()"}, {"statement_states", "'id', gen_random_uuid()"}} {
		if err := again(c[0], c[1]); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s takes a row twice: %v", c[0], err)
		}
	}
	if err := again("commission_payouts", "'id', gen_random_uuid(), 'paid', x.paid + 1"); err == nil || !strings.Contains(err.Error(), "check constraint") {
		t.Errorf("a payout that is not the sum of its parts is posted: %v", err)
	}
	o.Adds(t)
	if err := o.DB.Update(t.Context(), tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.commission_earnings SELECT (json_populate_record(x, json_build_object('id', gen_random_uuid(), 'line', 99))).* FROM app.commission_earnings x
			WHERE x.tenant_id = @tenant AND x.credit_id IS NOT NULL LIMIT 1`, nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		found, err := statement.Check(ctx, tx)
		if len(found) != 2 || found[0].Sentence != "The lines do not sum to the payout." || strings.ContainsAny(found[0].Sentence+found[1].Sentence, "0123456789") {
			t.Errorf("of a line that was slipped in the check says %+v", found)
		}
		return err
	})
}
