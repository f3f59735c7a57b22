package accuracypage

import (
	"math"
	"strconv"

	"github.com/a-h/templ"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// periodChart is the accuracy of each period at the first day, the middle and the lock, and at the chosen cut-off.
func (p accuracyView) periodChart() templ.Component {
	periods := p.periods()
	var labels []string
	for _, q := range periods {
		labels = append(labels, q.Label)
	}
	line := chart.LineProps{Props: chart.Props{Label: "Accuracy of " + page.LowerFirst(p.Method.Label()) + " by period",
		Format: wholePercent, Corner: "Period", Height: 340}, X: labels,
		Target: &chart.Target{Name: "Target 92\u00a0%", Value: target}}
	for _, c := range backtest.Cutoffs {
		if c != p.Cutoff && c != backtest.DayZero && c != backtest.Mid && c != backtest.Lock {
			continue
		}
		s := chart.Series{Name: c.Label(), Values: p.accuracies(periods, c), Dashed: c != p.Cutoff}
		for range periods {
			s.Hrefs = append(s.Hrefs, p.trialsHref(p.Method, c))
		}
		line.Series = append(line.Series, s)
	}
	return chart.Line(line)
}

func wholePercent(v float64) string {
	if math.IsNaN(v) {
		return ui.None
	}
	return page.PercentOf(v, 0)
}

// heldRow is how often ranges kept their word at a cut-off.
type heldRow struct {
	label, href  string
	n            int
	share, value string
}

// held is the coverage of the Quarterdeck model's 80 % ranges, over all cut-offs and at each, with its 95 % interval.
func (p accuracyView) held() []heldRow {
	var rows []heldRow
	for _, c := range append([]backtest.Cutoff{backtest.All}, backtest.Cutoffs...) {
		var ranges []accuracy.Range
		for _, t := range p.pick(projection.House, c) {
			if t.Ranged() {
				ranges = append(ranges, accuracy.Range{Low: t.Low, High: t.High, Actual: t.Actual})
			}
		}
		if share, ok := accuracy.Coverage(ranges); ok {
			rows = append(rows, heldRow{cutoffLabel(c), p.trialsHref(projection.House, c), share.N,
				page.PercentOf(share.Value, 0), page.PercentOf(share.Low, 0) + " – " + page.PercentOf(share.High, 0)})
		}
	}
	return rows
}

func cutoffLabel(c backtest.Cutoff) string {
	if c == backtest.All {
		return "All cut-offs"
	}
	return c.Label()
}

// reliabilityChart is whether opportunities that were given 70 % were won seven times of ten.
func (p accuracyView) reliabilityChart(m projection.Method) templ.Component {
	r := chart.ReliabilityProps{Props: chart.Props{Label: "Reliability of probabilities: " +
		page.LowerFirst(probabilityLabel(m)), Corner: "Said"}}
	for _, b := range p.Record.Bins[m] {
		if b.N > 0 {
			r.Bins = append(r.Bins, chart.Bin{Predicted: b.Stated, Observed: b.Happened.Value, Low: b.Happened.Low,
				High: b.Happened.High, Count: b.N})
		}
	}
	return chart.Reliability(r)
}

// probabilityLabel names whose probabilities they are.
func probabilityLabel(m projection.Method) string {
	if m == projection.StageWeighted {
		return "Stage probabilities in your CRM"
	}
	return "Quarterdeck model's win chances"
}

func (p accuracyView) brier(m projection.Method) string {
	n := 0
	for _, b := range p.Record.Bins[m] {
		n += b.N
	}
	return "Calibration score " + strconv.FormatFloat(p.Record.Brier[m], 'f', 3, 64) + " over " +
		ui.Plural(n, "probability", "probabilities") + ". 0 is perfect, 0.25 equals guessing"
}

// netting are the errors of the total, of teams and of members side by side, of the shown method at the cut-off:
// misses that cancel out in the total do not in the others.
func (p accuracyView) netting() []ui.Pair {
	all := []ui.Pair{p.missed("Total", p.pick(p.Shown, p.Cutoff), "")}
	if len(p.Teams) > 0 && p.Subject.Level == backtest.Organisation {
		all = append(all, p.missed("By team", p.Teams, "teams"))
	}
	if len(p.Members) > 0 && !p.own() {
		all = append(all, p.missed("By member", p.Members, "members"))
	}
	return all
}

func (p accuracyView) missed(label string, trials []backtest.Trial, of string) ui.Pair {
	return ui.Pair{Key: label, Value: page.PercentOrNone(measured(accuracy.WAPE(backtest.Pairs(trials)))),
		Title: ui.Plural(len(trials), "past forecast", "past forecasts"),
		Href:  p.to("/trials", "method", string(p.Shown), "of", of)}
}

func (p accuracyView) methodOptions() []ui.Option {
	options := []ui.Option{{Label: "Smallest past miss"}}
	for _, m := range projection.Forecasters {
		options = append(options, ui.Option{Value: string(m), Label: m.Label()})
	}
	return options
}

func cutoffOptions(all bool) []ui.Option {
	var options []ui.Option
	if all {
		options = append(options, ui.Option{Label: "All cut-offs"})
	}
	for _, c := range backtest.Cutoffs {
		options = append(options, ui.Option{Value: string(c), Label: c.Label()})
	}
	return options
}

func kindOptions() []ui.Option {
	return []ui.Option{{Value: string(period.Quarter), Label: "Quarters"},
		{Value: string(period.Month), Label: "Months"}}
}

// listed is how many trials stand on a page.
const listed = 100

func (p accuracyView) shown() []backtest.Trial {
	from := min(max(0, p.From), len(p.Trials))
	return p.Trials[from:min(from+listed, len(p.Trials))]
}

func (p accuracyView) pager() ui.PagerProps {
	from := min(max(0, p.From), len(p.Trials))
	pager := ui.PagerProps{Note: ui.Count(from+1) + "–" + ui.Count(from+len(p.shown())) + " of " +
		ui.Count(len(p.Trials))}
	at := func(n int) string {
		return p.to("/trials", "of", p.Of, "cutoff", p.cutoffKey(), "from", strconv.Itoa(n))
	}
	if from > 0 {
		pager.Prev = at(max(0, from-listed))
	}
	if from+listed < len(p.Trials) {
		pager.Next = at(from + listed)
	}
	return pager
}

// chosen are the choices that are not the usual ones, each with the page without it; all tells that every cut-off is
// usual.
func (p accuracyView) chosen(path string, all bool) []ui.Choice {
	without := func(name string) string { return p.to(path, "of", p.Of, name, "") }
	var set []ui.Choice
	if p.Kind != period.Quarter {
		set = append(set, ui.Choice{Label: "Periods: months", Without: without("kind")})
	}
	if p.Named {
		set = append(set, ui.Choice{Label: "Method: " + p.Method.Label(), Without: without("method")})
	}
	if usual := p.Cutoff == backtest.Mid && !all || p.Cutoff == backtest.All; !usual {
		set = append(set, ui.Choice{Label: "Cut-off: " + p.Cutoff.Label(), Without: without("cutoff")})
	}
	return append(set, page.WhoChosen(p.Scope, without)...)
}

// moment is the choice of a past day.
func (p accuracyView) moment(path string) *ui.Moment {
	return page.Moment(p.Scope, p.Calendar, func(day string) string { return p.to(path, "of", p.Of, "as_of", day) })
}

func (p accuracyView) cutoffKey() string {
	if p.Cutoff == backtest.All {
		return ""
	}
	return string(p.Cutoff)
}

// heldWord says whether a range held what came.
func heldWord(t backtest.Trial) (ui.Tone, string) {
	if !t.Ranged() {
		return ui.Neutral, ""
	}
	if (accuracy.Range{Low: t.Low, High: t.High, Actual: t.Actual}).Holds() {
		return ui.Good, "Held"
	}
	return ui.Warn, "Missed"
}

func (p accuracyView) rangeOf(t backtest.Trial) string {
	if !t.Ranged() {
		return ui.None
	}
	return p.cash().Short(minorOf(t.Low)) + " – " + p.cash().Short(minorOf(t.High))
}

func minorOf(v float64) int64 { return int64(math.Round(v)) }

func accuracyText(t backtest.Trial) string {
	a, ok := accuracy.Accuracy(t.Forecast, t.Actual)
	if !ok {
		return ui.None
	}
	return page.PercentOf(a, 1)
}
