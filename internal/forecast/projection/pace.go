package projection

import (
	"math"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

// Rate is the run rate: the amount won in the last 365 days, scaled to the days of the period.
func Rate(b *Book, p period.Period) Estimate {
	first := b.Day + 1 - 365
	if len(b.Records) > 0 {
		first = max(first, b.Began())
	}
	span := max(1, b.Day+1-first)
	won := WonIn(b, first, b.Day+1)
	for owner := range won {
		won[owner] *= float64(p.Days()) / float64(span)
	}
	return estimate(won)
}

// LastYear is the seasonal naive forecast: the amount won in the same period a year before, or in the last ended period
// if the book does not reach back so far.
func LastYear(b *Book, p period.Period) Estimate {
	q := p
	for q = b.Calendar.Containing(p.Kind, p.Start.AddMonths(-12)); q.End > b.Day+1; {
		q = b.Calendar.Shift(q, -1)
	}
	if len(b.Records) > 0 && q.Start < b.Began() {
		for q = b.Calendar.Shift(p, -1); q.End > b.Day+1; {
			q = b.Calendar.Shift(q, -1)
		}
	}
	return estimate(WonIn(b, q.Start, q.End))
}

// Shape is S(t), the share of a period that is usually won by the book's day of it: of the last periods, without the
// largest opportunity of each, drawn towards an even course where few tell (definitions §9). It is 0 before the period
// and 1 after it.
func Shape(b *Book, p period.Period) float64 {
	gone := float64(p.Elapsed(b.Day)) / float64(p.Days())
	if gone == 0 || gone == 1 {
		return gone
	}
	past := before(b, p)
	sum, n := linearity*gone, float64(linearity)
	for _, q := range past {
		if share, ok := shareBy(b, q, same(q, p, b.Day)); ok {
			sum, n = sum+share, n+1
		}
	}
	return sum / n
}

// shareBy is the share of a past period that was won by a day of it, the largest opportunity left out.
func shareBy(b *Book, q period.Period, day period.Date) (share float64, ok bool) {
	early, all, largest, largestOn := 0.0, 0.0, 0.0, period.Date(0)
	for i := range b.Records {
		s := b.Records[i].Last()
		if s.Status != opportunity.Won || !q.Contains(s.CloseOn) {
			continue
		}
		v := float64(worth(s))
		if all += v; s.CloseOn <= day {
			early += v
		}
		if v > largest {
			largest, largestOn = v, s.CloseOn
		}
	}
	if largestOn <= day {
		early -= largest
	}
	if all -= largest; all <= 0 {
		return 0, false
	}
	return early / all, true
}

// seasonLogs are the logarithms of what the period's place brought in each past year against the year around it.
func seasonLogs(b *Book, p period.Period) (logs []float64, years int) {
	began := b.Began()
	for q := b.Calendar.Containing(p.Kind, p.Start.AddMonths(-12)); len(b.Records) > 0 &&
		q.Start.AddMonths(-6) >= began; q = b.Calendar.Containing(p.Kind, q.Start.AddMonths(-12)) {
		middle := q.Start + period.Date(q.Days()/2)
		around := total(WonIn(b, middle-182, middle+183))
		if here := total(WonIn(b, q.Start, q.End)); middle+183 <= b.Day+1 && here > 0 && around > 0 {
			logs = append(logs, math.Log(here/around*365/float64(q.Days())))
		}
	}
	return logs, len(logs)
}

// seasonIndex is what a place brings against the year around it, drawn towards 1 where few years tell.
func seasonIndex(logs []float64) float64 {
	return math.Exp(mean(logs) * float64(len(logs)) / (float64(len(logs)) + seasonMild))
}

// Paced is historical pace: what is closed, divided by the share that is usually closed by this day. Early in the
// period, when that share is small and the quotient wild, the run rate with the period's season stands in for as much
// of it.
func Paced(b *Book, p period.Period) Estimate {
	logs, _ := seasonLogs(b, p)
	shape, season := Shape(b, p), seasonIndex(logs)
	closed, usual := WonIn(b, p.Start, p.End), Rate(b, p).ByOwner
	all := map[string]float64{}
	for owner := range closed {
		all[owner] = 0
	}
	for owner := range usual {
		all[owner] = 0
	}
	for owner := range all {
		// The rest by pace, closed·(1−S)/S, counts for S; the usual rest counts for 1−S.
		all[owner] = closed[owner] + (1-shape)*(closed[owner]+(1-shape)*usual[owner]*season)
	}
	return estimate(all)
}

// Series is the amount won in each past period of a kind, oldest first, from the first complete one to the last that
// has ended.
func Series(b *Book, kind period.Kind) ([]period.Period, []float64) {
	if len(b.Records) == 0 {
		return nil, nil
	}
	var periods []period.Period
	var values []float64
	first := b.Calendar.Shift(b.Calendar.Containing(kind, b.Began()), 1)
	for p := first; p.End <= b.Day+1; p = b.Calendar.Shift(p, 1) {
		periods = append(periods, p)
		values = append(values, total(WonIn(b, p.Start, p.End)))
	}
	return periods, values
}

func total(byOwner map[string]float64) float64 { return estimate(byOwner).Total }

func sortedKeys(m map[string]float64) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
