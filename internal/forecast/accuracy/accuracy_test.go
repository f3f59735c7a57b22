package accuracy

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(t *testing.T, what string, got float64, ok bool, want float64) {
	t.Helper()
	if !ok || math.Abs(got-want) > 5e-4 {
		t.Errorf("%s is %v, %v; want %v", what, got, ok, want)
	}
}

func unknown(t *testing.T, what string, got float64, ok bool) {
	t.Helper()
	if ok {
		t.Errorf("%s is %v, want it not known", what, got)
	}
}

func TestTheWorkedExampleOfAccuracy(t *testing.T) {
	got, ok := Accuracy(150, 100)
	near(t, "accuracy of 150 against 100", got, ok, .5)
	got, ok = Accuracy(400, 100)
	near(t, "accuracy of 400 against 100", got, ok, 0)
	got, ok = Accuracy(150, 0)
	unknown(t, "accuracy against nothing", got, ok)
	got, ok = Accuracy(math.NaN(), 100)
	unknown(t, "accuracy of no number", got, ok)
}

func TestMissesOfRepsDoNotCancelOut(t *testing.T) {
	reps := []Pair{{100, 80}, {50, 60}, {10, 20}}
	got, ok := WAPE(reps)
	near(t, "WAPE of the reps", got, ok, .25)
	got, ok = Accuracy(160, 160)
	near(t, "accuracy of the team", got, ok, 1)
	got, ok = Bias(reps)
	near(t, "bias of the team", got, ok, 0)
}

func TestMeasuresOfPeriods(t *testing.T) {
	pairs := []Pair{{110, 100}, {90, 100}, {5, 0}, {120, 100}, {100, 100}}
	got, ok := Bias(pairs)
	near(t, "bias", got, ok, 25.0/400)
	got, ok = MedianError(pairs) // without the period in which nothing came
	near(t, "median error", got, ok, .1)
	got, ok = MedianError(pairs[3:])
	near(t, "median error of two", got, ok, .1)
	got, ok = ValueAdded([]Pair{{80, 100}}, []Pair{{95, 100}})
	near(t, "value added", got, ok, .15)
}

func TestWhatIsNotDefinedIsNotZero(t *testing.T) {
	nothing := []Pair{{5, 0}, {3, 0}}
	got, ok := Bias(nothing)
	unknown(t, "bias", got, ok)
	got, ok = WAPE(nothing)
	unknown(t, "WAPE", got, ok)
	got, ok = WAPE(nil)
	unknown(t, "WAPE of none", got, ok)
	got, ok = MedianError(nothing)
	unknown(t, "median error", got, ok)
	got, ok = ValueAdded(nothing, []Pair{{1, 1}})
	unknown(t, "value added", got, ok)
	got, ok = Brier([]Outcome{{P: 1.2}})
	unknown(t, "Brier", got, ok)
	if _, ok := Coverage(nil); ok {
		t.Error("the coverage of no range is known")
	}
	if _, ok := Reliability([]Outcome{{P: math.NaN()}}); ok {
		t.Error("the reliability of no number is known")
	}
}

func TestRanges(t *testing.T) {
	ranges := []Range{{10, 20, 10}, {10, 20, 15}, {10, 20, 23}, {10, 20, 9}}
	share, ok := Coverage(ranges)
	near(t, "coverage", share.Value, ok && share.N == 4, .5)
}

func TestWilsonAgainstThePublishedInterval(t *testing.T) {
	s, ok := Wilson(81, 263) // Newcombe 1998, table I: 0.2553 to 0.3662
	near(t, "the lower end", s.Low, ok, .2553)
	near(t, "the upper end", s.High, ok, .3662)
	s, ok = Wilson(0, 20) // 0.0000 to 0.1611
	near(t, "the lower end of none", s.Low, ok, 0)
	near(t, "the upper end of none", s.High, ok, .1611)
	if _, ok := Wilson(3, 2); ok {
		t.Error("3 of 2 is a share")
	}
}

func TestProbabilities(t *testing.T) {
	outcomes := []Outcome{{.7, true}, {.7, true}, {.75, false}, {0, false}, {1, true}}
	got, ok := Brier(outcomes)
	near(t, "Brier", got, ok, (.09+.09+.5625)/5)
	table, ok := Reliability(outcomes)
	if !ok || len(table) != 10 || table[7].N != 3 || table[0].N != 1 || table[9].N != 1 || table[5].N != 0 {
		t.Fatalf("the table is %+v", table)
	}
	near(t, "what was stated", table[7].Stated, true, .7167)
	near(t, "what happened", table[7].Happened.Value, true, .6667)
}

func TestTheMeasuresOfAnyForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Float64Range(1, 1e9)
		pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Pair {
			return Pair{value.Draw(t, "forecast"),
				value.Draw(t, "actual")}
		}), 4, 20).Draw(t, "pairs")
		bias, _ := Bias(pairs)
		wape, _ := WAPE(pairs)
		if math.Abs(bias) > wape+1e-12 {
			t.Fatalf("a bias of %v is beyond the WAPE of %v", bias, wape)
		}
		for i := range pairs {
			pairs[i].Forecast *= 100
			pairs[i].Actual *= 100
		}
		if in, _ := WAPE(pairs); math.Abs(in-wape) > 1e-9*(1+wape) {
			t.Fatalf("WAPE in minor units is %v, in major %v", in, wape)
		}
		n := rapid.IntRange(1, 500).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		s, _ := Wilson(k, n)
		if s.Low > s.Value+1e-12 || s.High < s.Value-1e-12 || s.Low < 0 || s.High > 1 {
			t.Fatalf("the interval of %d of %d is %+v", k, n, s)
		}
	})
}
