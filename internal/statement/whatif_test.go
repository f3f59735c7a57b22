package statement_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/period"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/statement/office"
	"quarterdeck/internal/tenant"
	"quarterdeck/internal/testdb/cast"
)

func TestWhatIfAddsHypothesesToWhatIsKnownAndWritesNothing(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-10-20", "B 10000 2026-11-10")
	var open, bens uuid.UUID
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, o.Opportunity("Open", o.Ann, "Proposal", 40_000_00, "2026-12-10"), o.Opportunity("Bens", o.Ben, "Proposal", 40_000_00, "2026-12-10"))
		if err == nil {
			open, bens = ids[0], ids[1]
		}
		return err
	})
	o.Run(t, "2026-10")
	o.Lock(t, o.Ann, "2026-10")
	o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := statement.WhatIf(ctx, tx, o.Ann, []statement.Hypothesis{{Opportunity: open, Amount: 40_000_00, Currency: "USD", CloseOn: cast.Day("2026-12-10")}})
		if err != nil {
			return err
		}
		if len(all) != 1 || all[0].Problem != "" || len(all[0].Rows) != 2 {
			t.Fatalf("%+v", all)
		}
		november, december := all[0].Rows[0], all[0].Rows[1]
		if usd(november.Now.Payable) != "1000.00" || november.Then != november.Now {
			t.Errorf("November: %+v", november)
		}
		if usd(december.Now.Payable) != "0.00" || usd(december.Then.Payable) != "7000.00" || usd(december.Then.Earned) != "7000.00" { // 10,000 at 10 %, 30,000 at 20 %
			t.Errorf("December: %+v", december)
		}
		if _, err := statement.WhatIf(ctx, tx, o.Ann, []statement.Hypothesis{{Opportunity: bens, Amount: 1, Currency: "USD", CloseOn: cast.Day("2026-12-10")}}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("she supposes that Ben wins: %v", err)
		}
		if all, err := statement.WhatIf(ctx, tx, o.Ben, nil); err != nil || len(all) != 0 {
			t.Errorf("Ann asks for Ben: %+v, %v", all, err)
		}
		return nil
	})
	if s, _ := o.Of(t, o.Ann, "2026-10"); usd(s.Payable) != "8000.00" {
		t.Error("something was written")
	}
}

func TestWhatAQuarterEarnsWithTheRestOfTheForecast(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "Old 50000 2026-08-20", "A 80000 2026-10-20")
	o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		earned, currency, ok, err := statement.EarnedIn(ctx, tx, o.Ann, tx.Calendar().Containing(period.Quarter, tx.Today()), []int64{0, 20_000_00, 40_000_00})
		if err != nil || !ok || currency != "USD" {
			t.Fatalf("%v %v %v", currency, ok, err)
		}
		for i, want := range []string{"8000.00", "8000.00", "10000.00", "14000.00"} {
			if usd(earned[i]) != want {
				t.Errorf("%d: %s and not %s", i, usd(earned[i]), want)
			}
		}
		_, _, ok, err = statement.EarnedIn(ctx, tx, o.Cat, tx.Calendar().Containing(period.Quarter, tx.Today()), nil)
		if ok || err != nil {
			t.Errorf("Cat is on no plan: %v, %v", ok, err)
		}
		return nil
	})
}

// shared is a plan with a bonus of 750 an opportunity and a budget of 1,000 for everybody.
const shared = `{"name": "Sales", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
	"components": [{"id": "sales", "kind": "rate", "quota": "assigned", "tiers": [{"from": "0", "rate": "0.10"}]},
		{"id": "spif", "kind": "bonus", "amount": "750", "budget": "1000", "window": {"from": "2026-10-01", "to": "2027-01-01"}}]}`

func TestABonusWhoseBudgetIsUsedUpIsNotSupposedOnceMore(t *testing.T) {
	t.Parallel()
	o := office.Open(t, shared)
	o.Sell(t, o.Ben, "B 10000 2026-11-02")
	o.Sell(t, o.Ann, "A 10000 2026-11-03")
	o.Run(t, "2026-11")
	o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		earned, _, ok, err := statement.EarnedIn(ctx, tx, o.Ann, tx.Calendar().Containing(period.Quarter, tx.Today()), []int64{20_000_00})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if usd(earned[0]) != "1250.00" || usd(earned[1]) != "3250.00" { // 250 was left of the budget
			t.Errorf("by now %s, then %s", usd(earned[0]), usd(earned[1]))
		}
		return nil
	})
}
