package ledger_test

import (
	"context"
	"testing"

	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

func TestACheckInPiecesSeesEveryStatementOnce(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 60000 2026-10-05")
	o.Sell(t, o.Ben, "B 40000 2026-10-06")
	o.Run(t, "2026-10")
	o.Lock(t, o.Ann, "2026-10")
	o.Lock(t, o.Ben, "2026-10")
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		seen := map[ledger.Checked]bool{}
		var after ledger.Checked
		for more := true; more; {
			var found []ledger.Finding
			var err error
			if found, after, more, err = ledger.CheckSome(ctx, tx, after, 1); err != nil || len(found) > 0 {
				t.Fatalf("%v, %v", found, err)
			}
			if more && seen[after] {
				t.Fatal("a statement was seen twice")
			}
			seen[after] = true
		}
		if len(seen) != 2 {
			t.Errorf("%d statements were seen, not 2", len(seen))
		}
		return nil
	})
}
