package backtest

import (
	"math"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/projection"
)

// Row is a method's accuracy at a cut-off and level: shares are fractions of the results, nil if undefined or without a
// trial.
type Row struct {
	Kind   period.Kind       `json:"kind"` // month or quarter; empty: both
	Method projection.Method `json:"method"`
	Cutoff Cutoff            `json:"cutoff"` // all: the cut-offs together
	Level  Level             `json:"level"`
	N      int               `json:"n"`
	WAPE   *float64          `json:"wape"`
	Bias   *float64          `json:"bias"`
	Median *float64          `json:"median_error"`
	// WAPE of the naive forecast less this one's, over the same trials
	ValueAdded *float64 `json:"value_added"`
	Coverage   *float64 `json:"coverage80"`
}

// All stands for all cut-offs together.
const All Cutoff = "all"

// Select lists the trials of a method at a level, of a kind of period and a cut-off; an empty kind or All selects every
// one.
func Select(trials []Trial, kind period.Kind, m projection.Method, c Cutoff, l Level) []Trial {
	var some []Trial
	for _, t := range trials {
		if t.Method == m && t.Level == l && (kind == "" || t.Period.Kind == kind) && (c == All || t.Cutoff == c) {
			some = append(some, t)
		}
	}
	return some
}

// Rows summarises trials: a row for each kind, level, method and cut-off with a trial, quarters first.
func Rows(trials []Trial) []Row {
	byMethod := map[projection.Method][]Trial{}
	for _, t := range trials {
		byMethod[t.Method] = append(byMethod[t.Method], t)
	}
	var rows []Row
	for _, kind := range []period.Kind{period.Quarter, period.Month, ""} {
		for _, level := range Levels {
			for _, m := range projection.Forecasters {
				for _, c := range append([]Cutoff{All}, Cutoffs...) {
					if some := Select(byMethod[m], kind, m, c, level); len(some) > 0 && (kind != "" || c == All) {
						rows = append(rows, row(kind, m, c, level, some,
							Select(byMethod[projection.Naive], kind, projection.Naive, c, level)))
					}
				}
			}
		}
	}
	return rows
}

func row(kind period.Kind, m projection.Method, c Cutoff, l Level, some, naive []Trial) Row {
	r := Row{Kind: kind, Method: m, Cutoff: c, Level: l, N: len(some)}
	pairs := Pairs(some)
	r.WAPE, r.Bias, r.Median = known(accuracy.WAPE(pairs)), known(accuracy.Bias(pairs)),
		known(accuracy.MedianError(pairs))
	r.ValueAdded = known(accuracy.ValueAdded(Pairs(naive), pairs))
	var ranges []accuracy.Range
	for _, t := range some {
		if m == projection.House {
			ranges = append(ranges, accuracy.Range{Low: t.Low, High: t.High, Actual: t.Actual})
		}
	}
	if share, ok := accuracy.Coverage(ranges); ok {
		r.Coverage = &share.Value
	}
	return r
}

// Pairs converts trials for the measures of accuracy.
func Pairs(trials []Trial) []accuracy.Pair {
	pairs := make([]accuracy.Pair, len(trials))
	for i, t := range trials {
		pairs[i] = accuracy.Pair{Forecast: t.Forecast, Actual: t.Actual}
	}
	return pairs
}

func known(v float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return &v
}

// proven is how many forecasts of the organisation a method needs before its error speaks for it: four periods at five
// cut-offs.
const proven = 20

// Enough is the number of won opportunities that the Quarterdeck model needs before it may be published: with fewer,
// simple rules are more accurate.
const Enough = 20

// doubt is how many won opportunities it takes until an organisation's own errors count as much as what is usual.
const doubt = 60

// usual is by what the methods miss against each other where there are many opportunities of companies of all kinds, as
// far as few wins cannot tell. Only the proportions count.
var usual = map[projection.Method]float64{
	projection.House: 0.20, projection.CategoryWeighted: 0.28, projection.Commit: 0.30, projection.StageWeighted: 0.32,
	projection.BestCase: 0.34, projection.Pace: 0.34, projection.TimeSeries: 0.44, projection.RunRate: 0.46,
	projection.Naive: 0.60,
}

// Best is the method, people not counted, whose forecasts of the organisation missed least over all cut-offs of a kind
// of period, with the row that says so; ok is false where none is proven yet. Where few opportunities have been won,
// chance decides which error is the least: there each error is drawn towards what is usual of its method, the more the
// fewer wins, and the house model does not stand for election with fewer than Enough.
func Best(rows []Row, kind period.Kind, won int) (best Row, ok bool) {
	own, least := float64(won)/float64(won+doubt), 0.0
	for _, r := range rows {
		if r.Method == projection.House && won < Enough {
			continue
		}
		if slices.Contains(projection.Callers, r.Method) || r.Kind != kind || r.Level != Organisation ||
			r.Cutoff != All || r.N < proven || r.WAPE == nil {
			continue
		}
		if drawn := own*math.Log(max(*r.WAPE, 1e-6)) + (1-own)*math.Log(usual[r.Method]); !ok || drawn < least {
			best, least, ok = r, drawn, true
		}
	}
	return best, ok
}
