package backtest

import (
	"testing"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
)

// proofOf is a row of a method for all cut-offs of the organisation's quarters.
func proofOf(m projection.Method, wape float64, n int) Row {
	return Row{Kind: period.Quarter, Method: m, Cutoff: All, Level: Organisation, N: n, WAPE: &wape}
}

func TestTheMethodThatIsPublishedIsTheBestProvenUnlessFewWinsTell(t *testing.T) {
	t.Parallel()
	rows := func(house, category, commit, pace float64) []Row {
		return []Row{proofOf(projection.House, house, 40), proofOf(projection.CategoryWeighted, category, 40),
			proofOf(projection.Commit, commit, 40), proofOf(projection.Pace, pace, 40)}
	}
	for _, c := range []struct {
		name string
		rows []Row
		won  int
		want projection.Method
	}{
		{"many wins, and the house model is best", rows(0.10, 0.15, 0.30, 0.20), 5000, projection.House},
		{"many wins, and pace is a little better", rows(0.10, 0.15, 0.30, 0.09), 5000, projection.Pace},
		{"few wins, and pace is a little better", rows(0.40, 0.45, 0.50, 0.38), 40, projection.House},
		{"few wins, and pace is far better", rows(0.60, 0.65, 0.70, 0.12), 40, projection.Pace},
		{"too few wins for the house model", rows(0.10, 0.40, 0.45, 0.60), Enough - 1, projection.CategoryWeighted},
		{"just enough", rows(0.35, 0.40, 0.45, 0.60), Enough, projection.House},
		{"too few wins, and commit far better", rows(0.60, 0.70, 0.30, 0.60), Enough - 1, projection.Commit},
		{"no wins at all", rows(0.10, 0.20, 0.30, 0.05), 0, projection.CategoryWeighted},
		{"a method that never missed", rows(0.10, 0.20, 0.30, 0), 500, projection.Pace},
	} {
		if best, ok := Best(c.rows, period.Quarter, c.won); !ok || best.Method != c.want {
			t.Errorf("%s: %s is published (%t), want %s", c.name, best.Method, ok, c.want)
		}
	}
	if best, ok := Best([]Row{proofOf(projection.Pace, 0.1, proven-1), proofOf(projection.RepCall, 0.01, 40)},
		period.Quarter, 500); ok {
		t.Errorf("%s is published without a proof", best.Method)
	}
	for _, m := range projection.Methods {
		if usual[m] <= 0 {
			t.Errorf("nothing is usual of %s", m)
		}
	}
}
