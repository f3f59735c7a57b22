package logit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"quarterdeck/internal/forecast/logit"
)

// observed draws rows of two columns whose true log-odds are -1, +2 where the first holds and -0.5 where the second
// does.
func observed(n int) []logit.Group {
	luck := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable on purpose
	groups := make([]logit.Group, n)
	for i := range groups {
		g := logit.Group{Weight: 1}
		odds := -1.0
		if luck.IntN(2) == 0 {
			g.Shared, odds = []int32{0}, odds+2
		}
		for range 2 {
			own, here := []int32{}, odds
			if luck.IntN(3) == 0 {
				own, here = []int32{1}, here-0.5
			}
			g.Own, g.Hit = append(g.Own, own), append(g.Hit, luck.Float64() < logit.Share(here))
		}
		groups[i] = g
	}
	return groups
}

func TestFitFindsTheOddsThatMadeTheRows(t *testing.T) {
	m, err := logit.Fit(t.Context(), observed(20_000), []float64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{2, -0.5} {
		if math.Abs(m.Coefs[i]-want) > 0.08 {
			t.Errorf("column %d: %.3f, want %.1f", i, m.Coefs[i], want)
		}
	}
	if math.Abs(m.Base+1) > 0.05 {
		t.Errorf("base %.3f", m.Base)
	}
}

func TestDoubtDrawsTowardsZero(t *testing.T) {
	groups := observed(200)
	free, err := logit.Fit(t.Context(), groups, []float64{0.01, 0.01})
	if err != nil {
		t.Fatal(err)
	}
	held, err := logit.Fit(t.Context(), groups, []float64{1000, 0.01})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(held.Coefs[0]) > math.Abs(free.Coefs[0])/5 {
		t.Errorf("%.3f against %.3f", held.Coefs[0], free.Coefs[0])
	}
}

func TestProbabilitiesSumToWhatHappened(t *testing.T) {
	groups := observed(5000)
	m, err := logit.Fit(t.Context(), groups, []float64{1e-6, 1e-6})
	if err != nil {
		t.Fatal(err)
	}
	var sum, hits float64
	for _, g := range groups {
		for i, own := range g.Own {
			if sum += logit.Share(m.Odds(g.Shared, own)); g.Hit[i] {
				hits++
			}
		}
	}
	if math.Abs(sum-hits) > 0.01*hits {
		t.Errorf("%.1f expected, %.0f happened", sum, hits)
	}
}

func TestRowsThatAllAgreeHaveFiniteOdds(t *testing.T) {
	groups := []logit.Group{{Shared: []int32{0}, Own: [][]int32{{}, {}}, Hit: []bool{true, true}, Weight: 1}}
	m, err := logit.Fit(t.Context(), groups, []float64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if p := logit.Share(m.Odds([]int32{0})); p < 0.6 || p >= 1 || math.IsNaN(p) {
		t.Errorf("%v", p)
	}
	if _, err := logit.Fit(t.Context(), nil, nil); err == nil {
		t.Error("nothing was observed, and it fits")
	}
}
