package sitetest

import (
	"testing"

	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/platform/tenant"
)

func TestTheLedgersOfTheDemoAddUpAndShowEverything(t *testing.T) {
	c := GrowthTech(t)
	s := New(t)
	err := s.DB.View(t.Context(), tenant.AsSystem(c.TenantID), func(tx *tenant.Tx) error {
		found, err := ledger.Check(t.Context(), tx)
		for _, f := range found {
			t.Error(f.StatementID, f.Sentence)
		}
		for what, sql := range map[string]string{
			"an accelerated line": `SELECT count(*) FROM app.commission_earnings e
				WHERE e.tenant_id = @tenant AND e.component = 'new-business' AND e.rate > 0.08`,
			"a bonus": `SELECT count(*) FROM app.commission_earnings e
				WHERE e.tenant_id = @tenant AND e.component = 'new-logo-spif'`,
			"an override": `SELECT count(*) FROM app.commission_earnings e
				WHERE e.tenant_id = @tenant AND e.component = 'team'`,
			"a draw": `SELECT count(*) FROM app.commission_payouts p
				WHERE p.tenant_id = @tenant AND p.draw > 0`,
			"a split": `SELECT count(*) FROM app.credit_splits x
				WHERE x.tenant_id = @tenant AND x.share < 1`,
			"a clawback": `SELECT count(*) FROM app.commission_earnings e
				WHERE e.tenant_id = @tenant AND e.clawback`,
			"a plan of two versions": `SELECT count(*) FROM app.plan_versions v
				WHERE v.tenant_id = @tenant AND v.number = 2`,
			"an open dispute": `SELECT count(*) FROM app.dispute_entries d
				WHERE d.tenant_id = @tenant AND d.state = 'submitted'`,
			"an adjustment after a dispute": `SELECT count(*) FROM app.adjustment_decisions d
				WHERE d.tenant_id = @tenant AND d.approved`,
			"an accepted letter": `SELECT count(*) FROM app.plan_acceptances a WHERE a.tenant_id = @tenant`,
			"a letter that is not accepted": `SELECT count(*) FROM app.plan_assignments a
				WHERE a.tenant_id = @tenant AND a.valid_to = 'infinity'
				AND (SELECT count(*) FROM app.plan_acceptances x
					WHERE x.tenant_id = @tenant AND x.member_id = a.member_id) = 1`,
			"a statement that is paid": `SELECT count(*) FROM app.statement_states x
				WHERE x.tenant_id = @tenant AND x.state = 'paid'`,
			"a statement that is estimated": `SELECT count(*) FROM app.commission_statements x
				WHERE x.tenant_id = @tenant AND x.period = '2026-11'`,
		} {
			n, err := tenant.Value[int](t.Context(), tx, sql, nil)
			if err != nil {
				return err
			}
			if n == 0 {
				t.Errorf("the demo has not %s", what)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
