package accrual_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/payroll"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/spif"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

// holding is a plan that pays half when it is booked and half with the cash, a bonus with a budget, and a draw that is
// repaid.
const holding = `{"name": "Reps", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month", "components": [
	{"id": "sales", "kind": "rate", "tiers": [{"from": "0", "rate": "0.10"}], "eligible": [{"on": "booking", "share": "0.50"}, {"on": "cash", "share": "0.50"}]},
	{"id": "spif", "kind": "bonus", "amount": "500.00", "window": {"from": "2026-02-01", "to": "2026-04-01"}, "budget": "700.00"}],
	"draw": {"kind": "recoverable", "amount": "1500.00", "per": "month", "recovery": "full"}}`

// run calculates a month, and locks Ann's and Ben's statements of it.
func run(t *testing.T, c *cast.Company, key string, lock bool) uuid.UUID {
	t.Helper()
	var of payrun.Run
	var a payrun.Attempt
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if of, err = payrun.Open(ctx, tx, key); err == nil {
			a, err = payrun.Begin(ctx, tx, of)
		}
		return err
	})
	if err := payrun.Calculate(t.Context(), c.DB, tenant.AsSystem(c.TenantID), a.ID); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		who uuid.UUID
		to  statement.State
	}{{c.Nora, statement.ManagerApproved}, {c.Fay, statement.FinanceApproved}, {c.Fay, statement.Locked}} {
		if !lock {
			break
		}
		c.As(t, step.who, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := statement.List(ctx, tx, statement.Filter{Run: &of.ID})
			for _, s := range all {
				if err == nil {
					err = approval.Move(ctx, tx, s.ID, step.to, s.StateNumber, "")
				}
			}
			return err
		})
	}
	return of.ID
}

// quarter leads two months through a run each, pays the first, and calculates the third.
func quarter(t *testing.T, c *cast.Company) (january, february uuid.UUID) {
	t.Helper()
	var deals []uuid.UUID
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		d, err := plan.Parse([]byte(holding))
		if err != nil {
			return err
		}
		v, err := compensation.Save(ctx, tx, d, "")
		if err != nil {
			return err
		}
		if err := compensation.Publish(ctx, tx, v.ID); err != nil {
			return err
		}
		for _, m := range []uuid.UUID{c.Ann, c.Ben} {
			if err := compensation.Assign(ctx, tx,
				compensation.Assignment{MemberID: m, PlanID: v.PlanID, ValidFrom: day("2026-01-01")}); err != nil {
				return err
			}
		}
		return nil
	})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		deals, err = cast.Take(ctx, tx, c.Opportunity("Acme", c.Ann, "Won", 10_000_00, "2026-01-20"),
			c.Opportunity("Bolt", c.Ann, "Won", 60_000_00, "2026-02-10"),
			c.Opportunity("Crew", c.Ben, "Won", 33_333_33, "2026-02-11"),
			c.Opportunity("Dyne", c.Ben, "Won", 20_000_00, "2026-03-02"))
		return err
	})
	january = run(t, c, "2026-01", true)
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		seen, err := payroll.Get(ctx, tx, january)
		if err != nil {
			return err
		}
		if _, err := payroll.Pay(ctx, tx, january, seen.Waiting); err != nil {
			return err
		}
		cash, all := int64(10_000_00), int64(10_000_00)
		if _, err := billing.Record(ctx, tx, billing.Event{OpportunityID: deals[0], Kind: billing.Invoice,
			On: day("2026-02-01"), Amount: &all, Currency: "USD"}); err != nil {
			return err
		}
		_, err = billing.Record(ctx, tx, billing.Event{OpportunityID: deals[0], Kind: billing.Cash,
			On: day("2026-02-20"), Amount: &cash, Currency: "USD"})
		return err
	})
	february = run(t, c, "2026-02", true)
	run(t, c, "2026-03", false)
	return january, february
}

func TestFinanceTiesToTheLedgersOfRuns(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	january, february := quarter(t, &c)
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		rows := accrual.Roll(load(ctx, t, tx),
			tx.Calendar().Between(period.Month, day("2026-01-01"), day("2026-12-01")))
		last := rows[len(rows)-1].Movement
		if m := rows[0].Movement; m.Earned != 1_000_00 || m.Pending != 500_00 || m.Closing != 1_000_00 {
			t.Errorf("January: %+v", m)
		}
		if m := rows[1].Movement; m.Earned != 6_000_00+3_333_33+700_00 {
			t.Errorf("February earned %d, with 700 of the budget of the SPIF", m.Earned)
		}
		if m := rows[2].Movement; m.Earned != 2_000_00 || m.Open != 2_000_00 {
			t.Errorf("March: %+v", m)
		}
		paid, cash := int64(0), int64(0)
		for _, id := range []uuid.UUID{january, february} {
			payouts, err := payroll.Load(ctx, tx, id)
			if err != nil {
				return err
			}
			for _, p := range payouts {
				if p.Settled {
					paid += p.Paid
				}
				due := int64(0)
				for _, part := range p.Parts {
					due += part.Amount
				}
				if due != p.Due {
					t.Errorf("the components of %s pay %d, the payout %d", p.Name, due, p.Due)
				}
			}
		}
		for _, r := range rows {
			cash += r.Cash()
		}
		if cash != paid || paid == 0 || last.Draws != 2_500_00 { // Ann 500 of 1,500 earned and payable, Ben nothing
			t.Errorf("cash of %d, paid %d, draws of %d", cash, paid, last.Draws)
		}
		return ties(ctx, t, tx, last.Closing)
	})
}

// ties holds the liability, the contract costs and the budget to sums of the ledgers.
func ties(ctx context.Context, t *testing.T, tx *tenant.Tx, closing int64) error {
	t.Helper()
	earned, err := tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(e.amount), 0)::bigint
		FROM app.commission_earnings e WHERE e.tenant_id = @tenant`, nil)
	if err != nil {
		return err
	}
	settled, err := tenant.Value[int64](ctx, tx, `SELECT sum(p.due + p.adjustments)::bigint
		FROM app.commission_payouts p
		JOIN app.statement_states s ON s.tenant_id = @tenant AND s.statement_id = p.id AND s.state = 'paid'
		WHERE p.tenant_id = @tenant`, nil)
	if err != nil {
		return err
	}
	if closing != earned+2_000_00-settled {
		t.Errorf("the liability is %d, the ledgers say %d", closing, earned+2_000_00-settled)
	}
	contracts, err := capitalisation.Load(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	if r := capitalisation.RollForward(capitalisation.Schedules(contracts), "USD", day("2026-01-01"),
		day("2030-01-01")); len(contracts) != 3 || r.Capitalised != earned || r.Amortised != earned {
		t.Errorf("%d contracts capitalise %d and amortise %d of %d", len(contracts), r.Capitalised, r.Amortised, earned)
	}
	budgets, err := spif.Load(ctx, tx)
	if err != nil || len(budgets) != 1 || budgets[0].Left() != 0 || len(budgets[0].Grants) != 2 {
		t.Errorf("%+v, %v", budgets, err)
	}
	return nil
}
