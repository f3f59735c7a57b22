package page

import (
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/statement"
)

func TestTheNextRateIsSaidInASentence(t *testing.T) {
	t.Parallel()
	d := decimal.RequireFromString
	tiers := func(back bool) []commission.Step {
		return []commission.Step{{From: d("0"), Rate: d("0.1"), Reached: true},
			{From: d("100000"), Rate: d("0.125"), Back: back}}
	}
	for _, c := range []struct {
		cash     Cash
		credited string
		tiers    []commission.Step
		count    bool
		want     string
	}{
		{"USD", "80000", tiers(false), false,
			"$20,000 more to reach 12.5\u00a0% on what is above: about $2,000 on the way"},
		{"USD", "99999.994", tiers(false), false, "$0.01 more to reach 12.5\u00a0% on what is above"},
		{"JPY", "80000", tiers(true), false, "¥20,000 more to reach 12.5\u00a0% on everything back to the first unit"},
		{"USD", "2", []commission.Step{{From: d("0"), Rate: d("50"), Reached: true}, {From: d("5"), Rate: d("75.50")}},
			true, "3 more to reach $75.50 each on what is above: about $150 on the way"},
		{"USD", "120000", []commission.Step{{From: d("0"), Rate: d("0.1"), Reached: true}}, false, ""},
	} {
		p := statement.Place{Standing: commission.Standing{Credited: d(c.credited), Tiers: c.tiers}, Count: c.count}
		if got := money.Point.Say(c.cash.Next(p)); got != c.want {
			t.Errorf("%q and not %q", got, c.want)
		}
	}
}

func TestAnAmountHasCentsOnlyWhereThereAreSome(t *testing.T) {
	t.Parallel()
	for minor, want := range map[int64]string{58_050_000: "$580,500", 58_050_005: "$580,500.05", -5: "−$0.05", 0: "$0",
		123_456_789_012_00: "$123,456,789,012"} {
		if got := money.Point.Say(Cash("USD").Plain(minor)); got != want {
			t.Errorf("%d is %q and not %q", minor, got, want)
		}
	}
}
