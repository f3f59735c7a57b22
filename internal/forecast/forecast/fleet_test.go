package forecast_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/product"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// fleet is opportunities of every kind: any owner or none, in two currencies and one without a rate, with and without
// an amount, a date, an account and products, in a category of their stage or by hand.
func fleet(c *cast.Company, accounts []uuid.UUID) []opportunity.Imported {
	draw := rapid.Custom(func(t *rapid.T) opportunity.Imported {
		in := c.Opportunity("", rapid.SampledFrom(append(c.Reps(), c.Nora, c.Eve, uuid.Nil)).Draw(t, "owner"),
			rapid.SampledFrom([]string{"Discovery", "Proposal", "Negotiation", "Won", "Lost"}).Draw(t, "stage"),
			rapid.Int64Range(-500, 1_000_000_00).Draw(t, "amount"),
			rapid.SampledFrom([]string{"", "2026-07-15", "2026-09-30", "2026-10-01", "2026-11-19", "2026-11-20",
				"2026-12-31", "2027-01-01"}).Draw(t, "close"))
		s := &in.State
		s.Currency = rapid.SampledFrom([]money.Currency{"USD", "USD", "USD", "EUR", "GBP"}).Draw(t, "currency")
		if rapid.IntRange(0, 8).Draw(t, "known") == 0 {
			s.Amount = nil
		}
		if s.Status == opportunity.Open && rapid.Bool().Draw(t, "by hand") {
			*s = s.WithCategory(rapid.SampledFrom(opportunity.Categories[1:]).Draw(t, "category"))
		}
		s.Type = rapid.SampledFrom([]string{"", "New Business", "Existing Business", "Renewal",
			"Partner"}).Draw(t, "type")
		if i := rapid.IntRange(0, len(accounts)).Draw(t, "account"); i < len(accounts) {
			s.AccountID = &accounts[i]
		}
		return in
	})
	var all []opportunity.Imported
	for i := range 90 {
		in := draw.Example(i)
		in.ExternalID = fmt.Sprint("F", i)
		in.State.Name = in.ExternalID
		all = append(all, in)
	}
	return all
}

func afloat(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "EUR", Rate: decimal.RequireFromString("1.0873"),
			ValidFrom: cast.Day("2026-07-01")}); err != nil {
			return err
		}
		var firms []account.Imported
		var ids []uuid.UUID
		for i, employees := range []int64{0, 12, 99, 100, 999, 1000} {
			a := account.Imported{ID: uuid.Must(uuid.NewV7()), ExternalID: fmt.Sprint("A", i),
				Name: fmt.Sprint("Firm ", i), Territory: fmt.Sprint("T", i%2), Custom: "{}",
				CreatedAt: cast.Since, Hash: 1}
			if employees > 0 {
				a.Employees, a.Region = &employees, "North"
			}
			firms, ids = append(firms, a), append(ids, a.ID)
		}
		if _, err := account.Import(ctx, tx, firms); err != nil {
			return err
		}
		opportunities, err := cast.Take(ctx, tx, fleet(&c, ids)...)
		if err != nil {
			return err
		}
		return sell(ctx, tx, opportunities)
	})
	return c
}

// sell gives two lines of different families to every third opportunity.
func sell(ctx context.Context, tx *tenant.Tx, opportunities []uuid.UUID) error {
	var products []product.Imported
	for _, family := range []string{"Platform", "Services"} {
		products = append(products, product.Imported{ID: uuid.Must(uuid.NewV7()), ExternalID: family, Name: family,
			Family: family, Currency: "USD", Custom: "{}", CreatedAt: cast.Since, Hash: 1})
	}
	if _, err := product.Import(ctx, tx, products); err != nil {
		return err
	}
	var items []product.ImportedItem
	for i, id := range opportunities {
		for n, p := range products {
			amount := int64(100 * ((i + n) % 2))
			if i%3 == 0 {
				items = append(items, product.ImportedItem{ID: uuid.Must(uuid.NewV7()), ExternalID: fmt.Sprint(i, n),
					OpportunityID: id, ProductID: p.ID, Quantity: decimal.NewFromInt(1), Amount: &amount,
					Currency: "USD", Custom: "{}", Hash: 1})
			}
		}
	}
	_, err := product.ImportItems(ctx, tx, items)
	return err
}

func TestEveryFigureOfAFleetAgreesWithItsList(t *testing.T) {
	t.Parallel()
	c := afloat(t)
	for _, r := range []scope.Request{{}, {Period: "2026-Q3"}, {Period: "2026"}, {AsOf: "2026-11-19"},
		{Team: "North"}} {
		opensToItsRows(t, &c, c.Eve, r)
	}
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		s := sheet(ctx, t, tx, scope.Request{})
		if s.Root.Gross.Unconverted == 0 || s.Root.Gross.Overdue.Count == 0 {
			t.Errorf("the fleet has none of what is hard: %+v", s.Root.Gross)
		}
		for by, names := range map[rollup.Dimension]int{rollup.BySegment: 4, rollup.ByTerritory: 3,
			rollup.ByRegion: 2, rollup.ByFamily: 3, rollup.ByBusiness: 4, rollup.ByTeam: 3} {
			groups, err := forecast.GroupBy(ctx, tx, s.Scope, by)
			if err != nil || len(groups) != names {
				t.Errorf("%d groups by %s, %v: %+v", len(groups), by, err, groups)
			}
		}
		return nil
	})
}
