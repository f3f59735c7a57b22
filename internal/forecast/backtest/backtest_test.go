package backtest

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/forecast/projection/company"
)

func nobody(string, period.Date) string { return "" }

func prove(t testing.TB, b *projection.Book) *Proof {
	t.Helper()
	proof, err := Run(t.Context(), b, nobody, 0)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

func day(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestCutoffsOfAQuarterInALeapYearAndOfAMonth(t *testing.T) {
	var c period.Calendar
	for key, want := range map[string][]string{ // 91 days in the first quarter of 2024, 90 in that of 2025
		"2024-Q1": {"2023-12-31", "2024-01-23", "2024-02-15", "2024-03-08", "2024-03-24"},
		"2025-Q1": {"2024-12-31", "2025-01-23", "2025-02-14", "2025-03-09", "2025-03-24"},
		"2024-02": {"2024-01-31", "2024-02-07", "2024-02-15", "2024-02-22", "2024-02-26"},
	} {
		p, err := c.Parse(key)
		if err != nil {
			t.Fatal(err)
		}
		for i, cutoff := range Cutoffs {
			if got := cutoff.Day(p); got != day(want[i]) {
				t.Errorf("%s of %s is the evening of %s, want %s", cutoff, key, got, want[i])
			}
		}
	}
	if got := ModelDay(c, day("2024-02-29")); got != day("2024-02-29") {
		t.Errorf("on the evening of a month's last day the model knows through %s", got)
	}
	if got := ModelDay(c, day("2024-02-28")); got != day("2024-01-31") {
		t.Errorf("before the month's last evening the model knows through %s", got)
	}
}

// pairsOf are a method's forecasts of quarters beside what came, at a cut-off.
func pairsOf(proof *Proof, m projection.Method, c Cutoff) []accuracy.Pair {
	var pairs []accuracy.Pair
	for _, t := range proof.Trials {
		if t.Method == m && t.Cutoff == c && t.Level == Organisation && t.Period.Kind == period.Quarter {
			pairs = append(pairs, accuracy.Pair{Forecast: t.Forecast, Actual: t.Actual})
		}
	}
	return pairs
}

// held is how often the house model's ranges of the organisation held, all periods and cut-offs together.
func held(proof *Proof) accuracy.Share {
	var ranges []accuracy.Range
	for _, t := range proof.Trials {
		if t.Method == projection.House && t.Level == Organisation {
			ranges = append(ranges, accuracy.Range{Low: t.Low, High: t.High, Actual: t.Actual})
		}
	}
	share, _ := accuracy.Coverage(ranges)
	return share
}

func TestTheHouseModelBeatsTheYardsticks(t *testing.T) {
	sums := map[projection.Method]float64{} // of two companies, because the quarters of one are few
	for _, c := range []company.Company{
		{Name: "strong fourth quarters", Seed: 4, PerYear: 250, Years: 3, Owners: 4, Season: 0.6},
		{Name: "rush at quarters' ends", Seed: 10, PerYear: 250, Years: 3, Owners: 4, Rush: 0.6},
	} {
		proof := prove(t, c.Book())
		for _, m := range projection.Methods {
			off, ok := accuracy.WAPE(pairsOf(proof, m, Mid))
			if sums[m] += off; !ok || m == projection.House && off > 0.25 {
				t.Errorf("%s: at mid-quarter %s is %.1f %% off, %v", c.Name, m, 100*off, ok)
			}
		}
		if share := held(proof); share.Value < 0.70 || share.Value > 0.92 {
			t.Errorf("%s: %.0f %% of %d ranges held", c.Name, 100*share.Value, share.N)
		}
		for _, trial := range proof.Trials {
			if trial.Ranged() && (trial.Low < trial.Closed-1e-6 || trial.High < trial.Low) {
				t.Fatalf("%s: a range is %+v", c.Name, trial)
			}
		}
	}
	for _, m := range []projection.Method{projection.StageWeighted, projection.Commit, projection.Pace,
		projection.Naive} {
		if sums[projection.House] > 0.9*sums[m] {
			t.Errorf("at mid-quarter the house model is %.1f %% off, %s %.1f %%", 50*sums[projection.House], m,
				50*sums[m])
		}
	}
}

func TestTrialsAreUnmovedByWhatCameAfterTheirPeriod(t *testing.T) {
	c := company.Company{Name: "late", Seed: 41, PerYear: 40, Years: 3, Owners: 2, Late: 0.3, Reopen: 0.2}
	until := company.End - 150
	whole, part := c.Book(), c.BookOf(until)
	know := func(b *projection.Book) map[test][]Trial {
		proof := prove(t, b)
		all := map[test][]Trial{}
		for _, trial := range proof.Trials {
			// what is entered late or reopened is known
			if at := (test{trial.Period, trial.Cutoff, trial.Day}); trial.Period.End <= until-60 {
				trial.Actual = 0
				all[at] = append(all[at], trial)
			}
		}
		return all
	}
	got, want := know(whole), know(part)
	compared := 0
	for at, trials := range want {
		if compared += len(trials); !sameForecasts(trials, got[at]) {
			t.Fatalf("%s at %s: %+v, without what came later %+v", at.period.Key, at.cutoff, got[at], trials)
		}
	}
	if compared < 200 {
		t.Errorf("only %d trials were compared", compared)
	}
	if again := know(part); !reflect.DeepEqual(want, again) {
		t.Error("the same book has two proofs")
	}
}

// sameForecasts compares what was forecast; the organisation's ranges, calibrated, too.
func sameForecasts(a, b []Trial) bool {
	find := func(t Trial) bool {
		for _, u := range b {
			if u.Method == t.Method && u.Level == t.Level && u.Name == t.Name {
				return u.Forecast == t.Forecast && u.Closed == t.Closed
			}
		}
		return t.Forecast == 0 // of an owner who had nothing then
	}
	for _, t := range a {
		if !find(t) {
			return false
		}
	}
	return true
}

func TestRangesThatFailAreWidened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var misses, worse []evidence
		for range rapid.IntRange(0, 60).Draw(t, "n") {
			by, more := rapid.Float64Range(0, 4).Draw(t, "miss"), rapid.Float64Range(0, 3).Draw(t, "more")
			w := rapid.Float64Range(0.01, 1).Draw(t, "weight")
			misses, worse = append(misses, evidence{by, w}), append(worse, evidence{by + more, w})
		}
		a, b := width(misses), width(worse)
		if a.Scale > b.Scale || a.Scale <= 0 || b.Scale > widest {
			t.Fatalf("scales are %v and, with larger misses, %v", a.Scale, b.Scale)
		}
	})
}

