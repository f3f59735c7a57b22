package projection

import (
	"math"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
)

// arrival is the part of a period that is not in the pipeline yet: opportunities that will be created and won after the
// day of the question (definitions §9, create-and-close).
type arrival struct {
	day    period.Date
	level  float64 // opportunities created a day, now, the season taken out
	season [13]float64
	// value[a] and count[a] are what an average opportunity has brought by a days after its creation.
	value, count []float64
	amounts      []float64 // of recent wins, minor units
	course       []float64 // the weight of the days after the day, cumulated
}

const (
	recent     = 84  // days that the present rate of creation is taken from
	cohort     = 540 // days of creation that the ways to the closing are taken from
	longest    = 400 // days from creation to closing that are looked at
	seasonMild = 1.5 // years of evidence that a month's season is doubted with
)

// arrivals reads the rate of creation and the way from creation to closing from a book.
func arrivals(b *Book) arrival {
	a := arrival{day: b.Day, season: seasons(b)}
	a.level = a.creation(b)
	a.closing(b)
	return a
}

// creation is the number of opportunities created a day over the recent days, each divided by its month's season; the
// nearer days count more.
func (a *arrival) creation(b *Book) float64 {
	sum, weight := 0.0, 0.0
	first := b.Day + 1
	if len(b.Records) > 0 {
		first = b.Began()
	}
	for k := range period.Date(recent) {
		if d := b.Day - k; d >= first {
			weight += math.Pow(0.5, float64(k)/recent)
		}
	}
	for i := len(b.Records) - 1; i >= 0 && b.Records[i].Created > b.Day-recent; i-- {
		d := b.Records[i].Created
		sum += math.Pow(0.5, float64(b.Day-d)/recent) / a.season[d.Time().Month()]
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// seasons is each month's rate of creation against that of the half years around it, drawn towards 1 where few years
// tell.
func seasons(b *Book) [13]float64 {
	var logs, years [13]float64
	counts := map[period.Date]float64{}
	for i := range b.Records {
		counts[monthOf(b.Records[i].Created)]++
	}
	if len(b.Records) > 0 {
		first, last := monthOf(b.Began()).AddMonths(1), monthOf(b.Day+1) // the month that is not over is left out
		for m := first; m < last; m = m.AddMonths(1) {
			if around, ok := surroundings(counts, m, first, last); ok && counts[m] > 0 {
				logs[m.Time().Month()] += math.Log(daily(counts, m) / around)
				years[m.Time().Month()]++
			}
		}
	}
	var s [13]float64
	for m := range s {
		s[m] = math.Exp(logs[m] / (years[m] + seasonMild))
	}
	return s
}

// surroundings is the mean daily rate of the year around a month, six months on either side, as far as it is known,
// which must be nine months of it.
func surroundings(counts map[period.Date]float64, m, first, last period.Date) (rate float64, ok bool) {
	sum, weight := 0.0, 0.0
	for k := -6; k <= 6; k++ {
		n := m.AddMonths(k)
		if n < first || n >= last {
			continue
		}
		w := 1.0
		if k == -6 || k == 6 {
			w = 0.5
		}
		sum, weight = sum+w*daily(counts, n), weight+w
	}
	return sum / weight, weight >= 9 && sum > 0
}

func monthOf(d period.Date) period.Date {
	y, m, _ := d.Time().Date()
	return period.NewDate(y, m, 1)
}

// daily is the number created a day in a month.
func daily(counts map[period.Date]float64, m period.Date) float64 {
	return counts[m] / float64(m.AddMonths(1)-m)
}

// closing follows the recent cohorts from their creation: at each age, what was won then by those that are old enough
// to have reached it (the Aalen-Johansen estimate without covariates, definitions §6).
func (a *arrival) closing(b *Book) {
	won, worthOf, reached := make([]float64, longest), make([]float64, longest), make([]float64, longest)
	for i := range b.Records {
		r := &b.Records[i]
		age := b.Day - r.Created
		if age > cohort {
			continue
		}
		for k := range min(age, longest) {
			reached[k]++
		}
		last := r.Last()
		if last.Status != opportunity.Won || last.CloseOn.IsZero() {
			continue
		}
		if at := max(0, last.CloseOn-r.Created); at < longest && at < age {
			won[at]++
			worthOf[at] += float64(worth(last))
			a.amounts = append(a.amounts, float64(worth(last)))
		}
	}
	a.count, a.value = make([]float64, longest), make([]float64, longest)
	n, v := 0.0, 0.0
	for k := range longest {
		if reached[k] > 0 {
			n, v = n+won[k]/reached[k], v+worthOf[k]/reached[k]
		}
		a.count[k], a.value[k] = n, v
	}
}

// upto is a cumulative curve at an age, zero before the creation.
func upto(curve []float64, age period.Date) float64 {
	switch {
	case age < 0:
		return 0
	case int(age) >= len(curve):
		return curve[len(curve)-1]
	default:
		return curve[age]
	}
}

// expected is how many opportunities that do not exist yet are won in the days (from, to] after the day, and what they
// bring in minor units.
func (a *arrival) expected(from, to period.Date) (count, value float64) {
	for u := period.Date(1); u <= to; u++ {
		rate := a.level * a.season[month(a.day+u)]
		for d := max(u, from+1); d <= to; d++ {
			on := rate * (a.course[d] - a.course[d-1])
			count += on * (upto(a.count, d-u) - upto(a.count, d-u-1))
			value += on * (upto(a.value, d-u) - upto(a.value, d-u-1))
		}
	}
	return count, value
}

func month(d period.Date) time.Month { return d.Time().Month() }
