package hypothesis_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

func TestWhatIfAddsHypothesesToWhatIsKnownAndWritesNothing(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-10-20", "B 10000 2026-11-10")
	var open, bens uuid.UUID
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, o.Opportunity("Open", o.Ann, "Proposal", 40_000_00, "2026-12-10"),
			o.Opportunity("Bens", o.Ben, "Proposal", 40_000_00, "2026-12-10"))
		if err == nil {
			open, bens = ids[0], ids[1]
		}
		return err
	})
	o.Run(t, "2026-10")
	o.Lock(t, o.Ann, "2026-10")
	o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := hypothesis.WhatIf(ctx, tx, o.Ann,
			[]hypothesis.Hypothesis{{Opportunity: open, Amount: 40_000_00, Currency: "USD",
				CloseOn: cast.Day("2026-12-10")}}, nil)
		if err != nil {
			return err
		}
		if len(all) != 1 || all[0].Problem != "" || len(all[0].Rows) != 2 {
			t.Fatalf("%+v", all)
		}
		november, december := all[0].Rows[0], all[0].Rows[1]
		if office.USD(november.Now.Payable) != "1000.00" || november.Then != november.Now {
			t.Errorf("November: %+v", november)
		}
		// 10,000 at 10 %, 30,000 at 20 %
		if office.USD(december.Now.Payable) != "0.00" || office.USD(december.Then.Payable) != "7000.00" ||
			office.USD(december.Then.Earned) != "7000.00" {
			t.Errorf("December: %+v", december)
		}
		if _, err := hypothesis.WhatIf(ctx, tx, o.Ann,
			[]hypothesis.Hypothesis{{Opportunity: bens, Amount: 1, Currency: "USD", CloseOn: cast.Day("2026-12-10")}},
			nil); fault.KindOf(err) != fault.Invalid {
			t.Errorf("she supposes that Ben wins: %v", err)
		}
		if all, err := hypothesis.WhatIf(ctx, tx, o.Ben, nil, nil); err != nil || len(all) != 0 {
			t.Errorf("Ann asks for Ben: %+v, %v", all, err)
		}
		return nil
	})
	if s, _ := o.Of(t, o.Ann, "2026-10"); office.USD(s.Payable) != "8000.00" {
		t.Error("something was written")
	}
}

func TestWhatAQuarterEarnsWithTheRestOfTheForecast(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "Old 50000 2026-08-20", "A 80000 2026-10-20")
	o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		earned, currency, ok, err := hypothesis.EarnedIn(ctx, tx, o.Ann,
			tx.Calendar().Containing(period.Quarter, tx.Today()), []int64{0, 20_000_00, 40_000_00})
		if err != nil || !ok || currency != "USD" {
			t.Fatalf("%v %v %v", currency, ok, err)
		}
		for i, want := range []string{"8000.00", "8000.00", "10000.00", "14000.00"} {
			if office.USD(earned[i]) != want {
				t.Errorf("%d: %s and not %s", i, office.USD(earned[i]), want)
			}
		}
		_, _, ok, err = hypothesis.EarnedIn(ctx, tx, o.Cat, tx.Calendar().Containing(period.Quarter, tx.Today()), nil)
		if ok || err != nil {
			t.Errorf("Cat is on no plan: %v, %v", ok, err)
		}
		return nil
	})
}

func TestWhatEachOfSeveralWouldEarnAloneIsNotWhatTheyEarnTogether(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-10-20")
	var ids []uuid.UUID
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		ids, err = cast.Take(ctx, tx, o.Opportunity("One", o.Ann, "Proposal", 10_000_00, "2026-12-01"),
			o.Opportunity("Two", o.Ann, "Proposal", 40_000_00, "2026-12-10"),
			o.Opportunity("Foreign", o.Ann, "Proposal", 40_000_00, "2026-12-10"))
		return err
	})
	each := []hypothesis.Hypothesis{{Opportunity: ids[0], Amount: 10_000_00, Currency: "USD",
		CloseOn: cast.Day("2026-12-01")},
		{Opportunity: ids[1], Amount: 40_000_00, Currency: "USD", CloseOn: cast.Day("2027-01-10")},
		{Opportunity: ids[2], Amount: 40_000_00, Currency: "SEK", CloseOn: cast.Day("2026-12-10")}}
	o.See(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := hypothesis.WhatIf(ctx, tx, o.Ann, each[:1], each)
		if err != nil || len(all) != 1 || all[0].Problem != "" || len(all[0].Alone) != 3 {
			t.Fatalf("%+v, %v", all, err)
		}
		alone := all[0].Alone
		if office.USD(*alone[0]) != "1000.00" || alone[2] != nil {
			t.Errorf("10,000 in December earns %s, and 40,000 in a currency without a rate %v", office.USD(*alone[0]),
				alone[2])
		}
		if office.USD(*alone[1]) != "0.00" { // the plan ends with the year
			t.Errorf("40,000 in January earns %s", office.USD(*alone[1]))
		}
		each[1].CloseOn = cast.Day("2026-12-10")
		if all, err = hypothesis.WhatIf(ctx, tx, o.Ann, each[:2], each[:2]); err != nil {
			return err
		}
		december := all[0].Rows[len(all[0].Rows)-1]
		// 20,000 at 10 % and 20,000 at 20 %; together 20,000 and 30,000
		if office.USD(*all[0].Alone[1]) != "6000.00" || office.USD(december.Then.Earned) != "8000.00" {
			t.Errorf("40,000 in December earns %s, and both %s", office.USD(*all[0].Alone[1]),
				office.USD(december.Then.Earned))
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
		earned, _, ok, err := hypothesis.EarnedIn(ctx, tx, o.Ann, tx.Calendar().Containing(period.Quarter, tx.Today()),
			[]int64{20_000_00})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if office.USD(earned[0]) != "1250.00" || office.USD(earned[1]) != "3250.00" { // 250 was left of the budget
			t.Errorf("by now %s, then %s", office.USD(earned[0]), office.USD(earned[1]))
		}
		return nil
	})
}
