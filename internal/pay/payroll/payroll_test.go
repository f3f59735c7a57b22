package payroll_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/payroll"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/internal/testdb/ledger"
)

var components = payroll.Mapping{Rows: payroll.ByComponent,
	Codes: map[string]string{"": "OTH", "new": "COMM", payroll.Draws: "DRAW"},
	Columns: []payroll.Column{{Header: "Company", Field: payroll.Text, Text: "ACME"},
		{Header: "Employee", Field: payroll.Employee}, {Header: "Code", Field: payroll.Code},
		{Header: "Component", Field: payroll.Component}, {Header: "Amount", Field: payroll.Amount},
		{Header: "Last day", Field: payroll.EndsOn}, {Header: "Paid on", Field: payroll.PayDate}}}

func lines(t payroll.Table) []string {
	var all []string
	for _, row := range t.Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, c.Text)
		}
		all = append(all, strings.Join(cells, ","))
	}
	return all
}

func TestARowIsAStatementOrAComponent(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var run uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("Acme", c.Ann, "Won", 10_000_00, "2026-01-20"))
		if err != nil {
			return err
		}
		b := ledger.Open()
		for _, s := range []ledger.Statement{
			{Member: c.Ann, Period: "2026-01", Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 900_00}}},
			{Member: c.Ann, Period: "2026-02",
				Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 300_00},
					{Component: "spif", Opportunity: ids[0], Amount: 50_00}}, Pending: 100_00, Adjustment: -20_00},
			{Member: c.Ben, Period: "2026-02",
				Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 10_00}}, Draw: 90_00,
				Balance: 90_00},
			{Member: c.Cat, Period: "2026-02",
				Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 777_00}}, Open: true},
			{Member: c.Dan, Period: "2026-02"},
		} {
			if _, run, err = b.Post(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		payouts, err := payroll.Load(ctx, tx, run)
		if err != nil {
			return err
		}
		got := lines(components.Table(payouts, cast.Day("2026-03-15")))
		want := []string{"ACME,Ann,COMM,new,200.00,2026-02-28,2026-03-15",
			"ACME,Ann,OTH,spif,50.00,2026-02-28,2026-03-15", "ACME,Ann,OTH,adjustment,-20.00,2026-02-28,2026-03-15",
			"ACME,Ben,COMM,new,10.00,2026-02-28,2026-03-15", "ACME,Ben,DRAW,draw,90.00,2026-02-28,2026-03-15"}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := lines(payroll.Usual().Table(payouts, cast.Day("2026-03-15"))); len(got) != 2 ||
			!strings.HasPrefix(got[0], "Ann,Ann,,2026-02,2026-03-15,COMM,230.00,USD,") {
			t.Errorf("%q", got)
		}
		if totals := payroll.Totals(payouts); len(totals) != 1 ||
			totals[0] != (payroll.Total{Currency: "USD", Statements: 3, Paid: 330_00}) {
			t.Errorf("%+v", totals)
		}
		return nil
	})
	for _, who := range []uuid.UUID{c.Eve, c.Ada, c.Sol} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			if payouts, err := payroll.Load(ctx, tx, run); err != nil || len(payouts) > 0 &&
				tx.Actor().Role != tenant.Manager {
				t.Errorf("the wrong role reads payouts: %v, %v", payouts, err)
			}
			return nil
		})
	}
}

func TestTheFileSumsToThePayouts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64Range(-100_000, 100_000)
		payouts := rapid.SliceOf(rapid.Custom(func(t *rapid.T) payroll.Payout {
			p := payroll.Payout{Currency: rapid.SampledFrom([]money.Currency{"USD", "JPY", "KWD"}).Draw(t, "currency"),
				Due: amount.Draw(t, "due"), Draw: amount.Draw(t, "draw"), Adjustments: amount.Draw(t, "adjustments")}
			p.Paid = p.Due + p.Draw + p.Adjustments
			for _, name := range []string{"new", "spif"}[:rapid.IntRange(0, 2).Draw(t, "parts")] {
				p.Parts = append(p.Parts, payroll.Part{Component: name, Amount: amount.Draw(t, "part")})
			}
			return p
		})).Draw(t, "payouts")
		m := payroll.Mapping{Columns: []payroll.Column{{Header: "A", Field: payroll.Amount},
			{Header: "C", Field: payroll.Currency}}}
		for _, m.Rows = range []payroll.Rows{payroll.ByStatement, payroll.ByComponent} {
			sums := map[money.Currency]int64{}
			for _, row := range m.Table(payouts, 1).Rows {
				c := money.Currency(row[1].Text)
				a, err := money.Parse(row[0].Text, c)
				if err != nil {
					t.Fatal(err)
				}
				sums[c] += a.Minor
			}
			for _, total := range payroll.Totals(payouts) {
				if sums[total.Currency] != total.Paid {
					t.Fatalf("the file pays %d %s, the payouts %d", sums[total.Currency], total.Currency, total.Paid)
				}
			}
		}
	})
}

