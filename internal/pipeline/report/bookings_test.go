package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func company(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "JPY", Rate: decimal.RequireFromString("0.0066667"),
			ValidFrom: cast.Day("2026-01-01")}); err != nil {
			return err
		}
		records := []opportunity.Imported{
			c.Opportunity("A", c.Ann, "Won", 100_05, "2026-03-31"),
			c.Opportunity("B", c.Ann, "Won", 200_00, "2026-01-01"), c.Opportunity("C", c.Cat, "Won", 50_00,
				"2026-04-01"), c.Opportunity("D", uuid.Nil, "Won", 1, "2026-04-02"),
			c.Opportunity("E", c.Ann, "Won", 1000, "2026-04-30"), // yen
			c.Opportunity("F", c.Ann, "Won", 700, "2026-05-01"),  // pounds, without a rate
			c.Opportunity("G", c.Ann, "Lost", 900_00, "2026-05-01"),
			c.Opportunity("H", c.Ann, "Proposal", 30_00, "2026-12-01"),
			c.Opportunity("I", c.Cat, "Discovery", 40_00, "2020-01-01"), c.Opportunity("J", c.Cat, "Proposal", 5_00,
				""), c.Opportunity("K", c.Ann, "Discovery", 0, "2026-12-01"),
		}
		records[4].State.Currency, records[5].State.Currency = "JPY", "GBP"
		records[7].State = records[7].State.WithCategory(opportunity.Commit)
		records[10].State.Amount = nil
		_, err := cast.Take(ctx, tx, records...)
		return err
	})
	return c
}

func asked(t *testing.T, c *cast.Company, who uuid.UUID, r scope.Request) (b report.Bookings) {
	t.Helper()
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, r)
		if err != nil {
			return err
		}
		b, err = report.Load(ctx, tx, s)
		return err
	})
	return b
}

func TestBookingsHaveTheShapeInWhichTheyAreExported(t *testing.T) {
	t.Parallel()
	c := company(t)
	got, err := json.MarshalIndent(asked(t, &c, c.Eve, scope.Request{}), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
 "currency": "USD",
 "as_of": "2026-11-20",
 "quarters": [
  {"period": "2026-Q1", "won_count": 2, "won_amount": "300.05"},
  {"period": "2026-Q2", "won_count": 4, "won_amount": "56.68"}
 ],
 "members": [
  {"external_id": "Ann", "name": "Ann", "period": "2026-Q1", "won_count": 2, "won_amount": "300.05"},
  {"external_id": "Ann", "name": "Ann", "period": "2026-Q2", "won_count": 2, "won_amount": "6.67"},
  {"external_id": "Cat", "name": "Cat", "period": "2026-Q2", "won_count": 1, "won_amount": "50.00"},
  {"external_id": "", "name": "Nobody", "period": "2026-Q2", "won_count": 1, "won_amount": "0.01"}
 ],
 "open_by_stage": [{"stage": "Discovery", "count": 2, "amount": "40.00"}, {"stage": "Proposal", "count": 2, "amount": "35.00"}],
 "open_by_category": [
  {"category": "Commit", "count": 1, "amount": "30.00"}, {"category": "Best case", "count": 1, "amount": "5.00"},
  {"category": "Pipeline", "count": 2, "amount": "40.00"}
 ],
 "unconverted": 2
}`
	var have, should any
	if json.Unmarshal(got, &have) != nil || json.Unmarshal([]byte(want), &should) != nil ||
		fmt.Sprint(have) != fmt.Sprint(should) {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestBookingsAreThoseOfTheScope(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, want := range []struct {
		name string
		who  uuid.UUID
		r    scope.Request
		sums string
	}{
		{"a rep", c.Cat, scope.Request{}, "2026-Q2 1 50.00; open 2 45.00"},
		{"another manager", c.Nora, scope.Request{}, "2026-Q1 2 300.05; 2026-Q2 2 6.67; open 2 30.00"},
		{"a team", c.Eve, scope.Request{Team: "South"}, "2026-Q2 1 50.00; open 2 45.00"},
		{"before anything was known", c.Eve, scope.Request{AsOf: "2025-06-30"}, "open 0 0"},
	} {
		b := asked(t, &c, want.who, want.r)
		got, count, open := "", int64(0), decimal.Zero
		for _, q := range b.Quarters {
			got += fmt.Sprintf("%s %d %s; ", q.Period, q.WonCount, q.WonAmount)
		}
		for _, s := range b.OpenByStage {
			count, open = count+s.Count, open.Add(decimal.RequireFromString(s.Amount))
		}
		if count > 0 {
			got += fmt.Sprintf("open %d %s", count, open.StringFixed(2))
		} else {
			got += "open 0 0"
		}
		if got != want.sums {
			t.Errorf("%s: %s, want %s", want.name, got, want.sums)
		}
	}
}

func TestBookingsOfAFiscalYearAndOfNothing(t *testing.T) {
	t.Parallel()
	s := testdb.Settings
	s.FiscalStart, s.BaseCurrency = 4, "JPY"
	c := cast.FoundWith(t, s)
	empty, err := json.Marshal(asked(t, &c, c.Eve, scope.Request{}))
	if want := `{"currency":"JPY","as_of":"2026-11-20","quarters":[],"members":[],"open_by_stage":[],"open_by_category":[],"unconverted":0}`; err != nil || string(empty) != want {
		t.Errorf("%s, want %s (%v)", empty, want, err)
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		in := c.Opportunity("A", c.Ann, "Won", 1500, "2026-04-01")
		in.State.Currency = "JPY"
		_, err := cast.Take(ctx, tx, in)
		return err
	})
	if b := asked(t, &c, c.Eve, scope.Request{}); len(b.Quarters) != 1 ||
		b.Quarters[0] != (report.Quarter{Period: "2027-Q1", WonCount: 1, WonAmount: "1500"}) {
		t.Errorf("%+v", b.Quarters)
	}
}
