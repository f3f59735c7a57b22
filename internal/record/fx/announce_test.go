package fx_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/testdb"
)

func rateFrom(t *testing.T, day, rate string) fx.Rate {
	t.Helper()
	d, err := period.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return fx.Rate{Currency: "EUR", Rate: decimal.RequireFromString(rate), ValidFrom: d, Source: "test"}
}

func held(t *testing.T, tx *tenant.Tx) map[string]string {
	t.Helper()
	rates, err := fx.List(t.Context(), tx)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, r := range rates {
		all[r.ValidFrom.String()+"/"+r.ValidTo.String()] = r.Rate.String()
	}
	return all
}

func TestARateInBetweenLeavesTheLaterOnes(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for _, r := range []fx.Rate{rateFrom(t, "2026-01-01", "1.10"), rateFrom(t, "2026-04-01", "1.12"),
		rateFrom(t, "2026-03-01", "1.08")} {
		if err := fx.Set(t.Context(), tx, r); err != nil {
			t.Fatal(err)
		}
	}
	got := held(t, tx)
	want := map[string]string{"2026-01-01/2026-03-01": "1.1", "2026-03-01/2026-04-01": "1.08", "2026-04-01/": "1.12"}
	if len(got) != len(want) {
		t.Errorf("rates are %v, want %v", got, want)
	}
	for days, rate := range want {
		if got[days] != rate {
			t.Errorf("in %s it is %q, want %s (%v)", days, got[days], rate, got)
		}
	}
}

func TestAClosedPeriodKeepsItsRates(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t) // today is 20 November 2026
	if err := fx.Announce(t.Context(), tx, rateFrom(t, "2026-07-01", "1.15")); err != nil {
		t.Fatalf("a first rate for days without one: %v", err)
	}
	if err := fx.Announce(t.Context(), tx, rateFrom(t, "2026-09-01", "1.20")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("another rate for a closed quarter: %v, want it refused", err)
	}
	if err := fx.Announce(t.Context(), tx, rateFrom(t, "2026-11-01", "1.20")); err != nil {
		t.Errorf("a rate for the current quarter: %v", err)
	}
}
