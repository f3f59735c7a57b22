package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// noDatabase is a console whose database does not answer.
func noDatabase(t *testing.T) *console {
	return &console{t: t, env: map[string]string{"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}}
}

func written(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "series.csv")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// years is three years of months that grow and have a season.
func years() string {
	lines := "month,won\n"
	for i := range 36 {
		lines += fmt.Sprintf("%d-%02d,%d\n", 2024+i/12, i%12+1, 100+2*i+[]int{0, 5, 40}[i%3])
	}
	return lines
}

func TestASeriesIsForecastWithoutADatabase(t *testing.T) {
	out := noDatabase(t).run("timeseries", "--file", written(t, years()), "--horizon", "18", "--method", "auto",
		"--json")
	var got struct {
		Method, Model, Note string
		Season, N, Horizon  int
		Forecast            []struct {
			Step                          int
			Period                        string
			Value, Lo80, Hi80, Lo95, Hi95 float64
		}
	}
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if got.Method != "auto" || got.Model == "" || got.Season != 12 || got.N != 36 || got.Horizon != 18 ||
		len(got.Forecast) != 18 {
		t.Fatalf("the forecast is %+v", got)
	}
	first, third := got.Forecast[0], got.Forecast[2]
	if first.Step != 1 || first.Period != "2027-01" || got.Forecast[17].Period != "2028-06" ||
		third.Value < first.Value+20 {
		t.Errorf("the first steps are %+v", got.Forecast[:3])
	}
	if !(first.Lo95 < first.Lo80 && first.Lo80 < first.Value && first.Value < first.Hi80 && first.Hi80 < first.Hi95) {
		t.Errorf("the ranges are %+v", first)
	}
}

func TestSeveralSeriesAreForecastTogether(t *testing.T) {
	out := noDatabase(t).run("timeseries", "--file", written(t, "N1,1,2,3,4,5\nN2,7\n"), "--horizon", "2", "--method",
		"naive", "--json")
	var got struct {
		Series []struct {
			Series   string
			N        int
			Note     string
			Forecast []struct {
				Value float64
				Lo80  *float64
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Series) != 2 {
		t.Fatalf("%v in %s", err, out)
	}
	one, two := got.Series[0], got.Series[1]
	if one.Series != "N1" || one.N != 5 || one.Forecast[1].Value != 5 || one.Forecast[1].Lo80 == nil {
		t.Errorf("the first series is %+v", one)
	}
	if two.Series != "N2" || two.Forecast[0].Value != 7 || two.Forecast[0].Lo80 != nil || two.Note == "" {
		t.Errorf("the series of one value is %+v", two)
	}
}

func TestAForecastIsPrintedAndReadsTheInput(t *testing.T) {
	out, err := noDatabase(t).try(years(), "timeseries", "--file", "-", "--horizon", "3", "--method", "seasonal-naive",
		"--season", "3")
	if err != nil || !strings.Contains(out, "season of 3") || !strings.Contains(out, "2027-03") ||
		!strings.Contains(out, "210.00") {
		t.Errorf("%v in\n%s", err, out)
	}
}

func TestWhatCannotBeForecastIsSaid(t *testing.T) {
	good := written(t, years())
	for _, bad := range []struct {
		name string
		args []string
		want string
	}{
		{"no file", []string{"--file", "nowhere.csv", "--horizon", "3"}, "No such file: nowhere.csv."},
		{"a folder", []string{"--file", t.TempDir(), "--horizon", "3"}, "is a directory"},
		{"no horizon", []string{"--file", good, "--horizon", "0"}, "from 1 to 1000"},
		{"too far", []string{"--file", good, "--horizon", "1001"}, "from 1 to 1000"},
		{"no such method", []string{"--file", good, "--horizon", "3", "--method", "oracle"}, "must be one of"},
		{"a season that is none", []string{"--file", good, "--horizon", "3", "--season", "400"}, "from 1 to 366"},
		{"no numbers", []string{"--file", written(t, "value\n"), "--horizon", "3"}, "no values"},
		{"a gap", []string{"--file", written(t, "2026-01,1\n2026-02,1\n2026-04,1\n"), "--horizon", "3"},
			"2026-03 is missing"},
	} {
		if _, err := noDatabase(t).try("", append([]string{"timeseries"}, bad.args...)...); err == nil ||
			!strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: %v, want a message with %q", bad.name, err, bad.want)
		}
	}
}
