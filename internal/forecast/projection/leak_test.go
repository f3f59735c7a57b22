package projection_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/forecast/projection/company"
)

// small are companies whose histories hold what a forecast could stumble over, few enough to be quick.
func small() []company.Company {
	trouble := company.Company{Name: "trouble", Seed: 31, Late: 0.5, Reopen: 0.3, NoAmount: 0.2, NoDate: 0.2, Rush: 0.3}
	plain := company.Company{Name: "plain", Seed: 32, Season: 0.4}
	bare := company.Company{Name: "bare", Seed: 33, NoHistory: true, Batches: true}
	all := []company.Company{trouble, plain, bare}
	for i := range all {
		all[i].PerYear, all[i].Years, all[i].Owners = 80, 3, 4
	}
	return all
}

func train(t *testing.T, b *projection.Book, day period.Date) *projection.Model {
	t.Helper()
	m, err := projection.Train(t.Context(), projection.Learnable(b), day)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// named is an outlook whose chances tell their records by key, since two books hold them at different places.
func named(o projection.Outlook) projection.Outlook {
	for i := range o.Open {
		o.Open[i].Record = &projection.Record{Key: o.Open[i].Record.Key}
	}
	return o
}

func TestAForecastOfAPastDayKnowsNothingOfWhatCameLater(t *testing.T) {
	for _, c := range small() {
		full := c.Book()
		for _, back := range []period.Date{1, 17, 93, 431} {
			day := company.End - back
			cut := c.BookOf(day) // made without what came later
			late, early := train(t, full, day), train(t, cut, day)
			for _, kind := range []period.Kind{period.Month, period.Quarter, period.Year} {
				p := full.Calendar.Containing(kind, day+1)
				if got, want := named(late.Forecast(full.Until(day), p, 200)),
					named(early.Forecast(cut, p, 200)); !reflect.DeepEqual(got, want) {
					t.Fatalf("%s, %s as of %s: the forecast is %v, without what came later %v", c.Name, p.Key, day,
						got.Parts, want.Parts)
				}
			}
			for name, method := range map[string]func(*projection.Book, period.Period) projection.Estimate{
				"pace": projection.Paced, "stage-weighted": projection.Weighted, "category": projection.Categorised,
				"naive": projection.LastYear, "rate": projection.Rate,
			} {
				p := full.Calendar.Containing(period.Quarter, day)
				if got, want := method(full.Until(day), p), method(cut, p); !reflect.DeepEqual(got, want) {
					t.Fatalf("%s: %s as of %s is %v, without what came later %v", c.Name, name, day, got, want)
				}
			}
		}
	}
}

func TestAnOutlookHangsTogether(t *testing.T) {
	for _, c := range small() {
		b := c.Book()
		m := train(t, b, b.Day)
		for _, p := range []period.Period{
			b.Calendar.Containing(period.Month, b.Day), b.Calendar.Containing(period.Quarter, b.Day),
			b.Calendar.Containing(period.Year, b.Day),
			b.Calendar.Shift(b.Calendar.Containing(period.Quarter, b.Day), 1),
			b.Calendar.Shift(b.Calendar.Containing(period.Half, b.Day), 1),
		} {
			o := m.Forecast(b, p, 2000)
			if again := m.Forecast(b, p, 2000); !reflect.DeepEqual(o, again) {
				t.Errorf("%s %s: the same question has two answers", c.Name, p.Key)
			}
			consistent(t, c.Name+" "+p.Key, &o)
			parts, draws := o.Sum(nil)
			mean, square := 0.0, 0.0
			for _, v := range draws {
				mean, square = mean+v/float64(len(draws)), square+v*v/float64(len(draws))
			}
			chance := math.Sqrt((square - mean*mean) / float64(len(draws)))
			if want := parts.Total(); math.Abs(mean-want) > 0.02*want+3*chance {
				t.Errorf("%s %s: the draws are %.0f on average, the expected value is %.0f", c.Name, p.Key, mean, want)
			}
		}
	}
}

// consistent checks what holds of every outlook.
func consistent(t interface{ Errorf(string, ...any) }, what string, o *projection.Outlook) {
	all, sorted := o.Sum(nil)
	var sum projection.Parts
	for i, owner := range o.Owners {
		mine, draws := o.Sum(func(name string) bool { return name == owner })
		if mine != o.Parts[i] || len(draws) > 0 && draws[0] < mine.Closed {
			t.Errorf("%s: %q has parts %v and draws from %v", what, owner, mine, draws[0])
		}
		sum = projection.Parts{Closed: sum.Closed + mine.Closed, Open: sum.Open + mine.Open, New: sum.New + mine.New}
	}
	if math.Abs(sum.Total()-all.Total()) > 1e-6*(1+all.Total()) {
		t.Errorf("%s: the owners sum to %v, the whole is %v", what, sum, all)
	}
	for _, v := range []float64{all.Closed, all.Open, all.New} {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			t.Errorf("%s: the parts are %v", what, all)
		}
	}
	before := all.Closed
	for _, share := range []float64{0, 0.1, 0.5, 0.9, 1} {
		v := projection.Quantile(sorted, share)
		if len(sorted) > 0 && (v < before-1e-6*(1+before) || math.IsNaN(v)) {
			t.Errorf("%s: the quantile of %v is %v, below %v", what, share, v, before)
		}
		before = max(before, v)
	}
}

func TestAFinishedPeriodIsWhatWasClosed(t *testing.T) {
	b := small()[0].Book()
	m := train(t, b, b.Day)
	for back := 1; back <= 4; back++ {
		p := b.Calendar.Shift(b.Calendar.Containing(period.Quarter, b.Day), -back)
		o := m.Forecast(b, p, 50)
		parts, draws := o.Sum(nil)
		want := 0.0
		for _, v := range projection.WonIn(b, p.Start, p.End) {
			want += v
		}
		if want == 0 || math.Abs(parts.Closed-want) > 1e-3 || parts.Open != 0 || parts.New != 0 ||
			math.Abs(draws[0]-draws[len(draws)-1]) > 1e-3 {
			t.Errorf("%s: %v from %v to %v, closed was %v", p.Key, parts, draws[0], draws[len(draws)-1], want)
		}
	}
}

func TestAmountsWithoutCentsAndOfAnySize(t *testing.T) {
	for _, amount := range []float64{2, 2_000_000_000_000} { // a few yen, and a shipyard in dong
		c := small()[1]
		c.Amount = amount
		b := c.Book()
		o := train(t, b, b.Day).Forecast(b, b.Calendar.Containing(period.Quarter, b.Day), 200)
		consistent(t, fmt.Sprint(amount), &o)
		if parts, _ := o.Sum(nil); parts.Total() <= 0 {
			t.Errorf("with amounts about %v the forecast is %v", amount, parts)
		}
	}
}
