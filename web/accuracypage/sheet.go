package accuracypage

import (
	"strconv"

	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/web/page"
)

// accuracySheet is the errors of every method at every cut-off, as shares in per cent.
func accuracySheet(p accuracyView) page.Sheet {
	s := page.Sheet{File: "forecast-accuracy-" + string(p.Kind), Head: []string{"Of", "Periods", "Method", "Cut-off",
		"N", "WAPE %", "Bias %", "Median error %", "Value added %", "Range held %"}}
	for _, r := range backtest.Rows(p.Trials) {
		if r.Kind != p.Kind {
			continue
		}
		s.Rows = append(s.Rows, []page.Cell{page.Text(p.Subject.Label), page.Text(kindWords(r.Kind)),
			page.Text(r.Method.Label()), page.Text(cutoffLabel(r.Cutoff)), page.Count(int64(r.N)),
			share(r.WAPE), share(r.Bias), share(r.Median), share(r.ValueAdded), share(r.Coverage)})
	}
	for _, part := range []struct {
		of     string
		trials []backtest.Trial
	}{{"teams", p.Teams}, {"members", p.Members}} {
		for _, j := range p.forecasters(part.trials, part.of) {
			row := []page.Cell{page.Text(j.name), page.Text(kindWords(p.Kind)), page.Text(p.Shown.Label()),
				page.Text(cutoffLabel(p.Cutoff)), page.Count(int64(j.n))}
			s.Rows = append(s.Rows, append(row, j.cells...))
		}
	}
	return s
}

func share(v *float64) page.Cell {
	if v == nil {
		return page.Cell{}
	}
	return page.Number(strconv.FormatFloat(*v*100, 'f', 2, 64))
}

// trialsSheet is every forecast of a past period that the page lists, beside what came.
func trialsSheet(p accuracyView) page.Sheet {
	s := page.Sheet{File: "past-forecasts", Head: []string{"Of", "Period", "Cut-off", "Known on", "Method", "Forecast",
		"Low", "High", "Actual", "Error", "Currency"}}
	c := p.Currency
	for _, t := range p.Trials {
		low, high := page.Cell{}, page.Cell{}
		if t.Ranged() {
			low, high = page.Major(minorOf(t.Low), c), page.Major(minorOf(t.High), c)
		}
		s.Rows = append(s.Rows, []page.Cell{page.Text(p.nameOf(t.Name, t.Level)), page.Text(t.Period.Key),
			page.Text(t.Cutoff.Label()), page.Text(t.Day.String()), page.Text(t.Method.Label()),
			page.Major(minorOf(t.Forecast), c), low, high, page.Major(minorOf(t.Actual), c),
			page.Major(minorOf(t.Forecast)-minorOf(t.Actual), c), page.Text(string(c))})
	}
	return s
}
