package projection

import (
	"math"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

// rush is on which days of a fiscal quarter opportunities are won, against an even course: many sellers close most in
// the last days of a month and still more in those of a quarter.
type rush struct {
	calendar period.Calendar
	weights  [rushBands]float64
}

const (
	rushBands = 10
	rushDoubt = 30 // wins' worth of belief in an even course, over all bands
)

// rushBand is the part of the quarter that a day lies in: of the last month by the days that are left, of the others by
// the days that are left of the month.
func rushBand(c period.Calendar, d period.Date) int {
	quarter, month := c.Containing(period.Quarter, d), c.Containing(period.Month, d)
	left := int(month.End - 1 - d)
	bounds, first := []int{2, 6}, 7
	if month.End == quarter.End {
		bounds, first = []int{1, 3, 6, 9, 13, 20}, 0
	}
	for i, bound := range bounds {
		if left <= bound {
			return first + i
		}
	}
	return first + len(bounds)
}

// learnRush counts the wins of each part of a quarter, the nearer ones more, beside the days that it has.
func learnRush(b *Book) rush {
	r := rush{calendar: b.Calendar}
	var wins, days [rushBands]float64
	began := b.Began()
	if len(b.Records) > 0 {
		for d := began; d <= b.Day; d++ {
			days[rushBand(b.Calendar, d)] += math.Pow(0.5, float64(b.Day-d)/memory)
		}
	}
	all, span := 0.0, 0.0
	for i := range b.Records {
		s := b.Records[i].Last()
		if s.Status != opportunity.Won || s.CloseOn.IsZero() || s.CloseOn > b.Day || s.CloseOn < began {
			continue
		}
		w := math.Pow(0.5, float64(b.Day-s.CloseOn)/memory)
		wins[rushBand(b.Calendar, s.CloseOn)] += w
		all += w
	}
	for _, n := range days {
		span += n
	}
	for k := range r.weights {
		r.weights[k] = 1
		if even := days[k] / max(span, 1) * (all + rushDoubt); even > 0 {
			r.weights[k] = (wins[k] + days[k]/span*rushDoubt) / even
		}
	}
	return r
}

// course is the weight of each day after one, cumulated: course[k] is that of the k days after it.
func (r *rush) course(day period.Date, days int) []float64 {
	sums := make([]float64, days+1)
	for k := 1; k <= days; k++ {
		sums[k] = sums[k-1] + r.weights[rushBand(r.calendar, day+period.Date(k))]
	}
	return sums
}
