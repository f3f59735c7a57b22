package closing_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/closing"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

func TestFinanceSeesWhatWaitsUntilEverybodyIsPaid(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20", "C 30000 2026-11-05")
	o.Sell(t, o.Ben, "B 10000 2026-01-21")
	o.Run(t, "2026-01")
	o.Lock(t, o.Ann, "2026-01")
	january, _ := o.Of(t, o.Ann, "2026-01")
	line, claimed := 1, int64(9_000_00)
	o.As(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := dispute.Open(ctx, tx, dispute.Claim{StatementID: january.ID, Line: &line, Claimed: &claimed,
			Note: "It was sold with services."})
		return err
	})
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := adjustment.Propose(ctx, tx, adjustment.Adjustment{MemberID: o.Ben, Amount: 250_00, Currency: "USD",
			Reason: "A bonus."})
		return err
	})
	refused(t, o)
	usd := func(count int, amount int64) closing.Sums {
		return closing.Sums{{Currency: "USD", Count: count, Amount: amount}}
	}
	d := look(t, o)
	for name, c := range map[string]struct{ got, want closing.Sums }{
		"approvals": {d.At(closing.Approve), usd(1, 1_000_00)}, "locks": {d.At(closing.Lock), nil},
		"payroll": {d.At(closing.Pay), usd(1, 8_000_00)}, "disputes": {d.Disputes, usd(1, 9_000_00)},
		"adjustments": {d.Adjustments, usd(1, 250_00)},
		"estimates":   {d.At(closing.Estimate), nil},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s are %+v, want %+v", name, c.got, c.want)
		}
	}
	if len(d.Runs) != 1 || d.Runs[0].Period != "2026-01" || !reflect.DeepEqual(d.Runs[0].All(), usd(2, 9_000_00)) {
		t.Errorf("runs: %+v", d.Runs)
	}
	if d.Owed.Opening != 9_000_00 || d.Owed.Closing != 9_000_00 || d.Late != 0 || d.Oldest.IsZero() {
		t.Errorf("owed: %+v, oldest %v", d.Owed, d.Oldest)
	}
	ben, _ := o.Of(t, o.Ben, "2026-01")
	if err := o.Move(t, o.Nora, ben, statement.Returned, ben.StateNumber, "Look again."); err != nil {
		t.Fatal(err)
	}
	if d := look(t, o); !reflect.DeepEqual(d.At(closing.Calculate), usd(1, 1_000_00)) || d.At(closing.Approve) != nil {
		t.Errorf("what was returned is to be calculated: %+v", d.Runs)
	}
	o.Run(t, "2026-01")
	o.Lock(t, o.Ben, "2026-01")
	o.Run(t, "2026-11")
	if d := look(t, o); !reflect.DeepEqual(d.At(closing.Estimate), usd(2, 3_000_00)) || d.Runs[0].Period != "2026-11" ||
		d.Owed.Earned != 3_000_00 || d.Owed.Closing != 12_000_00 {
		t.Errorf("the month that is not over: %+v, owed %+v", d.Runs, d.Owed)
	}
	noted(t, o, 3)
}

// noted checks that each look at the pay of others is in the audit log.
func noted(t *testing.T, o office.Office, looks int) {
	t.Helper()
	o.See(t, o.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		log, err := audit.List(ctx, tx, audit.Filter{By: &o.Fay, Object: "pay", Limit: 9})
		if len(log) != looks || log[0].Action != "viewed" || log[0].ObjectID != "home" {
			t.Errorf("the look at pay is noted as %+v", log)
		}
		return err
	})
}

func look(t *testing.T, o office.Office) (d closing.Desk) {
	t.Helper()
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) (err error) {
		d, err = closing.Load(ctx, tx)
		return err
	})
	return d
}

// refused checks that nobody else sees any of it.
func refused(t *testing.T, o office.Office) {
	t.Helper()
	for _, who := range []uuid.UUID{o.Eve, o.Nora, o.Ann, o.Olga, o.Ada} {
		err := o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
			_, err := closing.Load(t.Context(), tx)
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", o.Actor(who).Role, err)
		}
	}
}
