package timeseries

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// nile is the flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978).
var nile = []float64{1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
	799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
	1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744,
	796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848,
	890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
	1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740}

// passengers is the airline passengers of Box and Jenkins, thousands a month, 1949 to 1960.
var passengers = []float64{112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149,
	170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183,
	218, 230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227,
	234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317,
	313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318,
	362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417,
	391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432}

func forecast(t *testing.T, values []float64, season, horizon int, method Method) Result {
	t.Helper()
	r, err := Forecast(Series{Values: values, Season: season}, horizon, method)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func about(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v within %v", what, got, want, within)
	}
}

func TestTheYardsticksAreWhatTheirNamesSay(t *testing.T) {
	values := []float64{10, 20, 30, 40, 12, 23, 34, 45}
	for _, c := range []struct {
		method Method
		want   []float64
	}{
		{Naive, []float64{45, 45, 45, 45, 45}},
		{SeasonalNaive, []float64{12, 23, 34, 45, 12}},
		{RunRate, []float64{28.5, 28.5, 28.5, 28.5, 28.5}},
		{Drift, []float64{50, 55, 60, 65, 70}},
	} {
		got := forecast(t, values, 4, 5, c.method)
		for i, want := range c.want {
			about(t, string(c.method), got.Mean[i], want, 1e-9)
		}
	}
	r := forecast(t, []float64{1, 2, 4, 5, 7}, 1, 4, Naive) // changes 1, 2, 1, 2: a mean square of 2.5, four of them
	about(t, "the 80 % range of one step", r.Hi80[0]-7, 1.5332*math.Sqrt(2.5), 2e-3)
	about(t, "the 95 % range of four steps", r.Hi95[3]-7, 2*2.7764*math.Sqrt(2.5), 2e-2)
}

func TestStudentsQuantilesAreThoseOfTheTables(t *testing.T) {
	for _, c := range []struct {
		df           int
		want80, want float64
	}{{1, 3.0777, 12.7062}, {2, 1.8856, 4.3027}, {3, 1.6377, 3.1824}, {5, 1.4759, 2.5706}, {10, 1.3722, 2.2281},
		{30, 1.3104, 2.0423}} {
		about(t, "the 80 % quantile", student(z80, c.df), c.want80, 2e-3)
		about(t, "the 95 % quantile", student(z95, c.df), c.want, 5e-3)
	}
}

func TestAFlatSeriesStaysFlatAndCertain(t *testing.T) {
	for _, method := range Methods() {
		for _, level := range []float64{0, 7, -3} {
			r := forecast(t, []float64{level, level, level, level, level, level, level, level, level}, 4, 3, method)
			for i := range r.Mean {
				if r.Mean[i] != level || r.Lo95[i] != level || r.Hi80[i] != level {
					t.Errorf("%s of %v: %v in %v to %v", method, level, r.Mean[i], r.Lo95[i], r.Hi95[i])
				}
			}
		}
	}
}

func TestEveryMethodAnswersForEveryLength(t *testing.T) {
	for _, method := range Methods() {
		for _, season := range []int{1, 4, 12, 52} {
			for n := 1; n <= 30; n++ {
				r := forecast(t, passengers[:n], season, 14, method)
				if len(r.Mean) != 14 || r.N != n || r.Season != season || r.Model == "" {
					t.Fatalf("%s with %d values: %+v", method, n, r)
				}
				if n == 1 && (r.Lo80 != nil || r.Note == "") {
					t.Errorf("%s of one value has a range, or does not say why not: %q", method, r.Note)
				}
				for i := range r.Mean {
					if n > 1 && !(r.Lo95[i] <= r.Lo80[i] && r.Lo80[i] <= r.Hi80[i] && r.Hi80[i] <= r.Hi95[i]) {
						t.Fatalf("%s with %d values and a season of %d: ranges %v %v %v %v", method, n, season,
							r.Lo95[i], r.Lo80[i], r.Hi80[i], r.Hi95[i])
					}
				}
			}
		}
	}
}

func TestAShortSeriesSaysWhatWasDoneInstead(t *testing.T) {
	for _, c := range []struct {
		method Method
		n      int
		want   string
	}{{Auto, 2, "two values"}, {Auto, 5, "run rate"}, {Theta, 3, "needs 4 values"}, {ETS, 3, "needs 5 values"},
		{Combined, 4, "needs 6"}, {SeasonalNaive, 4, "season of 12"}, {Drift, 2, "three values"}} {
		if r := forecast(t, passengers[:c.n], 12, 1, c.method); !strings.Contains(r.Note, c.want) {
			t.Errorf("%s of %d values notes %q, want it to say %q", c.method, c.n, r.Note, c.want)
		}
	}
}

func TestWhatCannotBeForecastIsRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		values  []float64
		season  int
		horizon int
		method  Method
		want    string
	}{
		{"nothing", nil, 0, 1, Auto, "no values"},
		{"a gap", []float64{1, math.NaN(), 3}, 0, 1, Auto, "value 2 of 3"},
		{"the infinite", []float64{1, 2, math.Inf(-1)}, 0, 1, Auto, "value 3 of 3"},
		{"no horizon", []float64{1}, 0, 0, Auto, "from 1 to 1000"},
		{"too long a horizon", []float64{1}, 0, 1001, Auto, "from 1 to 1000"},
		{"a season below one", []float64{1}, -1, 1, Auto, "season"},
		{"no such method", []float64{1}, 0, 1, "oracle", "oracle"},
		{"beyond any number", []float64{1e308, 1.7e308}, 0, 9, Naive, "too large"},
	} {
		if _, err := Forecast(Series{Values: c.values, Season: c.season}, c.horizon, c.method); err == nil ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.name, err, c.want)
		}
	}
}

func TestEnormousAndTinyValuesAreForecastAlike(t *testing.T) {
	plain := forecast(t, passengers, 12, 3, Auto)
	for _, unit := range []float64{math.Ldexp(1, 900), math.Ldexp(1, -900)} {
		scaled := slices.Clone(passengers)
		for i := range scaled {
			scaled[i] *= unit
		}
		if got := forecast(t, scaled, 12, 3, Auto); got.Mean[2] != plain.Mean[2]*unit ||
			got.Hi95[2] != plain.Hi95[2]*unit {
			t.Errorf("in units of %v the forecast is %v to %v", unit, got.Mean[2], got.Hi95[2])
		}
	}
}

func TestTheUnitDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-50, 1000), 1, 40).Draw(t, "values")
		method := rapid.SampledFrom(Methods()).Draw(t, "method")
		season := rapid.SampledFrom([]int{1, 4}).Draw(t, "season")
		unit := math.Ldexp(1, rapid.IntRange(-20, 20).Draw(t, "unit"))
		scaled := slices.Clone(values)
		for i := range scaled {
			scaled[i] *= unit
		}
		a, errA := Forecast(Series{Values: values, Season: season}, 6, method)
		b, errB := Forecast(Series{Values: scaled, Season: season}, 6, method)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		for i := range a.Mean {
			if a.Mean[i]*unit != b.Mean[i] || (a.Lo95 != nil && a.Lo95[i]*unit != b.Lo95[i]) {
				t.Fatalf("step %d is %v, and in another unit %v", i+1, a.Mean[i]*unit, b.Mean[i])
			}
		}
		again, _ := Forecast(Series{Values: values, Season: season}, 6, method)
		if !slices.Equal(a.Mean, again.Mean) || !slices.Equal(a.Hi80, again.Hi80) {
			t.Fatal("the same series has two forecasts")
		}
	})
}

func TestALevelThatIsAddedIsAddedToTheForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 100), 6, 30).Draw(t, "values")
		shift := rapid.Float64Range(-500, 500).Draw(t, "shift")
		moved := slices.Clone(values)
		for i := range moved {
			moved[i] += shift
		}
		for _, method := range []Method{Naive, SeasonalNaive, RunRate, Drift} {
			a, _ := Forecast(Series{Values: values, Season: 3}, 5, method)
			b, _ := Forecast(Series{Values: moved, Season: 3}, 5, method)
			for i := range a.Mean {
				if math.Abs(a.Mean[i]+shift-b.Mean[i]) > 1e-6 || math.Abs(a.Hi80[i]+shift-b.Hi80[i]) > 1e-6 {
					t.Fatalf("%s step %d: %v and %v", method, i+1, a.Mean[i], b.Mean[i])
				}
			}
		}
	})
}

func TestAForecastOfSalesIsNotBelowZero(t *testing.T) {
	falling := []float64{90, 78, 71, 60, 48, 41, 30, 19, 9}
	r := forecast(t, falling, 1, 12, Auto)
	if slices.Min(r.Mean) < 0 || slices.Min(r.Lo95) < 0 || !strings.Contains(r.Note, "below zero") {
		t.Errorf("the forecast of what falls to zero is %v, %q", r.Mean, r.Note)
	}
	for i := range falling {
		falling[i] -= 50
	}
	if r := forecast(t, falling, 1, 12, Auto); slices.Min(r.Mean) > -50 {
		t.Errorf("the forecast of what may be below zero is %v", r.Mean)
	}
}

// Months whose quarters end high, three years of them, are too few for a season of twelve and plenty for one of three.
func TestTheMonthsOfAQuarterAreSeen(t *testing.T) {
	var won []float64
	for i := range 36 {
		won = append(won, 100+2*float64(i)+[]float64{0, 5, 40}[i%3])
	}
	for _, method := range []Method{ETS, Theta, OptimisedTheta, Damped, Combined, Auto} {
		r := forecast(t, won, 12, 3, method)
		if r.Season != 12 || !strings.Contains(r.Note, "months within a quarter") {
			t.Errorf("%s notes %q for a season of %d", method, r.Note, r.Season)
		}
		for i, want := range []float64{172, 179, 216} {
			about(t, string(method), r.Mean[i], want, 12)
		}
	}
}
