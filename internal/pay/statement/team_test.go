package statement_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

func TestAManagerSeesWhoIsNearTheNextRateAndWhatWaits(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "Old 90000 2026-09-20", "A 80000 2026-10-20")
	o.Sell(t, o.Ben, "B 10000 2026-10-21")
	o.Run(t, "2026-10")
	o.Run(t, "2026-11")
	members := []uuid.UUID{o.Ann, o.Ben, o.Cat}
	positions := func(who uuid.UUID) (all []statement.Position) {
		o.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
			all, err = statement.Positions(ctx, tx, members, tx.Today())
			return err
		})
		return all
	}
	waits := func(who uuid.UUID) (n int) {
		o.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := statement.Waits(ctx, tx)
			for _, w := range all {
				if w.Period == "2026-10" {
					n = w.Count
				} else {
					t.Errorf("%s is not over", w.Period)
				}
			}
			return err
		})
		return n
	}
	seen := map[uuid.UUID]statement.Position{}
	for _, p := range positions(o.Nora) {
		seen[p.MemberID] = p
	}
	if a := seen[o.Ann]; a.Period != "2026-Q4" || a.Credited.String() != "80000" || a.Name != "Sales" {
		t.Errorf("Ann: %+v", a)
	}
	if _, more, ok := seen[o.Ben].Next(); !ok || more.String() != "90000" || len(seen) != 2 {
		t.Errorf("Ben: %s, of %d", more, len(seen))
	}
	if n := waits(o.Nora); n != 2 {
		t.Errorf("%d statements wait for Nora", n)
	}
	for _, who := range []uuid.UUID{o.Ann, o.Eve, o.Ada} {
		for _, p := range positions(who) {
			if p.MemberID != who {
				t.Errorf("%s sees how far %s is", who, p.MemberID)
			}
		}
		if n := waits(who); n != 0 {
			t.Errorf("%d statements wait for %s", n, who)
		}
	}
	o.As(t, o.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		s, _ := o.Of(t, o.Ann, "2026-10")
		return approval.Move(ctx, tx, s.ID, statement.ManagerApproved, s.StateNumber, "")
	})
	if n := waits(o.Nora); n != 1 {
		t.Errorf("%d statements wait once one is approved", n)
	}
}
