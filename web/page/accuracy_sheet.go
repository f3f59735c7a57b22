package page

import (
	"strconv"

	"quarterdeck/internal/backtest"
)

// AccuracySheet is the errors of every method at every cut-off, as shares in per cent.
func AccuracySheet(p Accuracy) Sheet {
	s := Sheet{File: "forecast-accuracy-" + string(p.Kind), Head: []string{"Of", "Periods", "Method", "Cut-off", "N", "WAPE %", "Bias %", "Median error %", "Value added %", "Range held %"}}
	for _, r := range backtest.Rows(p.Trials) {
		if r.Kind != p.Kind {
			continue
		}
		s.Rows = append(s.Rows, []Cell{text(p.Subject.Label), text(kindWords(r.Kind)), text(r.Method.Label()), text(cutoffLabel(r.Cutoff)), count(int64(r.N)),
			share(r.WAPE), share(r.Bias), share(r.Median), share(r.ValueAdded), share(r.Coverage)})
	}
	for _, part := range []struct {
		of     string
		trials []backtest.Trial
	}{{"teams", p.Teams}, {"members", p.Members}} {
		for _, j := range p.judges(part.trials, part.of) {
			row := []Cell{text(j.name), text(kindWords(p.Kind)), text(p.Judged.Label()), text(cutoffLabel(p.Cutoff)), count(int64(j.n))}
			s.Rows = append(s.Rows, append(row, j.cells...))
		}
	}
	return s
}

func share(v *float64) Cell {
	if v == nil {
		return Cell{}
	}
	return number(strconv.FormatFloat(*v*100, 'f', 2, 64))
}

// TrialsSheet is every forecast of a past period that the page lists, beside what came.
func TrialsSheet(p Accuracy) Sheet {
	s := Sheet{File: "past-forecasts", Head: []string{"Of", "Period", "Cut-off", "Known on", "Method", "Forecast", "Low", "High", "Actual", "Error", "Currency"}}
	c := p.Currency
	for _, t := range p.Trials {
		low, high := Cell{}, Cell{}
		if t.Ranged() {
			low, high = major(minorOf(t.Low), c), major(minorOf(t.High), c)
		}
		s.Rows = append(s.Rows, []Cell{text(p.nameOf(t.Name, t.Level)), text(t.Period.Key), text(t.Cutoff.Label()), text(t.Day.String()), text(t.Method.Label()),
			major(minorOf(t.Forecast), c), low, high, major(minorOf(t.Actual), c), major(minorOf(t.Forecast)-minorOf(t.Actual), c), text(string(c))})
	}
	return s
}