func TestAMappingIsHeldToItsRules(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if m, err := payroll.Current(ctx, tx); err != nil || m.Rows != payroll.ByStatement || len(m.Columns) != 9 {
			t.Errorf("%+v, %v", m, err)
		}
		column := func(header string, f payroll.Field) payroll.Mapping {
			return payroll.Mapping{Rows: payroll.ByStatement,
				Columns: []payroll.Column{{Header: "Amount", Field: payroll.Amount}, {Header: header, Field: f}}}
		}
		for what, m := range map[string]payroll.Mapping{
			"one row per statement": {Rows: "page"}, "between 1 and": {Rows: payroll.ByStatement},
			"needs a heading": column(" ", payroll.Name), "as a formula": column("=1+1", payroll.Name),
			"Two columns": column("Amount", payroll.Name), "no field": column("X", "salary"),
			"must be the amount": {Rows: payroll.ByStatement,
				Columns: []payroll.Column{{Header: "X", Field: payroll.Name}}},
		} {
			if err := payroll.Lay(ctx, tx, m); !strings.Contains(fault.Message(err), what) {
				t.Errorf("%q is said, want %q", fault.Message(err), what)
			}
		}
		if err := payroll.Lay(ctx, tx, components); err != nil {
			return err
		}
		if m, err := payroll.Current(ctx, tx); err != nil || m.Rows != payroll.ByComponent || m.Codes["new"] != "COMM" {
			t.Errorf("%+v, %v", m, err)
		}
		return nil
	})
	for _, who := range []uuid.UUID{c.Olga, c.Eve, c.Ada, c.Ann} {
		c.As(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			if err := payroll.Lay(ctx, tx, components); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("a %s lays out the file: %v", tx.Actor().Role, err)
			}
			return nil
		})
	}
}

func TestARunIsPaidOnce(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var run uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		b := ledger.Open()
		for _, s := range []ledger.Statement{{Member: c.Ann, Period: "2026-02"}, {Member: c.Ben, Period: "2026-02"},
			{Member: c.Cat, Period: "2026-02", Open: true}} {
			if _, run, err = b.Post(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		seen, err := payroll.Get(ctx, tx, run)
		if err != nil {
			return err
		}
		if _, err := payroll.Pay(ctx, tx, run, "others"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("paid is what nobody saw: %v", err)
		}
		if n, err := payroll.Pay(ctx, tx, run, seen.Waiting); n != 2 || err != nil {
			t.Errorf("%d are paid: %v", n, err)
		}
		if _, err := payroll.Pay(ctx, tx, run, seen.Waiting); fault.KindOf(err) != fault.Conflict {
			t.Errorf("paid twice: %v", err)
		}
		if _, err := payroll.Pay(ctx, tx, uuid.New(), ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another organisation's run: %v", err)
		}
		r, err := payroll.Get(ctx, tx, run)
		if r.Statements != 3 || r.Locked != 2 || r.Paid != 2 || r.Ready() || r.PaidAt == nil {
			t.Errorf("%+v", r)
		}
		return err
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := payroll.Pay(ctx, tx, run, ""); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("operations pay: %v", err)
		}
		return nil
	})
}

// TestWhatWasLockedAfterTheFileWasTakenIsNotPaidByIt has a statement locked between the look at a run and its payment.
func TestWhatWasLockedAfterTheFileWasTakenIsNotPaidByIt(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var run uuid.UUID
	b := ledger.Open()
	post := func(who uuid.UUID) {
		c.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
			_, run, err = b.Post(ctx, tx, ledger.Statement{Member: who, Period: "2026-02"})
			return err
		})
	}
	post(c.Ann)
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		seen, err := payroll.Get(ctx, tx, run)
		if err != nil {
			return err
		}
		post(c.Ben)
		if n, err := payroll.Pay(ctx, tx, run, seen.Waiting); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%d are paid, one of which is in no file: %v", n, err)
		}
		if seen, err = payroll.Get(ctx, tx, run); err != nil {
			return err
		}
		if n, err := payroll.Pay(ctx, tx, run, seen.Waiting); n != 2 || err != nil {
			t.Errorf("%d are paid: %v", n, err)
		}
		return nil
	})
}
