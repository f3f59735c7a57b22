package money_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
)

func TestWhatATallyTakesCanBeAddedUpInAnyWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var tally money.Tally
		for range rapid.IntRange(0, 10).Draw(t, "n") {
			var sum, magnitudes float64
			amounts := rapid.SliceOfN(rapid.Int64(), 1, 4).Draw(t, "amounts")
			before := tally
			takes := tally.Takes(amounts...)
			for _, a := range amounts {
				sum += float64(a)
				magnitudes += math.Abs(float64(a))
			}
			if takes && (magnitudes > math.MaxInt64/4*1.0001 || math.Abs(4*sum) > math.MaxInt64*1.001) {
				t.Fatalf("takes %v", amounts)
			}
			if !takes && tally != before {
				t.Fatal("what is refused is counted")
			}
		}
	})
}

func TestATallyRefusesWhatWouldRunOver(t *testing.T) {
	t.Parallel()
	var tally money.Tally
	n := 0
	for tally.Takes(-money.Most) {
		n++
	}
	if n < 2_500 || tally.Takes(0, money.Most) || !tally.Takes(1) {
		t.Errorf("%d of the greatest amounts are taken", n)
	}
	if new(money.Tally).Takes(math.MinInt64) || new(money.Tally).Takes(math.MaxInt64) || !new(money.Tally).Takes() {
		t.Error("an amount beyond any is taken")
	}
}
