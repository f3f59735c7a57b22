package financepage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb/ledger"
	"quarterdeck/web/sitetest"
)

const spifPlan = `{"name": "Plan", "currency": "USD", "effective": {"from": "2025-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month", "components": [
	{"id": "spif", "kind": "bonus", "amount": "500.00", "window": {"from": "2026-07-01", "to": "2027-01-01"}, "budget": "20000.00"}]}`

// rich fills a firm with more than a year of pay: commission, a SPIF, an override, a draw, an adjustment, a second
// currency, a cancelled contract, and this month's statements as they were last calculated.
func rich(f *sitetest.Firm, t *testing.T) {
	t.Helper()
	err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		ctx := t.Context()
		deals, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "EUR", Rate: decimal.RequireFromString("1.0842"),
			ValidFrom: period.NewDate(2024, 1, 1)}); err != nil {
			return err
		}
		b := ledger.Open()
		kinds := []string{"won", "open", "late"}
		for n := range 15 {
			month := period.NewDate(2025, time.September, 1).AddMonths(n)
			for i, who := range sitetest.Sellers {
				deal := deals["o-"+kinds[n%3]+"-"+who]
				s := ledger.Statement{Member: f.People[who], Period: month.Time().Format("2006-01"),
					Pending: int64(n%3) * 210_00, Open: n == 14,
					Lines: []ledger.Line{{Component: "new-business", Opportunity: deal,
						Amount: int64(2_400_00 + 317_45*((n*7+i*3)%5))}}}
				switch {
				case who == "manager":
					s.Lines = append(s.Lines, ledger.Line{Component: "team", Opportunity: deals["o-"+kinds[n%3]+"-rep"],
						Credited: f.People["rep"], Amount: 480_00})
				case who == "rep" && n > 9:
					s.Lines = append(s.Lines, ledger.Line{Component: "spif", Opportunity: deal, Amount: 500_00})
				case who == "mate" && n%6 == 3:
					s.Draw, s.Balance = 900_00, 900_00
				case who == "mate" && n%6 == 5:
					s.Draw = -900_00
				case who == "far":
					s.Currency, s.Plan = "EUR", "Europe"
				}
				if who == "mate" && n%6 == 4 {
					s.Balance, s.Adjustment = 900_00, 150_00
				}
				if who == "east" && n == 10 {
					s.Lines = append(s.Lines, ledger.Line{Component: "new-business", Opportunity: deals["o-won-east"],
						Amount: -1_200_00, Clawback: true})
				}
				if n < 13 {
					s.PaidAt = month.AddMonths(1).Time().Add(20 * 24 * time.Hour)
				} else if n == 14 {
					s.LockedAt = tx.Now().Add(-time.Hour)
				}
				if _, _, err := b.Post(ctx, tx, s); err != nil {
					return fmt.Errorf("%s %d: %w", who, n, err)
				}
			}
		}
		return publish(f, ctx, tx, b.Plans["Plan"], deals["o-won-east"])
	})
	if err != nil {
		t.Fatal(err)
	}
}

// publish publishes the plan with the SPIF and cancels a contract.
func publish(f *sitetest.Firm, ctx context.Context, tx *tenant.Tx, id, cancelled uuid.UUID) error {
	version := uuid.New()
	for _, s := range []struct {
		sql  string
		args tenant.Args
	}{
		{`INSERT INTO app.plan_versions (tenant_id, id, plan_id, number, document, hash, starts_on, ends_on,
				created_at) VALUES (@tenant, @id, @plan, 1, @document, 'h', '2025-01-01', '2027-01-01', @now)`,
			tenant.Args{"id": version, "plan": id, "document": spifPlan, "now": tx.Now()}},
		{`INSERT INTO app.plan_publications (tenant_id, id, published_at) VALUES (@tenant, @id, @now)`,
			tenant.Args{"id": version, "now": tx.Now()}},
		{`INSERT INTO app.billing_events (tenant_id, id, opportunity_id, kind, happened_on, currency, known_at)
			VALUES (@tenant, @id, @opportunity, 'cancellation', '2026-07-12', 'USD', @now)`,
			tenant.Args{"id": uuid.New(), "opportunity": cancelled, "now": tx.Now()}},
	} {
		if _, err := tx.Exec(ctx, s.sql, s.args); err != nil {
			return err
		}
	}
	return nil
}

func TestFinancePagesAreAccessibleInBothThemesAndSizes(t *testing.T) {
	t.Parallel()
	s, source := sitetest.New(t), sitetest.Axe(t)
	f, none := s.Firm("west"), s.Firm("none")
	rich(f, t)
	type shot struct {
		firm            *sitetest.Firm
		name, path, who string
	}
	shots := []shot{{f, "liability", "/commissions/liability", "finance"},
		{f, "liability-quarter", "/commissions/liability?kind=quarter&currency=EUR", "ops"},
		{f, "liability-executive", "/commissions/liability", "executive"},
		{f, "capitalisation", "/commissions/capitalisation", "finance"}, {f, "capitalisation-contract",
			"/commissions/capitalisation?period=2026&contract=" + f.Opportunities["rep"].String(), "ops"},
		{f, "payroll", "/commissions/payroll", "finance"}, {f, "spifs", "/commissions/spifs", "finance"},
		{none, "liability-none", "/commissions/liability", "finance"}, {none, "capitalisation-none",
			"/commissions/capitalisation", "finance"}, {none, "payroll-none", "/commissions/payroll", "finance"}}
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		w := s.Window(size[0], size[1])
		w.Cookie("theme", "light")
		for _, l := range shots {
			w.As(l.firm.Users[l.who])
			w.Get(l.firm.Path(l.path))
			w.Inspect(sitetest.Look{Name: l.name}, size[0], source)
		}
	}
}
