package statement_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

// TestWhatIsApprovedIsNotPaidYet follows a year through its states: paid, approved and not yet paid, and pending are
// three figures, the same on the statement and on the home.
func TestWhatIsApprovedIsNotPaidYet(t *testing.T) {
	t.Parallel()
	o := office.Open(t, strings.Replace(office.Selling, `"quota": "assigned"`,
		`"quota": "assigned", "eligible": [{"on": "booking", "share": "0.50"}, {"on": "cash", "share": "0.50"}]`, 1))
	ids := o.Sell(t, o.Ann, "A 50000 2026-01-20", "B 20000 2026-02-20", "C 10000 2026-03-20")
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := billing.Record(ctx, tx, billing.Event{OpportunityID: ids["A"], Kind: billing.Cash,
			On: cast.Day("2026-01-25"), Amount: new(int64(50_000_00)), Currency: "USD"})
		return err
	})
	year := func() (y statement.Year) {
		o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			g, _, err := statement.Last(ctx, tx, o.Ann)
			if err != nil {
				return err
			}
			all, err := statement.List(ctx, tx, statement.Filter{Member: &o.Ann})
			if err != nil {
				return err
			}
			for _, s := range all {
				sheet, err := statement.LoadSheet(ctx, tx, s)
				if err != nil {
					return err
				}
				if sheet.Year() != g.Year {
					t.Errorf("the statement of %s says %+v, the home %+v", s.Period, sheet.Year(), g.Year)
				}
			}
			y = g.Year
			return nil
		})
		return y
	}
	says := func(when string, want statement.Year) {
		t.Helper()
		want.Label = "2026"
		if got := year(); got != want {
			t.Errorf("%s: %+v, want %+v", when, got, want)
		}
	}
	o.Run(t, "2026-01")
	says("calculated", statement.Year{Earned: 5_000_00, Open: 5_000_00})
	o.Lock(t, o.Ann, "2026-01")
	says("locked", statement.Year{Earned: 5_000_00, Approved: 5_000_00})
	mark(t, o, o.Ann, "2026-01", statement.Paid, o.Fay)
	says("paid", statement.Year{Earned: 5_000_00, Paid: 5_000_00})
	o.Run(t, "2026-02")
	o.Lock(t, o.Ann, "2026-02")
	o.Run(t, "2026-03")
	says("with February locked and March an estimate",
		statement.Year{Earned: 8_000_00, Paid: 5_000_00, Approved: 1_000_00, Open: 500_00, Pending: 1_500_00})
	mark(t, o, o.Ann, "2026-03", statement.ManagerApproved, o.Nora)
	says("approved by the manager",
		statement.Year{Earned: 8_000_00, Paid: 5_000_00, Approved: 1_500_00, Pending: 1_500_00})
	mark(t, o, o.Ann, "2026-03", statement.FinanceApproved, o.Fay)
	says("approved by finance", statement.Year{Earned: 8_000_00, Paid: 5_000_00, Approved: 1_500_00, Pending: 1_500_00})
}

// mark puts a member's statement into a state.
func mark(t *testing.T, o office.Office, member uuid.UUID, key string, to statement.State, by uuid.UUID) {
	t.Helper()
	s, _ := o.Of(t, member, key)
	if err := o.Move(t, by, s, to, s.StateNumber, ""); err != nil {
		t.Fatal(err)
	}
}

// TestAYearBeginsWithItsFirstDay has a statement of the year before, and of another plan.
func TestAYearBeginsWithItsFirstDay(t *testing.T) {
	t.Parallel()
	made := uuid.New()
	of := func(plan byte, from, to string, state statement.State, earned, due, payable int64) statement.Statement {
		return statement.Statement{PlanID: uuid.UUID{plan}, Currency: "USD", StartsOn: cast.Day(from),
			EndsOn: cast.Day(to), State: state, Earned: earned, Due: due, Payable: payable, Calculation: &made}
	}
	all := []statement.Statement{of(1, "2026-02-01", "2026-03-01", statement.Calculated, 900, 700, 200),
		of(2, "2026-01-01", "2026-04-01", statement.Locked, 50, 50, 50), of(1, "2026-01-01", "2026-02-01",
			statement.Paid, 600, 500, 100), of(1, "2025-12-01", "2026-01-01", statement.Paid, 400, 400, 400)}
	want := statement.Year{Label: "2026", Earned: 550, Paid: 100, Approved: 50, Open: 200, Pending: 200}
	if got := statement.YearOf(all, period.Calendar{}, cast.Day("2026-02-10"), "USD"); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := statement.YearOf(all, period.Calendar{}, cast.Day("2026-02-10"),
		"EUR"); got != (statement.Year{Label: "2026"}) {
		t.Errorf("in another currency %+v", got)
	}
}
