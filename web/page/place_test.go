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
			"Close $20,000 more to unlock the 12.5\u00a0% rate. You earn about $2,000 getting there"},
		{"USD", "99999.994", tiers(false), false, "Close $0.01 more to unlock the 12.5\u00a0% rate"},
		{"JPY", "80000", tiers(true), false,
			"Close ¥20,000 more to unlock the 12.5\u00a0% rate on everything in the period"},
		{"USD", "2", []commission.Step{{From: d("0"), Rate: d("50"), Reached: true}, {From: d("5"), Rate: d("75.50")}},
			true, "Close 3 more to unlock $75.50 each. You earn about $150 getting there"},
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
