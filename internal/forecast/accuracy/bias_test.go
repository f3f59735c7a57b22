package accuracy_test

import (
	"math"
	"testing"

	"quarterdeck/internal/forecast/accuracy"
)

func TestALeanIsSaidOnlyWhereTheSpreadAllowsIt(t *testing.T) {
	t.Parallel()
	// Errors 10, 12, 8, 10 of 100 each: mean 10, standard deviation √(8/3), Student's t of 3 degrees 3.182446.
	steady := []accuracy.Pair{{Forecast: 110, Actual: 100}, {Forecast: 112, Actual: 100}, {Forecast: 108, Actual: 100},
		{Forecast: 110, Actual: 100}}
	l, ok := accuracy.Leaning(steady)
	half := 3.182446305 * math.Sqrt(8.0/3) * 2 / 400
	if !ok || math.Abs(l.Value-0.1) > 1e-12 || math.Abs(l.High-l.Value-half) > 1e-6 ||
		math.Abs(l.Value-l.Low-half) > 1e-6 || !l.Certain() || l.N != 4 {
		t.Errorf("steady: %+v, %t; half should be %f", l, ok, half)
	}
	wild := []accuracy.Pair{{Forecast: 200, Actual: 100}, {Forecast: 20, Actual: 100}, {Forecast: 150, Actual: 100},
		{Forecast: 70, Actual: 100}}
	if l, ok := accuracy.Leaning(wild); !ok || l.Certain() || math.Abs(l.Value-0.1) > 1e-12 {
		t.Errorf("wild: %+v, %t", l, ok)
	}
	low := []accuracy.Pair{{Forecast: 80, Actual: 100}, {Forecast: 82, Actual: 100}, {Forecast: 78, Actual: 100},
		{Forecast: 80, Actual: 100}, {Forecast: 80, Actual: 100}}
	if l, ok := accuracy.Leaning(low); !ok || !l.Certain() || l.High >= 0 {
		t.Errorf("low: %+v, %t", l, ok)
	}
	if _, ok := accuracy.Leaning(steady[:3]); ok {
		t.Error("three periods are too few")
	}
	if _, ok := accuracy.Leaning(make([]accuracy.Pair, 5)); ok {
		t.Error("nothing came: a bias of it is not defined")
	}
}
