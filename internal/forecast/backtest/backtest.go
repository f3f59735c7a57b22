// Package backtest proves forecasts on the organisation's own past: each method's forecast of each past period, made of
// what was known at named cut-offs, beside what came (definitions §5).
//
// The house model's ranges are calibrated here too: a forecast's range is as wide as it takes for the ranges before it
// to have held, and only periods that were over by then count.
package backtest

import (
	"math"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
)

// Cutoff is the moment of a period at which forecasts are compared with the result.
type Cutoff string

// The cut-offs: the evening before the first day, three shares of the period, and the week in which calls are locked.
const (
	DayZero       Cutoff = "day0"
	Quarter       Cutoff = "25%"
	Mid           Cutoff = "mid"
	ThreeQuarters Cutoff = "75%"
	Lock          Cutoff = "lock"
)

// Cutoffs lists them in order.
var Cutoffs = []Cutoff{DayZero, Quarter, Mid, ThreeQuarters, Lock}

// Label is the cut-off's name for people.
func (c Cutoff) Label() string {
	switch c {
	case DayZero:
		return "First day"
	case Quarter:
		return "A quarter gone"
	case Mid:
		return "Middle"
	case ThreeQuarters:
		return "Three quarters gone"
	default:
		return "Lock"
	}
}

// Day is the day of a period at whose end the cut-off is. The lock is a week before the end of a quarter and three days
// before that of a month.
func (c Cutoff) Day(p period.Period) period.Date {
	share := func(part float64) period.Date { return p.Start - 1 + period.Date(math.Round(part*float64(p.Days()))) }
	switch c {
	case DayZero:
		return p.Start - 1
	case Quarter:
		return share(0.25)
	case Mid:
		return share(0.5)
	case ThreeQuarters:
		return share(0.75)
	}
	if p.Kind == period.Month {
		return p.End - 1 - 3
	}
	return p.End - 1 - 7
}

// Level is the scope of a tested forecast: the organisation, a team or a member.
type Level string

// The levels.
const (
	Organisation Level = "organisation"
	Team         Level = "team"
	Member       Level = "member"
)

// Levels lists them from the top.
var Levels = []Level{Organisation, Team, Member}

// Trial is one past forecast and its result: amounts in minor units of the base currency.
type Trial struct {
	Period   period.Period
	Cutoff   Cutoff
	Day      period.Date // whose evening the forecast knew
	Method   projection.Method
	Level    Level
	Name     string // of the team, or the key of the member; empty: the organisation
	Forecast float64
	Closed   float64 // the part of the forecast that was won already, of the house model
	Low      float64 // the range that should hold eight times of ten; both 0 where the method has none
	High     float64
	Actual   float64

	below float64 // what open opportunities of negative amounts may take away, 0 or less
}

// least is the least that a period can come to: what is closed, less what open opportunities of negative amounts may
// take away.
func (t Trial) least() float64 { return t.Closed + t.below }

// Ranged reports whether the trial has a range.
func (t Trial) Ranged() bool { return t.Low != 0 || t.High != 0 }

const (
	settling = 365 // days of history before the first period that is forecast
	years    = 3   // years of periods that are looked at
	draws    = 400 // of the house model's simulation
)

// test is one period at one cut-off.
type test struct {
	period period.Period
	cutoff Cutoff
	day    period.Date
}

// tests lists all that the book can answer, in the order of their days.
func tests(b *projection.Book) []test {
	if len(b.Records) == 0 {
		return nil
	}
	var all []test
	from := max(b.Began()+settling, b.Day-years*365-1)
	for _, kind := range []period.Kind{period.Quarter, period.Month} {
		for _, p := range b.Calendar.Between(kind, from, b.Day+1) {
			if p.Start < from || p.End > b.Day+1 {
				continue
			}
			for _, c := range Cutoffs {
				all = append(all, test{p, c, c.Day(p)})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y test) int { return int(x.day - y.day) })
	return all
}

// ModelDay is the training day of the model used on a day: the end of the month before. So one model is used for a
// month, and the forecast of a past day can be repeated without later data.
func ModelDay(c period.Calendar, day period.Date) period.Date {
	return c.Containing(period.Month, day+1).Start - 1
}
