// Package accuracypage is the screens of the proof: how good the forecasts of the past have been, by method, team and
// member.
package accuracypage

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// accuracyView is how good the forecasts of the past have been, of those whom its reader may see.
type accuracyView struct {
	Where    page.Where
	Role     tenant.Role
	Calendar period.Calendar
	Currency money.Currency
	Scope    scope.Scope
	Subject  outlook.Subject
	Kind     period.Kind
	Method   projection.Method // of the figures over time; empty in an address: the best
	Named    bool              // the address names the method
	Shown    projection.Method // of the figures by team and member
	Cutoff   backtest.Cutoff
	Record   outlook.Record
	Proven   bool             // there is a training to tell of
	Trials   []backtest.Trial // of the subject, every method and cut-off
	Teams    []backtest.Trial // of Shown at Cutoff
	Members  []backtest.Trial
	Of       string // teams or members: whose trials are listed
	From     int    // the first of the trials that are listed
}

// target is the accuracy that good teams reach (definitions §15).
const target = 0.92

// Choose settles the method and the cut-off that the address left open: the best proven one, the middle of the period,
// and for teams and members what they themselves said; before anybody made a call, what they put into commit.
func (p *accuracyView) Choose() {
	if p.Shown = p.Method; p.Shown == "" {
		p.Shown = projection.Commit
		if slices.ContainsFunc(p.Trials, func(t backtest.Trial) bool { return t.Method == projection.RepCall }) {
			p.Shown = projection.RepCall
		}
	}
	if p.Method == "" {
		p.Method = projection.House
		if best, ok := backtest.Best(p.Record.Rows, p.Kind, p.Record.Won); ok {
			p.Method = best.Method
		}
	}
	if p.Cutoff == backtest.All {
		p.Cutoff = backtest.Mid
	}
}

// Subtitle says of whom the page tells.
func (p accuracyView) Subtitle() string {
	parts := []string{p.Subject.Label, kindWords(p.Kind)}
	if p.Proven {
		parts = append(parts, "periods ended by "+page.Day(min(p.Scope.Today, p.Record.AsOf)))
	}
	return strings.Join(parts, " · ")
}

func kindWords(k period.Kind) string {
	if k == period.Month {
		return "months"
	}
	return "quarters"
}

func (p accuracyView) cash() page.Cash { return page.Cash(p.Currency) }

// to is the address of an accuracy page with the choices of this one.
func (p accuracyView) to(path string, pairs ...string) string {
	kept := []string{"period", "", "kind", string(p.Kind), "method", string(p.Method), "cutoff", string(p.Cutoff)}
	return p.Where.To("/forecast/accuracy"+path, append(kept, pairs...)...)
}

// own tells that the page is about one member.
func (p accuracyView) own() bool { return p.Subject.Level == backtest.Member }

// pick are the subject's trials of a method and cut-off.
func (p accuracyView) pick(m projection.Method, c backtest.Cutoff) []backtest.Trial {
	return backtest.Select(p.Trials, p.Kind, m, c, p.Subject.Level)
}

// accuracies is the accuracy of each period at a cut-off, NaN where it is not defined.
func (p accuracyView) accuracies(periods []period.Period, c backtest.Cutoff) []float64 {
	values := make([]float64, len(periods))
	for i := range values {
		values[i] = math.NaN()
	}
	for _, t := range p.pick(p.Method, c) {
		i := slices.IndexFunc(periods, func(q period.Period) bool { return q.Key == t.Period.Key })
		if a, ok := accuracy.Accuracy(t.Forecast, t.Actual); ok && i >= 0 {
			values[i] = a
		}
	}
	return values
}

// periods are those that any trial of the subject is about, the oldest first.
func (p accuracyView) periods() []period.Period {
	var all []period.Period
	for _, t := range p.Trials {
		if !slices.ContainsFunc(all, func(q period.Period) bool { return q.Key == t.Period.Key }) {
			all = append(all, t.Period)
		}
	}
	slices.SortFunc(all, func(x, y period.Period) int { return cmp.Compare(x.Start, y.Start) })
	return all
}

// recent is how many periods the trend compares with as many before.
const recent = 4

