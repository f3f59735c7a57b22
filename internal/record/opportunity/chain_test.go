package opportunity

import (
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestTheOrderOfRowsInAFileDoesNotMatter shuffles what happened in one second.
func TestTheOrderOfRowsInAFileDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
		values := []string{"100"}
		var rows []Past
		for i := range rapid.IntRange(2, 12).Draw(r, "changes") {
			next := strconv.Itoa(100 * rapid.IntRange(1, 5).Draw(r, "value"))
			if next == values[len(values)-1] {
				continue
			}
			was := values[len(values)-1]
			values = append(values, next)
			rows = append(rows, Past{ExternalID: strconv.Itoa(i), Field: "amount", Old: &was, New: &next,
				At: at.Add(time.Duration(i/5) * time.Second)})
		}
		last, err := strconv.ParseInt(values[len(values)-1], 10, 64)
		if err != nil {
			r.Fatal(err)
		}
		in := Imported{State: State{Name: "D", Stage: "S", Status: Open, Currency: "USD", Amount: &last,
			Category: Pipeline}, CreatedAt: at.AddDate(0, -1, 0),
			History: rapid.Permutation(rows).Draw(r, "order")}
		history, err := Rules{Now: at.AddDate(1, 0, 0)}.changes([16]byte{1}, in)
		if err != nil {
			r.Fatal(err)
		}
		versions, err := Replay(history)
		if err != nil {
			r.Fatal(err)
		}
		if first := versions[0].Amount; *first != 100 {
			r.Fatalf("it began with %d", *first)
		}
		if got := versions[len(versions)-1]; *got.Amount != last || !got.KnownFrom.Before(at.AddDate(0, 1, 0)) {
			r.Fatalf("it ends with %d known since %s, not with %d", *got.Amount, got.KnownFrom, last)
		}
	})
}
