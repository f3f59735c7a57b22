package accrual_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/internal/testdb/ledger"
)

func post(ctx context.Context, t *testing.T, tx *tenant.Tx, b *ledger.Book, statements ...ledger.Statement) {
	t.Helper()
	for _, s := range statements {
		if _, _, err := b.Post(ctx, tx, s); err != nil {
			t.Fatal(err)
		}
	}
}

func load(ctx context.Context, t *testing.T, tx *tenant.Tx) []accrual.Item {
	t.Helper()
	items, err := accrual.Load(ctx, tx, tx.Now())
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// history posts three quarters of Ann and one of Ben's, and what is calculated since.
func history(ctx context.Context, t *testing.T, c *cast.Company, tx *tenant.Tx) {
	t.Helper()
	ids, err := cast.Take(ctx, tx, c.Opportunity("Acme", c.Ann, "Won", 10_000_00, "2026-03-20"),
		c.Opportunity("Bolt", c.Ben, "Won", 5_000_00, "2026-05-10"),
		c.Opportunity("Crew", c.Ann, "Won", 7_000_00, "2026-10-10"))
	if err != nil {
		t.Fatal(err)
	}
	line := func(component string, deal int, amount int64) []ledger.Line {
		return []ledger.Line{{Component: component, Opportunity: ids[deal], Amount: amount}}
	}
	post(ctx, t, tx, ledger.Open(),
		ledger.Statement{Member: c.Ann, Period: "2026-Q1", Lines: line("new", 0, 1_000_00), Pending: 400_00,
			PaidAt: cast.At("2026-04-10T15:00:00Z")},
		ledger.Statement{Member: c.Ben, Period: "2026-Q2", Lines: line("new", 1, 300_00), Draw: 200_00, Balance: 200_00,
			PaidAt: cast.At("2026-07-10T15:00:00Z")},
		ledger.Statement{Member: c.Ann, Period: "2026-Q3", Lines: line("spif", 0, 50_00), Adjustment: 25_00},
		ledger.Statement{Member: c.Ann, Period: "2026-Q4", Lines: line("new", 2, 700_00), Pending: 700_00, Open: true,
			LockedAt: cast.At("2026-11-18T15:00:00Z")})
}

func TestStatementsBecomeWhatIsOwed(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		history(ctx, t, &c, tx)
		quarters := tx.Calendar().Between(period.Quarter, day("2026-01-01"), day("2027-01-01"))
		rows := accrual.Roll(load(ctx, t, tx), quarters)
		want := []accrual.Movement{
			{Earned: 1_000_00, Closing: 1_000_00, Pending: 400_00},
			{Opening: 1_000_00, Earned: 300_00, Settled: 600_00, Closing: 700_00, Pending: 400_00},
			{Opening: 700_00, Earned: 50_00, Adjusted: 25_00, Settled: 300_00, Closing: 475_00, Pending: 400_00,
				Advanced: 200_00, Draws: 200_00},
			{Opening: 475_00, Earned: 700_00, Closing: 1_175_00, Pending: 1_100_00, DrawsOpening: 200_00, Draws: 200_00,
				Open: 700_00},
		}
		for i, w := range want {
			if rows[i].Movement != w {
				t.Errorf("%s:\n%+v, want\n%+v", rows[i].Period.Label, rows[i].Movement, w)
			}
		}
		before, err := accrual.Load(ctx, tx, cast.At("2026-07-05T12:00:00Z"))
		if err != nil {
			return err
		}
		if r := accrual.Roll(before, quarters)[3].Movement; r.Closing != 700_00 || r.Settled != 0 {
			t.Errorf("in July nobody knew of what came later: %+v", r)
		}
		parts, err := accrual.Components(ctx, tx, day("2026-01-01"), day("2027-01-01"), tx.Now())
		sums := map[string]int64{}
		for _, p := range parts {
			sums[p.Component] += p.Amount
		}
		if sums["new"] != 2_000_00 || sums["spif"] != 50_00 || sums["adjustment"] != 25_00 {
			t.Errorf("%v", sums)
		}
		if err != nil {
			return err
		}
		for component, want := range map[string]int64{"new": 2_000_00, "adjustment": 25_00, "nothing": 0} {
			earners, err := accrual.Earners(ctx, tx, component, "USD", day("2026-01-01"), day("2027-01-01"), tx.Now())
			sum := int64(0)
			for _, e := range earners {
				sum += e.Amount
			}
			if err != nil || sum != want {
				t.Errorf("the earners of %s sum to %d, not %d: %v", component, sum, want, err)
			}
		}
		return nil
	})
}

