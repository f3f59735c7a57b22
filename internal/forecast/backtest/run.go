package backtest

import (
	"context"
	"errors"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/forecast/timeseries"
	"quarterdeck/internal/record/opportunity"
)

// Proof is the result of a backtest: every trial, by day.
type Proof struct {
	Trials []Trial
	Raw    []Trial // the house model's, with its ranges as they were drawn
	Stated []Stated
	Models map[period.Date]*projection.Model // by the day that they know
}

// Teams returns the team of an owner on a day, empty if there is none.
type Teams func(owner string, day period.Date) string

// Run forecasts each past period at each cut-off with each method, on the given number of processors (0: all).
func Run(ctx context.Context, b *projection.Book, teams Teams, processors int) (*Proof, error) {
	if processors <= 0 {
		processors = runtime.GOMAXPROCS(0)
	}
	all := tests(b)
	proof := &Proof{Models: map[period.Date]*projection.Model{}}
	if err := proof.train(ctx, b, all, processors); err != nil {
		return nil, err
	}
	results, stated := make([][]Trial, len(all)), make([][]Stated, len(all))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(processors)
	for i, t := range all {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			results[i], stated[i] = t.run(b, proof.Models[ModelDay(b.Calendar, t.day)], teams)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i, trials := range results {
		proof.Trials, proof.Stated = append(proof.Trials, trials...), append(proof.Stated, stated[i]...)
	}
	for _, trial := range proof.Trials {
		if trial.Method == projection.House {
			proof.Raw = append(proof.Raw, trial)
		}
	}
	calibrate(proof.Trials, proof.Raw)
	return proof, nil
}

// train makes the model of each month that the tests ask for. A month whose past holds nothing to learn from has none.
// The present month's is among them.
func (proof *Proof) train(ctx context.Context, b *projection.Book, all []test, processors int) error {
	days := []period.Date{ModelDay(b.Calendar, b.Day)}
	for _, t := range all {
		if day := ModelDay(b.Calendar, t.day); !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	corpus := projection.Learnable(b)
	models := make([]*projection.Model, len(days))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(processors)
	for i, day := range days {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			model, err := projection.Train(ctx, corpus, day)
			if errors.Is(err, projection.ErrUnlearnt) {
				return nil
			}
			models[i] = model
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, day := range days {
		if models[i] != nil {
			proof.Models[day] = models[i]
		}
	}
	return nil
}

// run answers one test.
func (t test) run(b *projection.Book, model *projection.Model, teams Teams) (trials []Trial, stated []Stated) {
	known := b.Until(t.day)
	if len(known.Records) == 0 {
		return nil, nil
	}
	actual := projection.WonIn(b, t.period.Start, t.period.End)
	for method, e := range Simple(known, t.period) {
		trials = append(trials, t.compare(method, e, actual, teams)...)
	}
	if model != nil {
		house := model.Forecast(known, t.period, draws)
		trials = append(trials, t.house(house, actual, teams)...)
		stated = t.stated(b, house.Open)
	}
	slices.SortStableFunc(trials, func(x, y Trial) int { return order(x.Method) - order(y.Method) })
	return trials, stated
}

func order(m projection.Method) int { return slices.Index(projection.Methods, m) }

// Simple lists the estimates of all methods except the Quarterdeck model.
func Simple(known *projection.Book, p period.Period) map[projection.Method]projection.Estimate {
	all := map[projection.Method]projection.Estimate{
		projection.StageWeighted:    projection.Weighted(known, p),
		projection.CategoryWeighted: projection.Categorised(known, p),
		projection.Pace:             projection.Paced(known, p),
		projection.RunRate:          projection.Rate(known, p),
		projection.Naive:            projection.LastYear(known, p),
		projection.Commit:           projection.Called(known, p, opportunity.Commit),
		projection.BestCase: projection.Called(known, p, opportunity.Commit, opportunity.MostLikely,
			opportunity.BestCase),
	}
	if e, ok := series(known, p); ok {
		all[projection.TimeSeries] = e
	}
	return all
}

// series forecasts from nothing but what was won in the periods before, and not less than what is closed already.
func series(known *projection.Book, p period.Period) (projection.Estimate, bool) {
	past, values := projection.Series(known, p.Kind)
	season := map[period.Kind]int{period.Month: 12, period.Quarter: 4, period.Half: 2}[p.Kind]
	if len(values) == 0 {
		return projection.Estimate{}, false
	}
	ahead := 1
	for q := known.Calendar.Shift(past[len(past)-1], 1); q.Start < p.Start; q = known.Calendar.Shift(q, 1) {
		ahead++
	}
	got, err := timeseries.Forecast(timeseries.Series{Values: values, Season: max(1, season)}, ahead, timeseries.Auto)
	if err != nil {
		return projection.Estimate{}, false
	}
	closed := 0.0
	won := projection.WonIn(known, p.Start, p.End)
	for _, owner := range names(won) {
		closed += won[owner]
	}
	return projection.Estimate{Total: max(closed, got.Mean[ahead-1])}, true
}

// compare sets a method's estimate beside what came, at each level.
func (t test) compare(m projection.Method, e projection.Estimate, actual map[string]float64, teams Teams) []Trial {
	base := Trial{Period: t.period, Cutoff: t.cutoff, Day: t.day, Method: m}
	forecasts, actuals := t.group(e.ByOwner, teams), t.group(actual, teams)
	var trials []Trial
	for _, level := range Levels {
		for _, name := range names(forecasts[level], actuals[level]) {
			trial := base
			trial.Level, trial.Name = level, name
			trial.Forecast, trial.Actual = forecasts[level][name], actuals[level][name]
			if level == Organisation {
				trial.Forecast = e.Total
			} else if e.ByOwner == nil {
				continue
			}
			trials = append(trials, trial)
		}
	}
	return trials
}

// group sums owners' figures by level and name.
func (t test) group(byOwner map[string]float64, teams Teams) map[Level]map[string]float64 {
	sums := map[Level]map[string]float64{Organisation: {"": 0}, Team: {}, Member: {}}
	for _, owner := range names(byOwner) {
		v := byOwner[owner]
		sums[Organisation][""] += v
		sums[Member][owner] += v
		if team := teams(owner, t.day); team != "" {
			sums[Team][team] += v
		}
	}
	return sums
}

// house sets the house model's outlook beside what came, with the ranges of its draws.
func (t test) house(o projection.Outlook, actual map[string]float64, teams Teams) []Trial {
	e := projection.Estimate{ByOwner: map[string]float64{}}
	for i, owner := range o.Owners {
		e.ByOwner[owner] = o.Parts[i].Total()
		e.Total += e.ByOwner[owner]
	}
	trials := t.compare(projection.House, e, actual, teams)
	for i := range trials {
		trial := &trials[i]
		in := func(owner string) bool {
			switch trial.Level {
			case Member:
				return owner == trial.Name
			case Team:
				return teams(owner, t.day) == trial.Name
			default:
				return true
			}
		}
		parts, sorted := o.Sum(in)
		trial.Closed, trial.below = parts.Closed, o.Below(in)
		trial.Low, trial.High = projection.Quantile(sorted, 0.1), projection.Quantile(sorted, 0.9)
	}
	return trials
}

// names lists the keys of maps, each once, in order.
func names(maps ...map[string]float64) []string {
	var all []string
	for _, m := range maps {
		for k := range m {
			all = append(all, k)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
