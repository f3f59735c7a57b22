package projection

import (
	"math"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

// Method is a way to forecast a period.
type Method string

// The methods. Each can be shown by itself; the simple ones are the yardsticks of the house model.
const (
	House            Method = "house"
	CategoryWeighted Method = "category-weighted"
	StageWeighted    Method = "stage-weighted"
	Pace             Method = "pace"
	TimeSeries       Method = "time-series"
	RunRate          Method = "run-rate"
	Naive            Method = "naive"
	BestCase         Method = "best-case"
	Commit           Method = "commit"
	RepCall          Method = "rep-calls"
	ManagerCall      Method = "manager-calls"
	ExecutiveCall    Method = "executive-call"
)

// Methods lists them in the order of pages.
var Methods = []Method{House, CategoryWeighted, StageWeighted, Pace, TimeSeries, RunRate, Naive, BestCase, Commit}

// Callers lists the groups of people whose calls are compared with the methods, by level.
var Callers = []Method{RepCall, ManagerCall, ExecutiveCall}

// Forecasters lists the methods and then the people.
var Forecasters = slices.Concat(Methods, Callers)

// Label is the method's name for people.
func (m Method) Label() string {
	switch m {
	case House:
		return "Quarterdeck model"
	case CategoryWeighted:
		return "Category-weighted"
	case StageWeighted:
		return "Stage-weighted"
	case Pace:
		return "Historical pace"
	case TimeSeries:
		return "Time series"
	case RunRate:
		return "Run rate"
	case Naive:
		return "Same period last year"
	case BestCase:
		return "Closed and best case"
	case Commit:
		return "Closed and commit"
	case RepCall:
		return "Reps' calls"
	case ManagerCall:
		return "Managers' calls"
	case ExecutiveCall:
		return "Executives' call"
	default:
		return string(m)
	}
}

// Estimate is a method's forecast of a period in minor units. ByOwner is nil if the method only forecasts the
// organisation.
type Estimate struct {
	Total   float64
	ByOwner map[string]float64
}

func estimate(byOwner map[string]float64) Estimate {
	e := Estimate{ByOwner: byOwner}
	for _, key := range sortedKeys(byOwner) { // in one order, so that the sum is the same each time
		e.Total += byOwner[key]
	}
	return e
}

// counts tells whether an open opportunity stands in a period on a day: by its close date, and overdue ones in the
// current period only (definitions §3). What is omitted from the forecast stands in none.
func counts(s *State, p period.Period, day period.Date) bool {
	switch {
	case s.Status != opportunity.Open || s.Category == opportunity.Omitted || s.CloseOn.IsZero():
		return false
	case s.CloseOn < day:
		return p.Contains(day)
	default:
		return p.Contains(s.CloseOn)
	}
}

// WonIn is the amount that each owner won with a close date in [from, to), in minor units, as known in the book.
func WonIn(b *Book, from, to period.Date) map[string]float64 {
	won := map[string]float64{}
	for i := range b.Records {
		if s := b.Records[i].Last(); s.Status == opportunity.Won && s.CloseOn >= from && s.CloseOn < to {
			won[s.Owner] += float64(worth(s))
		}
	}
	return won
}

// sumOpen is what is closed in the period, and each open opportunity in it times a weight.
func sumOpen(b *Book, p period.Period, weight func(*State) float64) Estimate {
	sums := WonIn(b, p.Start, p.End)
	for i := range b.Records {
		if s := b.Records[i].Last(); counts(s, p, b.Day) {
			sums[s.Owner] += weight(s) * float64(worth(s))
		}
	}
	return estimate(sums)
}

// Weighted is the weighted forecast: closed, plus each open opportunity times its probability, reduced for overdue ones
// (definitions §3).
func Weighted(b *Book, p period.Period) Estimate {
	return sumOpen(b, p, func(s *State) float64 {
		share := float64(s.ProbabilityBP) / 10_000
		if s.CloseOn < b.Day {
			share *= float64(b.DecayBP) / 10_000
		}
		return share
	})
}

// Called is the cumulative category forecast: closed, plus all of the given categories (definitions §2).
func Called(b *Book, p period.Period, categories ...opportunity.Category) Estimate {
	in := map[opportunity.Category]float64{}
	for _, c := range categories {
		in[c] = 1
	}
	return sumOpen(b, p, func(s *State) float64 { return in[s.Category] })
}

const (
	lookBack  = 8 // periods that shares and conversions are taken from
	faith     = 5 // average opportunities' worth of belief in the usual conversion of a category
	linearity = 2 // periods' worth of belief in an even course
)

// usualConversion is what the field takes a category to convert at, until the organisation's own past says otherwise.
var usualConversion = map[opportunity.Category]float64{
	opportunity.Commit: 0.8, opportunity.MostLikely: 0.6, opportunity.BestCase: 0.4, opportunity.Pipeline: 0.1,
}

// Conversion is what became of the open pipeline of each category in the past periods, at the day of the period that
// corresponds to the book's: what was won in the period per unit that stood in it (value conversion, definitions §3).
func Conversion(b *Book, p period.Period) map[opportunity.Category]float64 {
	stood, won, n := map[opportunity.Category]float64{}, map[opportunity.Category]float64{},
		map[opportunity.Category]float64{}
	for _, q := range before(b, p) {
		day := same(q, p, b.Day)
		for i := range b.Records {
			r := &b.Records[i]
			s, ok := r.At(day)
			if !ok || !counts(s, q, day) {
				continue
			}
			stood[s.Category] += float64(worth(s))
			n[s.Category]++
			if last := r.Last(); last.Status == opportunity.Won && q.Contains(last.CloseOn) {
				won[s.Category] += float64(worth(last))
			}
		}
	}
	rates := map[opportunity.Category]float64{}
	for category, usual := range usualConversion {
		mean := 1.0
		if stood[category] > 0 {
			mean = stood[category] / n[category]
		}
		rates[category] = (won[category] + faith*mean*usual) / (stood[category] + faith*mean)
	}
	return rates
}

// Yield is the value conversion of the pipeline at this day of the period, in the last periods: what was won in the
// rest of the period from opportunities that existed then, pulled in ones included, per unit of what stood open in it
// (definitions §3). One over it is the coverage that is needed. It is 0 where no past period had a pipeline.
func Yield(b *Book, p period.Period) (rate float64, periods int) {
	stood, won := 0.0, 0.0
	for _, q := range before(b, p) {
		day, here := same(q, p, b.Day), 0.0
		for i := range b.Records {
			r := &b.Records[i]
			s, ok := r.At(day)
			if !ok || s.Status != opportunity.Open {
				continue
			}
			if counts(s, q, day) {
				here += float64(worth(s))
			}
			if last := r.Last(); last.Status == opportunity.Won && q.Contains(last.CloseOn) {
				won += float64(worth(last))
			}
		}
		if here > 0 {
			stood, periods = stood+here, periods+1
		}
	}
	if stood == 0 {
		return 0, 0
	}
	return won / stood, periods
}

// Season is a season of the year, such as the fourth quarter, relative to the year around it: 1.2 is a fifth above.
type Season struct {
	Place int     `json:"place"` // from 1
	Index float64 `json:"index"` // drawn towards 1 where few years tell
	Years int     `json:"years"`
}

// Seasons are those of what was won by quarter or month, and their strength: the share of the variation of the values
// around their yearly level that the places explain, 0 to 1; ok is false with less than two years.
func Seasons(b *Book, kind period.Kind) (seasons []Season, strength float64, ok bool) {
	first := b.Calendar.Containing(period.Year, b.Day+1)
	explained, all := 0.0, 0.0
	for i, q := range b.Calendar.Between(kind, first.Start, first.End) {
		logs, years := seasonLogs(b, q)
		s := Season{Place: i + 1, Index: seasonIndex(logs), Years: years}
		for _, l := range logs {
			all += l * l
			rest := l - mean(logs)
			explained += l*l - rest*rest
		}
		seasons = append(seasons, s)
		ok = ok || years >= 2
	}
	if all > 0 {
		strength = explained / all
	}
	return seasons, strength, ok
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(max(1, len(values)))
}

// Categorised is closed, plus each category times the organisation's own conversion rate on this day of the period.
func Categorised(b *Book, p period.Period) Estimate {
	rates := Conversion(b, p)
	return sumOpen(b, p, func(s *State) float64 { return rates[s.Category] })
}

// before lists the last periods of the kind that were over by the book's day and began after its first record, oldest
// first.
func before(b *Book, p period.Period) []period.Period {
	var past []period.Period
	if len(b.Records) == 0 {
		return nil
	}
	began := b.Began()
	for q := b.Calendar.Shift(p, -1); len(past) < lookBack && q.Start >= began; q = b.Calendar.Shift(q, -1) {
		if q.End <= b.Day+1 {
			past = append([]period.Period{q}, past...)
		}
	}
	return past
}

// same is the day of q that corresponds to a day of p: the same share of the period has gone by.
func same(q, p period.Period, day period.Date) period.Date {
	gone := float64(day-p.Start+1) / float64(p.Days())
	return q.Start - 1 + period.Date(math.Round(gone*float64(q.Days())))
}