func TestNobodyReadsWhatIsOwedToOthers(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { history(ctx, t, &c, tx); return nil })
	for who, want := range map[uuid.UUID]int{c.Fay: 4, c.Olga: 4, c.Eve: 0, c.Ada: 0, c.Sol: 0, c.Cat: 0, c.Nora: 4,
		c.Ben: 1} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			if items := load(ctx, t, tx); len(items) != want {
				t.Errorf("a %s reads %d statements, not %d", tx.Actor().Role, len(items), want)
			}
			return nil
		})
	}
}

func TestTheRateIsOfLockedQuarters(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		rates, err := accrual.RatesOn(ctx, tx, tx.Today())
		if err != nil {
			return err
		}
		r, err := accrual.RateOf(ctx, tx, nil, rates, tx.Today(), tx.Now())
		if err != nil || r.Known() {
			t.Errorf("an empty organisation has a rate: %+v, %v", r, err)
		}
		if _, _, ok, err := accrual.Forecast(ctx, tx, r, tx.Today()); ok || err != nil {
			t.Errorf("and a forecast: %v", err)
		}
		history(ctx, t, &c, tx)
		r, err = accrual.RateOf(ctx, tx, load(ctx, t, tx), rates, tx.Today(), tx.Now())
		if r.Earned != 1_375_00 || r.Revenue != 15_000_00 || r.Quarters != 3 || r.Members != 2 {
			t.Errorf("%+v", r)
		}
		return err
	})
}

func TestOtherCurrenciesCountAtTheRateOfTheDay(t *testing.T) {
	t.Parallel()
	c := cast.FoundWith(t, tenant.Settings{BaseCurrency: "JPY", TimeZone: "Asia/Tokyo", FiscalStart: 4})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, c.Opportunity("Acme", c.Ann, "Won", 10_000_00, "2026-05-20"))
		if err != nil {
			return err
		}
		post(ctx, t, tx, ledger.Open(), ledger.Statement{Member: c.Ann, Period: "2027-Q1", Currency: "USD",
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 100_01}}},
			ledger.Statement{Member: c.Ben, Period: "2027-Q1", Currency: "JPY",
				Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 500}}},
			ledger.Statement{Member: c.Cat, Period: "2027-Q1", Currency: "EUR",
				Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 500}}})
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "USD", Rate: decimal.RequireFromString("151.5"),
			ValidFrom: day("2026-01-01")}); err != nil {
			return err
		}
		rates, err := accrual.RatesOn(ctx, tx, tx.Today())
		if err != nil {
			return err
		}
		q, err := tx.Calendar().Parse("2027-Q1")
		if err != nil {
			return err
		}
		if q.Start != day("2026-04-01") {
			t.Errorf("the first quarter begins on %s", q.Start)
		}
		rows, left := accrual.Total(load(ctx, t, tx), rates, tx.Base(), []period.Period{q})
		if rows[0].Earned != 15_152+500 || left != 1 {
			t.Errorf("%d earned, %d left out", rows[0].Earned, left)
		}
		return nil
	})
}

func TestThePublishedForecastCostsTheRate(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		history(ctx, t, &c, tx)
		training := uuid.New()
		if _, err := tx.Exec(ctx, `INSERT INTO app.trainings (tenant_id, id, as_of, made_at, record)
			VALUES (@tenant, @id, '2026-11-01', @now, '{}')`,
			tenant.Args{"id": training, "now": tx.Now()}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO app.outlooks (tenant_id, id, training_id, period, as_of, made_at, value,
				low, high, document)
			VALUES (@tenant, @id, @training, '2026-Q4', '2026-11-19', @now, 30000000, 20000000, 45000000, '{}')`,
			tenant.Args{"id": uuid.New(), "training": training, "now": tx.Now()}); err != nil {
			return err
		}
		r := accrual.Rate{Earned: 1_375_00, Revenue: 15_000_00, Quarters: 3, Members: 2}
		e, q, ok, err := accrual.Forecast(ctx, tx, r, tx.Today())
		if !ok || q.Key != "2026-Q4" || e.Revenue != 300_000_00 || e.Value != 27_500_00 || e.Low != 18_333_33 ||
			e.High != 41_250_00 {
			t.Errorf("%+v of %s", e, q.Key)
		}
		return err
	})
}
