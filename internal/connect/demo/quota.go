package demo

import (
	"math"
	"sort"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
)

// How the years are shaped. A fourth quarter is 60 % above the average of the others, and business grows
// steadily; a jump at each new year would hide the season from whoever compares quarters over years.
const (
	fourth  = 1.6
	growth  = 1.06
	history = 12  // complete quarters before the current one: three years
	current = 1.1 // the quarter in progress runs a little ahead of the usual
)

// attainments is the company's usual table of quota attainment, from the last rep to the first: the mean
// is 85 %, nearly six in ten reach their quota, and the tail is long.
var attainments = [][2]float64{{0, .08}, {.14, .32}, {.28, .52}, {.38, .78}, {.42, 1.03}, {.65, 1.09}, {.85, 1.18},
	{.95, 1.3}, {1, 1.55}}

const meanAttainment = .85

func attainment(rank float64) float64 {
	for i := 1; i < len(attainments); i++ {
		a, b := attainments[i-1], attainments[i]
		if rank <= b[0] {
			return a[1] + (b[1]-a[1])*(rank-a[0])/(b[0]-a[0])
		}
	}
	return attainments[len(attainments)-1][1]
}

// quota is what a rep is to win in a month, in minor units of the company's currency.
type quota struct {
	rep    *person
	month  period.Date
	amount int64
}

// quarter is what is won in a fiscal quarter, and how much of it by today.
type quarter struct {
	period.Period
	won   int64     // minor units of the company's currency, up to today
	done  float64   // the part of the quarter's business that is done by today
	quota []float64 // of each rep, in the order of people.reps
}

func season(cal period.Calendar, start period.Date) float64 {
	if cal.Containing(period.Year, start).End == start.AddMonths(3) {
		return fourth
	}
	return 1
}

// setQuotas sets every rep's quotas, from the first quarter of the history to the one after the fiscal year's
// end, and what each quarter brings.
func (s *generator) setQuotas() []quarter {
	now := s.cal.Containing(period.Quarter, s.today)
	first := s.cal.Shift(now, -history)
	last := s.cal.Containing(period.Year, s.today).End.AddMonths(3)
	d := chance.New(s.Seed, "quarters")
	var quarters []quarter
	for _, p := range s.cal.Between(period.Quarter, first.Start, last) {
		base := s.baseQuota(p.Start)
		q := quarter{Period: p, done: 1, quota: make([]float64, len(s.people.reps))}
		for i, r := range s.people.reps {
			for m := p.Start; m < p.End; m = m.AddMonths(1) {
				monthly := int64(base*r.factor*r.ramp(m)/3/500_00+.5) * 500_00
				if monthly > 0 {
					s.quotas = append(s.quotas, quota{r, m, monthly})
					q.quota[i] += float64(monthly)
				}
			}
		}
		won := s.yearly(p.Start) / (3 + fourth) * season(s.cal, p.Start)
		if p == now {
			q.done = shape(float64(s.today-p.Start) / float64(p.Days()))
			won *= current
		} else if season(s.cal, p.Start) == 1 {
			won *= .97 + .06*d.Float64()
		}
		q.won = int64(won * q.done)
		if p.Start <= now.Start {
			quarters = append(quarters, q)
		}
	}
	sort.SliceStable(s.quotas, func(i, j int) bool { return s.quotas[i].month < s.quotas[j].month })
	return quarters
}

// yearly is what the company would win in a year at the size that it has in the quarter, in minor units;
// the company's own figure is that of the middle of the current fiscal year.
func (s *generator) yearly(quarter period.Date) float64 {
	months := monthsBetween(s.cal.Containing(period.Year, s.today).Start, quarter) - 4
	return float64(s.annualWon) * math.Pow(growth, float64(months)/12)
}

// baseQuota is an ordinary rep's quota for the quarter, in minor units: what the year brings, divided by
// the reps who are there to bring it, and by the part of their quotas that they usually reach.
func (s *generator) baseQuota(start period.Date) float64 {
	year := s.cal.Containing(period.Year, start)
	reps := 0.0
	for m := year.Start; m < year.End; m = m.AddMonths(1) {
		for _, r := range s.people.reps {
			reps += r.factor * r.ramp(m) / 3 * season(s.cal, s.cal.Containing(period.Quarter, m).Start)
		}
	}
	return s.yearly(year.Start.AddMonths(4)) / reps / meanAttainment * season(s.cal, start)
}

// thirds is the part of a quarter's business that each of its months brings.
var thirds = []float64{.32, .33, .35}

// shape is the part of a quarter's business that is done when a part of its days has passed.
func shape(elapsed float64) float64 {
	done := 0.0
	for i, t := range thirds {
		done += t * min(1, max(0, elapsed*3-float64(i)))
	}
	return done
}
