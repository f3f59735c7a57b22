package accrual_test

import (
	"testing"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
)

func TestASummaryIsOfTheMonthsThatAreOverAndOfEnoughPeople(t *testing.T) {
	t.Parallel()
	same := func(minor int64, c money.Currency) (int64, bool) { return minor, c == "USD" }
	var items []accrual.Item
	for who := range byte(4) {
		items = append(items, item(who, "2026-08", 100, ""), item(who, "2026-11", 7_000, ""))
	}
	foreign := item(0, "2026-08", 9, "")
	foreign.Currency = "EUR"
	items = append(items, foreign)
	s, ok := accrual.Summarise(items, same, "USD", calendar, day("2026-11-20"))
	if !ok || s.Through != day("2026-08-31") || s.Missing == nil || s.Missing.Key != "2026-09" || s.Left != 1 ||
		s.Statements != 4 {
		t.Fatalf("%+v", s)
	}
	// what was earned in November is not in it, and neither are quarters before the first pay
	if len(s.Rows) != 1 || s.Rows[0].Closing != 400 {
		t.Errorf("%+v", s.Rows)
	}
	few, ok := accrual.Summarise([]accrual.Item{items[0], items[2], foreign}, same, "USD", calendar, day("2026-11-20"))
	if !ok || !few.Too || len(few.Rows) != 0 || few.Left != 0 {
		t.Errorf("of two people: %+v", few)
	}
	if s, ok := accrual.Summarise(nil, same, "USD", calendar, day("2026-11-20")); ok || s.Through != day("2026-10-31") {
		t.Errorf("before the first statement: %+v", s)
	}
}

func TestARollForwardShowsAYearOfMonthsOrTwoOfQuarters(t *testing.T) {
	t.Parallel()
	for kind, want := range map[period.Kind][2]string{period.Month: {"2025-12-01", "2026-12-01"},
		period.Quarter: {"2025-01-01", "2027-01-01"}} {
		all := accrual.Stretch(calendar, kind, day("2026-11-20"))
		if all[0].Start != day(want[0]) || all[len(all)-1].End != day(want[1]) {
			t.Errorf("%s: from %s to %s", kind, all[0].Start, all[len(all)-1].End)
		}
	}
}