// trend says whether forecasts have become better lately.
func (p accuracyView) trend() string {
	var known []float64
	for _, v := range p.accuracies(p.periods(), p.Cutoff) {
		if !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	if len(known) < 2*recent {
		return "Too few periods to show a trend."
	}
	last, before := average(known[len(known)-recent:]), average(known[len(known)-2*recent:len(known)-recent])
	return "The last four " + kindWords(p.Kind) + ": " + page.PercentOf(last, 1) + " on average, after " +
		page.PercentOf(before, 1) + " in the four before."
}

func average(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// methodRow is a method's errors at the cut-offs.
type methodRow struct {
	method  projection.Method
	at      []backtest.Row // one a cut-off; N is zero where there are none
	overall backtest.Row
}

// methodRows sum the subject's trials up, the best method first.
func (p accuracyView) methodRows() []methodRow {
	rows := backtest.Rows(p.Trials)
	find := func(m projection.Method, c backtest.Cutoff) backtest.Row {
		for _, r := range rows {
			if r.Kind == p.Kind && r.Method == m && r.Cutoff == c && r.Level == p.Subject.Level {
				return r
			}
		}
		return backtest.Row{Method: m, Cutoff: c}
	}
	var all []methodRow
	for _, m := range projection.Forecasters {
		row := methodRow{method: m, overall: find(m, backtest.All)}
		for _, c := range backtest.Cutoffs {
			row.at = append(row.at, find(m, c))
		}
		if row.overall.N > 0 {
			all = append(all, row)
		}
	}
	slices.SortStableFunc(all,
		func(x, y methodRow) int { return cmp.Compare(orWorst(x.overall.WAPE), orWorst(y.overall.WAPE)) })
	return all
}

func orWorst(share *float64) float64 {
	if share == nil {
		return math.Inf(1)
	}
	return *share
}

func (p accuracyView) trialsHref(m projection.Method, c backtest.Cutoff) string {
	cutoff := string(c)
	if c == backtest.All {
		cutoff = ""
	}
	return p.to("/trials", "method", string(m), "cutoff", cutoff)
}

// forecaster is a team or member with how it forecasts.
type forecaster struct {
	name, key  string
	page, href string // their own accuracy, and their trials
	n          int
	wape       string
	bias       string
	tone       ui.Tone
	word       string
	cells      []page.Cell // WAPE and bias, for a spreadsheet
}

// models are the methods that compute; the others are what people said.
var models = []projection.Method{projection.House, projection.CategoryWeighted, projection.StageWeighted,
	projection.Pace, projection.TimeSeries, projection.RunRate, projection.Naive}

// forecasters sum trials up by name; those who miss most come first.
func (p accuracyView) forecasters(trials []backtest.Trial, of string) []forecaster {
	byName := map[string][]backtest.Trial{}
	for _, t := range trials {
		byName[t.Name] = append(byName[t.Name], t)
	}
	worst := map[string]float64{}
	var all []forecaster
	for name, some := range byName {
		j := p.forecaster(name, some)
		worst[name] = orWorst(measured(accuracy.WAPE(backtest.Pairs(some))))
		who := p.whose(name, of)
		j.page, j.href = p.to("", who...), p.to("/trials", append([]string{"method", string(p.Shown)}, who...)...)
		all = append(all, j)
	}
	slices.SortFunc(all, func(x, y forecaster) int {
		return cmp.Or(cmp.Compare(worst[y.key], worst[x.key]), cmp.Compare(x.name, y.name))
	})
	return all
}

// whose are the parameters of an address that choose a team or member.
func (p accuracyView) whose(key, of string) []string {
	if of == "teams" {
		return []string{"team", key, "owner", ""}
	}
	for _, m := range p.Scope.Roster.Members {
		if m.ExternalID == key || m.ID.String() == key {
			return []string{"owner", m.ID.String(), "team", ""}
		}
	}
	return nil
}

func measured(v float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return &v
}

func (p accuracyView) forecaster(name string, some []backtest.Trial) forecaster {
	pairs := backtest.Pairs(some)
	j := forecaster{key: name, name: p.nameOf(name, some[0].Level), n: len(some), bias: "Not enough data",
		wape: page.PercentOrNone(measured(accuracy.WAPE(pairs)))}
	j.cells = []page.Cell{share(measured(accuracy.WAPE(pairs))), share(measured(accuracy.Bias(pairs)))}
	lean, ok := accuracy.Leaning(pairs)
	if !ok {
		return j
	}
	j.bias = ui.Signed(page.PercentOf(lean.Value, 0)) + " ± " + page.PercentOf((lean.High-lean.Low)/2, 0)
	if lean.Certain() {
		j.tone, j.word = ui.Warn, p.leaning(lean.Value > 0)
	}
	return j
}

// leaning is the word for people who forecast too much or too little; a model is only too high or low.
func (p accuracyView) leaning(over bool) string {
	switch {
	case slices.Contains(models, p.Shown) && over:
		return "Too high"
	case slices.Contains(models, p.Shown):
		return "Too low"
	case over:
		return "Over-forecasts"
	default:
		return "Under-forecasts"
	}
}

// nameOf is what people call a team or member.
func (p accuracyView) nameOf(key string, level backtest.Level) string {
	if level != backtest.Member {
		return cmp.Or(key, p.Subject.Label)
	}
	for _, m := range p.Scope.Roster.Members {
		if m.ExternalID == key || m.ID.String() == key {
			return m.Name
		}
	}
	return "No owner"
}