func TestEightOfTenLikeMissesAreHeld(t *testing.T) {
	var misses []evidence
	for k := range 1000 { // ranges that are all twice too narrow
		misses = append(misses, evidence{2 * math.Erfinv((float64(k)+0.5)/1000) / math.Erfinv(coverage), 1})
	}
	w := width(misses)
	inside := 0
	for _, m := range misses {
		if m.miss <= w.Scale {
			inside++
		}
	}
	if inside < 790 || inside > 810 {
		t.Errorf("at a scale of %v %d of 1000 are held", w.Scale, inside)
	}
	if w := width(nil); math.Abs(w.Scale-1) > 0.1 {
		t.Errorf("without a past the scale is %v", w.Scale)
	}
}

func TestARangeThatBeginsAtWhatIsClosedStaysThere(t *testing.T) {
	low, high := Width{Scale: 0.5}.Stretch(100, 40, 200, 40)
	if low != 40 || high != 150 {
		t.Errorf("the narrowed range is %v to %v", low, high)
	}
	low, high = Width{Scale: 2}.Stretch(100, 70, 140, 60)
	if low != 60 || high != 180 {
		t.Errorf("the widened range is %v to %v", low, high)
	}
	if by, ok := miss(&Trial{Forecast: 100, Low: 40, High: 200, Closed: 40, Actual: 40}); !ok || by != 0 {
		t.Errorf("nothing more than what was closed is a miss of %v, %v", by, ok)
	}
	if by, ok := miss(&Trial{Forecast: 100, Low: 50, High: 200, Closed: 40, Actual: 300}); !ok || by != 2 {
		t.Errorf("twice the upper half is a miss of %v, %v", by, ok)
	}
	if _, ok := miss(&Trial{Forecast: 40, Low: 40, High: 40, Closed: 40, Actual: 40}); ok {
		t.Error("a range without a width tells of widths")
	}
}

func TestABookWithNothingHasNoTrials(t *testing.T) {
	if proof := prove(t, &projection.Book{Day: company.End}); len(proof.Trials) != 0 {
		t.Errorf("there are %d trials of nothing", len(proof.Trials))
	}
}

// BenchmarkBacktest trains and proves ten thousand opportunities over twelve quarters.
func BenchmarkBacktest(b *testing.B) {
	book := company.Company{Name: "large", Seed: 50, PerYear: 2500, Years: 4, Owners: 40}.Book()
	b.ReportMetric(float64(len(book.Records)), "opportunities")
	for b.Loop() {
		prove(b, book)
	}
}
