package projection_test

import (
	"testing"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/forecast/projection/company"
	"quarterdeck/internal/record/opportunity"
)

// undated adds opportunities to a book that a source gave no date of creation, so that they stand at the calendar's
// first day.
func undated(b *projection.Book, day string) *projection.Book {
	with := *b
	with.Records = append([]projection.Record{}, b.Records...)
	for _, key := range []string{"undated 1", "undated 2", "undated 3"} {
		with.Records = append(with.Records, projection.Record{Key: key, Created: date(day),
			States: []projection.State{{From: date(day), Stage: "Prospecting",
				Status: opportunity.Open, Category: opportunity.Pipeline}}})
	}
	with.Sort()
	return &with
}

func TestAnOpportunityWithoutADateDoesNotMakeTheHistoryOlder(t *testing.T) {
	plain := company.Company{Name: "plain", Seed: 32, Season: 0.4, PerYear: 80, Years: 3, Owners: 4}.Book()
	p := plain.Calendar.Containing(period.Quarter, company.End-30)
	day := plain.Day - 40
	want := train(t, plain, day).Forecast(plain.Until(day), p, 0)
	for _, first := range []string{"0001-01-01", "1970-01-01", "2000-01-01"} {
		stray := undated(plain, first)
		if got := stray.Began(); got != plain.Records[0].Created {
			t.Errorf("with opportunities of %s the history begins on %s, without them on %s", first, got,
				plain.Records[0].Created)
		}
		for name, method := range map[string]func(*projection.Book, period.Period) projection.Estimate{
			"pace": projection.Paced, "stage-weighted": projection.Weighted, "category": projection.Categorised,
			"naive": projection.LastYear, "rate": projection.Rate,
		} {
			if got, want := method(stray.Until(day), p).Total, method(plain.Until(day), p).Total; got != want {
				t.Errorf("%s with opportunities of %s is %v, without them %v", name, first, got, want)
			}
		}
		if _, values := projection.Series(stray, period.Quarter); len(values) > 13 {
			t.Errorf("with opportunities of %s the series has %d quarters", first, len(values))
		}
		// What they may bring themselves is forecast; nothing else moves.
		got := train(t, stray, day).Forecast(stray.Until(day), p, 0)
		parts, _ := got.Sum(func(owner string) bool { return owner != "" })
		whole, _ := want.Sum(nil)
		if parts.Closed != whole.Closed || parts.Open != whole.Open || len(got.Open) != len(want.Open)+3 {
			t.Errorf("with opportunities of %s the owned parts are %v, without them %v", first, parts, whole)
		}
	}
	// A history with a year in which nothing was created is one history.
	gap := bookOf("2026-11-20", deal("a", "2024-01-05", 1, opportunity.Commit, "2024-06-01"),
		deal("b", "2025-06-05", 1, opportunity.Commit, "2025-12-01"))
	if got := gap.Began(); got != date("2024-01-05") {
		t.Errorf("a history with a pause begins on %s", got)
	}
	if got := (&projection.Book{Day: date("2026-11-20")}).Began(); got != date("2026-11-20") {
		t.Errorf("an empty history begins on %s", got)
	}
}
