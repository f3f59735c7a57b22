package spif_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/spif"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/internal/testdb/ledger"
)

const document = `{"name": "Reps", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month", "components": [
	{"id": "new", "kind": "rate", "tiers": [{"from": "0", "rate": "0.10"}]},
	{"id": "spif", "kind": "bonus", "amount": "500.00", "window": {"from": "2026-07-01", "to": "2026-10-01"}, "budget": "1200.00"},
	{"id": "free", "kind": "bonus", "amount": "50.00"}]}`

func publish(ctx context.Context, t *testing.T, tx *tenant.Tx, id uuid.UUID) {
	t.Helper()
	version := uuid.New()
	_, err := tx.Exec(ctx, `INSERT INTO app.plan_versions (tenant_id, id, plan_id, number, document, hash, starts_on,
			ends_on, created_at)
		VALUES (@tenant, @id, @plan, 1, @document, 'h', '2026-01-01', '2027-01-01', @now)`,
		tenant.Args{"id": version, "plan": id, "document": document, "now": tx.Now()})
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO app.plan_publications (tenant_id, id, published_at)
			VALUES (@tenant, @id, @now)`, tenant.Args{"id": version, "now": tx.Now()})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestABudgetSaysWhoGotWhatAndWhatIsLeft(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if all, err := spif.Load(ctx, tx); err != nil || len(all) != 0 {
			t.Errorf("without plans: %v, %v", all, err)
		}
		ids, err := cast.Take(ctx, tx, c.Opportunity("Acme", c.Ann, "Won", 10_000_00, "2026-07-20"),
			c.Opportunity("Bolt", c.Ben, "Won", 5_000_00, "2026-08-10"))
		if err != nil {
			return err
		}
		b := ledger.Open()
		for _, s := range []ledger.Statement{
			{Member: c.Ann, Plan: "Reps", Period: "2026-07",
				Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 1_000_00},
					{Component: "spif", Opportunity: ids[0], Amount: 500_00}}},
			{Member: c.Ben, Plan: "Reps", Period: "2026-08", Open: true,
				Lines: []ledger.Line{{Component: "spif", Opportunity: ids[1], Amount: 500_00}}},
			{Member: c.Cat, Plan: "Others", Period: "2026-08",
				Lines: []ledger.Line{{Component: "spif", Opportunity: ids[1], Amount: 77_00}}},
		} {
			if _, _, err := b.Post(ctx, tx, s); err != nil {
				return err
			}
		}
		publish(ctx, t, tx, b.Plans["Reps"])
		return nil
	})
	for _, who := range []uuid.UUID{c.Fay, c.Olga} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := spif.Load(ctx, tx)
			if err != nil || len(all) != 1 {
				t.Fatalf("%v, %v", all, err)
			}
			b := all[0]
			if b.Amount != 1_200_00 || b.Each != 500_00 || b.Granted() != 1_000_00 || b.Left() != 200_00 ||
				!b.Over(cast.Day("2026-10-01")) || b.Over(cast.Day("2026-09-30")) {
				t.Errorf("%+v", b)
			}
			if g := b.Grants; len(g) != 2 || g[0].Member != "Ann" || g[0].Opportunity != "Acme" || !g[0].Locked ||
				g[1].Member != "Ben" || g[1].Locked {
				t.Errorf("%+v", b.Grants)
			}
			return nil
		})
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := spif.Load(ctx, tx)
		for _, b := range all {
			if len(b.Grants) > 0 {
				t.Error("an executive reads who got what")
			}
		}
		return err
	})
}
