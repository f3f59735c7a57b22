package ledger_test

import (
	"context"
	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"strings"
	"testing"
)

// TestALedgerTakesNothingTwice posts again, as the system itself, what is posted.
func TestALedgerTakesNothingTwice(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	again := func(table, but string) error {
		return o.DB.Update(t.Context(), tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error {
			n, err := tx.Exec(t.Context(), `INSERT INTO app.`+table+` SELECT (json_populate_record(x,
					json_build_object(`+but+`))).* FROM app.`+table+` x WHERE x.tenant_id = @tenant LIMIT 1`, nil)
			if err == nil && n != 1 {
				t.Errorf("there is nothing in %s", table)
			}
			return err
		})
	}
	for _, c := range [][2]string{{"commission_credits", "'id', gen_random_uuid()"},
		{"commission_earnings", "'id', gen_random_uuid()"}, {"commission_payouts", "'paid', x.paid"},
		{"adjustment_decisions", "'approved', true"}, {"statement_calculations", "'id', gen_random_uuid()"},
		{"statement_states", "'id', gen_random_uuid()"}} {
		if err := again(c[0], c[1]); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s takes a row twice: %v", c[0], err)
		}
	}
	if err := again("commission_payouts", "'id', gen_random_uuid(), 'paid', x.paid + 1"); err == nil ||
		!strings.Contains(err.Error(), "check constraint") {
		t.Errorf("a payout that is not the sum of its parts is posted: %v", err)
	}
	o.Adds(t)
	if err := o.DB.Update(t.Context(), tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.commission_earnings SELECT (json_populate_record(x,
				json_build_object('id', gen_random_uuid(), 'line', 99))).* FROM app.commission_earnings x
			WHERE x.tenant_id = @tenant AND x.credit_id IS NOT NULL LIMIT 1`, nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		found, err := ledger.Check(ctx, tx)
		if len(found) != 2 || found[0].Sentence != "The lines do not add up to the payout." ||
			strings.ContainsAny(found[0].Sentence+found[1].Sentence, "0123456789") {
			t.Errorf("of a line that was slipped in the check says %+v", found)
		}
		return err
	})
}
