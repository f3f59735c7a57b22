package ledger_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

func TestAMonthIsCalculatedApprovedLockedAndProven(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	deals := o.Sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-02-10")
	o.Run(t, "2026-01")
	january, _ := o.Of(t, o.Ann, "2026-01")
	if office.USD(january.Payable) != "8000.00" || january.State != statement.Calculated {
		t.Fatalf("January pays %s and is %s (%s)", office.USD(january.Payable), january.State, january.Problem)
	}
	if ben, _ := o.Of(t, o.Ben, "2026-01"); ben.Payable != 0 || ben.State != statement.Calculated {
		t.Errorf("Ben, who sold nothing, is paid %s", office.USD(ben.Payable))
	}
	o.Lock(t, o.Ann, "2026-01")
	o.Run(t, "2026-02")
	if s, _ := o.Of(t, o.Ann, "2026-02"); office.USD(s.Payable) != "6000.00" || office.USD(s.PaidBefore) != "8000.00" {
		t.Errorf("February pays %s after %s", office.USD(s.Payable), office.USD(s.PaidBefore))
	}
	o.Lock(t, o.Ann, "2026-02")
	o.Amend(t, deals["A"], 50_000_00) // today, in November
	o.Run(t, "2026-11")
	november, r := o.Of(t, o.Ann, "2026-11")
	if office.USD(november.Payable) != "-5000.00" {
		t.Errorf("November pays %s", office.USD(november.Payable))
		for _, l := range r.Lines {
			t.Log(l.Opportunity, office.USD(l.Amount), l.Why)
		}
	}
	o.Lock(t, o.Ann, "2026-11")
	proves(t, o, january.ID)
	o.Adds(t)
}

// proves unpacks a statement's proof and verifies it.
func proves(t *testing.T, o office.Office, id uuid.UUID) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := statement.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		raw, err := ledger.Proof(ctx, tx, s)
		if err != nil {
			return err
		}
		m, _, err := ledger.Verify(raw)
		if err != nil || m.Payable != s.Payable {
			t.Errorf("the proof says %d: %v", m.Payable, err)
		}
		for i := range raw {
			if i%97 == 0 {
				bad := append([]byte(nil), raw...)
				bad[i] ^= 0x20
				if m, _, err := ledger.Verify(bad); err == nil && m.Payable != s.Payable {
					t.Errorf("a byte changed at %d makes it say %d", i, m.Payable)
				}
			}
		}
		return nil
	})
}

func TestACancelledOpportunityIsTakenBackAtWhatWasPaid(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	deals := o.Sell(t, o.Ann, "A 80000 2026-01-20", "B 40000 2026-01-25")
	o.Run(t, "2026-01")
	o.Lock(t, o.Ann, "2026-01")
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := billing.Record(ctx, tx, billing.Event{OpportunityID: deals["B"], Kind: billing.Cancellation,
			On: cast.Day("2026-02-20"), Currency: "USD"})
		return err
	})
	o.Run(t, "2026-02")
	if s, _ := o.Of(t, o.Ann, "2026-02"); office.USD(s.Payable) != "-6000.00" {
		t.Errorf("February pays %s", office.USD(s.Payable))
	}
}
