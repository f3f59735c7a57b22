package product_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/product"
	"quarterdeck/internal/testdb/cast"
)

// What stands around an opportunity is brought by imports alone: each takes a row, leaves it alone, changes it.
func TestWhatAnOpportunityWouldBuyAndFromWhom(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var sold, other uuid.UUID
	take := func(hash int64, quantity string) (outcomes []tenant.Outcome) {
		t.Helper()
		c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			if sold == uuid.Nil {
				ids, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Proposal", 1, ""),
					c.Opportunity("B", c.Ann, "Proposal", 1, ""))
				if err != nil {
					return err
				}
				sold, other = ids[0], ids[1]
			}
			note := func(out tenant.Outcome, err error) {
				if outcomes = append(outcomes, out); err != nil {
					t.Fatal(err)
				}
			}
			amount := int64(99_00)
			note(account.Import(ctx, tx,
				[]account.Imported{{ID: uuid.New(), ExternalID: "AC", Name: "Acme", Custom: "{}", CreatedAt: cast.Since,
					Hash: hash}}))
			accounts, err := account.IDs(ctx, tx)
			if err != nil {
				return err
			}
			at := accounts["AC"]
			note(product.Import(ctx, tx,
				[]product.Imported{{ID: uuid.New(), ExternalID: "P", Name: "Anchor", Family: "Iron", Currency: "USD",
					Custom: "{}", CreatedAt: cast.Since, Hash: hash}}))
			products, err := product.IDs(ctx, tx)
			if err != nil {
				return err
			}
			note(product.ImportItems(ctx, tx,
				[]product.ImportedItem{{ID: uuid.New(), ExternalID: "L", OpportunityID: sold, ProductID: products["P"],
					Quantity: decimal.RequireFromString(quantity), Amount: &amount, Currency: "USD", Custom: "{}",
					Hash: hash}}))
			note(contact.Import(ctx, tx,
				[]contact.Imported{{ID: uuid.New(), ExternalID: "C1", AccountID: &at, LastName: "Ames", Custom: "{}",
					CreatedAt: cast.Since, Hash: hash},
					{ID: uuid.New(), ExternalID: "C2", AccountID: &at, LastName: "Zorn", Custom: "{}",
						CreatedAt: cast.Since, Hash: hash}}))
			contacts, err := contact.IDs(ctx, tx)
			if err != nil {
				return err
			}
			note(contact.ImportRoles(ctx, tx, []contact.ImportedRole{
				{ID: uuid.New(), ExternalID: "R1", OpportunityID: sold, ContactID: contacts["C1"], Role: "Champion",
					Custom: "{}", CreatedAt: cast.At("2026-11-01T00:00:00Z"), Hash: hash},
				{ID: uuid.New(), ExternalID: "R2", OpportunityID: sold, ContactID: contacts["C2"],
					Role: "Economic Buyer", IsPrimary: true, Custom: "{}", CreatedAt: cast.Since, Hash: hash}}))
			note(activity.Import(ctx, tx,
				[]activity.Imported{{ID: uuid.New(), ExternalID: "T", OpportunityID: &sold, MemberID: &c.Ann,
					Kind: "call", OccursOn: cast.Day("2026-11-02"), Done: true, Custom: "{}",
					CreatedAt: cast.At("2026-11-02T09:00:00Z"), Hash: hash}}))
			return nil
		})
		return outcomes
	}
	sum := func(outcomes []tenant.Outcome) (all tenant.Outcome) {
		for _, o := range outcomes {
			all.Added, all.Changed, all.Unchanged = all.Added+o.Added, all.Changed+o.Changed, all.Unchanged+o.Unchanged
		}
		return all
	}
	for i, want := range []tenant.Outcome{{Added: 8}, {Unchanged: 8}, {Changed: 8}} {
		if got := sum(take(int64(1+i/2), fmt.Sprintf("1.%d", i))); got != want {
			t.Errorf("import %d: %+v, want %+v", i, got, want)
		}
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		items, err := product.OfOpportunity(ctx, tx, sold)
		if err != nil || len(items) != 1 || items[0].Name != "Anchor" || items[0].Quantity.String() != "1.2" ||
			*items[0].Amount != 99_00 {
			t.Errorf("%v %+v", err, items)
		}
		for asOf, want := range map[string]string{"": "Zorn Ames 1", "2026-10-31T00:00:00Z": "Zorn 0",
			"2023-01-01T00:00:00Z": "0"} {
			at := time.Time{}
			if asOf != "" {
				at = cast.At(asOf)
			}
			got := ""
			people, err := contact.OfOpportunity(ctx, tx, sold, at)
			for _, p := range people {
				got += p.LastName + " "
			}
			done, err2 := activity.OfOpportunity(ctx, tx, sold, at, 10)
			if got += fmt.Sprint(len(done)); got != want || err != nil || err2 != nil {
				t.Errorf("as of %q: %s, want %s (%v, %v)", asOf, got, want, err, err2)
			}
		}
		none, err := product.OfOpportunity(ctx, tx, other)
		if len(none) != 0 {
			t.Errorf("the other opportunity has %+v", none)
		}
		return err
	})
}
