package timeseries

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestEveryShapeOfFileIsRead(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []Series
	}{
		{"values", "1\n2.5\n-3\n", []Series{{Values: []float64{1, 2.5, -3}}}},
		{"values with a heading and a mark", "\ufeffwon\r\n1\r\n2\r\n", []Series{{Values: []float64{1, 2}}}},
		{"months", "month,won\n2026-11,5\n2026-12,6\n2027-01,7\n",
			[]Series{{Values: []float64{5, 6, 7}, Season: 12, Step: Monthly, Last: "2027-01"}}},
		{"quarters", "2026-Q3;1\n2026-Q4;2\n2027-Q1;3\n",
			[]Series{{Values: []float64{1, 2, 3}, Season: 4, Step: Quarterly, Last: "2027-Q1"}}},
		{"years", "2024,1\n2025,2\n", []Series{{Values: []float64{1, 2}, Season: 1, Step: Yearly, Last: "2025"}}},
		{"weeks", "2026-01-05\t1\n2026-01-12\t2\n",
			[]Series{{Values: []float64{1, 2}, Season: 1, Step: Weekly, Last: "2026-01-12"}}},
		{"days over a leap day", "2028-02-28,1\n2028-02-29,2\n2028-03-01,3\n",
			[]Series{{Values: []float64{1, 2, 3}, Season: 7, Step: Daily, Last: "2028-03-01"}}},
		{"working days", "2026-11-19,1\n2026-11-20,2\n2026-11-23,3\n",
			[]Series{{Values: []float64{1, 2, 3}, Season: 5, Step: Workdays, Last: "2026-11-23"}}},
		{"closing days of months", "2026-01-30,1\n2026-02-27,2\n2026-03-31,3\n",
			[]Series{{Values: []float64{1, 2, 3}, Season: 12, Step: Monthly, Last: "2026-03-31"}}},
		{"starts of quarters", "2026-01-01,1\n2026-04-01,2\n",
			[]Series{{Values: []float64{1, 2}, Season: 4, Step: Quarterly, Last: "2026-04-01"}}},
		{"long", "series,date,value\nb,2026-01,1\nb,2026-02,2\na,2026-01,3\n", []Series{
			{Name: "b", Values: []float64{1, 2}, Season: 12, Step: Monthly, Last: "2026-02"},
			{Name: "a", Values: []float64{3}, Season: 12, Step: Monthly, Last: "2026-01"}}},
		{"numbered lines", ",value\n0,5\n1,6\n2,4\n", []Series{{Values: []float64{5, 6, 4}}}},
		{"times of day", "ds,y\n2026-01-01T00:00:00,1\n2026-02-01 00:00:00,2\n",
			[]Series{{Values: []float64{1, 2}, Season: 12, Step: Monthly, Last: "2026-02-01"}}},
		{"wide with a numbered heading", "id,1,2,3\nN1,7,8,9\n", []Series{{Name: "N1", Values: []float64{7, 8, 9}}}},
		{"wide", "N1,1,2,3,,\nN2,4,5\nN3,6,7,8,9,10\n", []Series{{Name: "N1", Values: []float64{1, 2, 3}},
			{Name: "N2", Values: []float64{4, 5}}, {Name: "N3", Values: []float64{6, 7, 8, 9, 10}}}},
		{"wide of two years' worth", "N1,1990,1984\nN2,1990,1991\nN1b,3,4\n",
			[]Series{{Name: "N1", Values: []float64{1990, 1984}}, {Name: "N2", Values: []float64{1990, 1991}},
				{Name: "N1b", Values: []float64{3, 4}}}},
	} {
		got, err := Read(strings.NewReader(c.file))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v; want %+v", c.name, got, err, c.want)
		}
	}
}

func TestWhatIsWrongWithAFileIsSaid(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"nothing", "", "no values"},
		{"a heading alone", "date,value\n", "no values"},
		{"words", "value\n1\ntwo\n", `line 3: "two" is not a number`},
		{"an empty line", "1\n\n3\n", "line 2 has no value"},
		{"no value", "2026-01,1\n2026-02,\n2026-03,3\n", "line 2 has no value"},
		{"NA", "1\nNA\n3\n", "line 2 has no value"},
		{"infinity", "1\n+Inf\n", "line 2 has no value"},
		{"a number beyond all", "1\n1e999\n", "not a number"},
		{"a gap", "2026-01,1\n2026-02,2\n2026-04,4\n", "2026-03 is missing"},
		{"a gap at the start", "2026-Q1,1\n2026-Q3,2\n2026-Q4,4\n2027-Q1,1\n", "2026-Q2 is missing"},
		{"a gap in a long file", "a,2026-01,1\na,2026-02,1\na,2026-03,1\na,2026-05,2\n",
			"series a: after 2026-03 comes 2026-05"},
		{"a period twice", "2026-01,1\n2026-01,2\n", "once"},
		{"the wrong order", "2026-02,1\n2026-01,2\n", "must rise"},
		{"no step", "2026-01-01,1\n2026-01-20,2\n", "is a period missing"},
		{"a period that is none", "2026-01,1\nspring,2\n", `"spring" is not a period`},
		{"quotes that do not close", "\"a,1,2,3,4\n1", "not CSV"},
		{"a series without values", "N1,1,2,3\nN2\n", "N2 has no values"},
		{"a gap in a wide file", "N1,1,,3,4\n", "series N1, field 3"},
	} {
		if got, err := Read(strings.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %+v, %v; want an error with %q", c.name, got, err, c.want)
		}
	}
}

func TestTheForecastNamesThePeriodsToCome(t *testing.T) {
	for _, c := range []struct {
		s    Series
		want []string
	}{
		{Series{Last: "2026-11", Step: Monthly}, []string{"2026-12", "2027-01", "2027-02"}},
		{Series{Last: "2026-Q4", Step: Quarterly}, []string{"2027-Q1", "2027-Q2", "2027-Q3"}},
		{Series{Last: "2026", Step: Yearly}, []string{"2027", "2028", "2029"}},
		{Series{Last: "2026-11-30", Step: Monthly}, []string{"2026-12-31", "2027-01-31", "2027-02-28"}},
		{Series{Last: "2026-01-15", Step: Quarterly}, []string{"2026-04-15", "2026-07-15", "2026-10-15"}},
		{Series{Last: "2026-12-28", Step: Weekly}, []string{"2027-01-04", "2027-01-11", "2027-01-18"}},
		{Series{Last: "2026-11-19", Step: Workdays}, []string{"2026-11-20", "2026-11-23", "2026-11-24"}},
		{Series{}, nil},
	} {
		if got := c.s.Periods(3); !reflect.DeepEqual(got, c.want) {
			t.Errorf("after %s by %s come %v, want %v", c.s.Last, c.s.Step, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"1\n2\n", "month,won\n2026-11,5\n2026-12,6\n", "a,2026-Q1,1\n", "N1,1,2,3\n",
		"2026-01-31;1\n", "\"", "a\tb\n", "-0\n1e308\n1e308\n", "0001-01-01,1\n9999-12-31,2\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		all, err := Read(strings.NewReader(file))
		if err != nil {
			if all != nil {
				t.Errorf("an error comes with %d series", len(all))
			}
			return
		}
		for _, s := range all[:min(len(all), 3)] {
			if len(s.Values) == 0 {
				t.Errorf("series %q has no values", s.Name)
			}
			r, err := Forecast(s, 2, Naive)
			if err == nil && (len(r.Mean) != 2 || math.IsNaN(r.Mean[1])) {
				t.Errorf("the forecast of %v is %v", s.Values, r.Mean)
			}
			s.Periods(2)
		}
	})
}
