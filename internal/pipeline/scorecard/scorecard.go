// Package scorecard is the figures of a home page: what was closed against the quota, what is open and what it is
// worth, how much of it is won, and who is where.
//
// The statements read cells (sums by owner, month, stage, category, type) once; everything else is arithmetic on them
// in this package, so that a tile, a chart and a table of one page cannot disagree. Amounts are minor units of the
// organisation's base currency.
package scorecard

import (
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Sum is a number of opportunities and their total value.
type Sum struct {
	Count  int64
	Amount int64
}

func (s *Sum) add(count, amount int64) { s.Count += count; s.Amount += amount }

// Ratio is a fraction that may be undefined. Of names the denominator, so that "no data" differs from zero.
type Ratio struct {
	Value decimal.Decimal // 0.25 is 25 %
	Of    int64           // the denominator; the ratio is not defined where it is zero
}

// Defined reports whether the denominator is not zero.
func (r Ratio) Defined() bool { return r.Of != 0 }

func ratio(part, whole int64) Ratio {
	if whole == 0 {
		return Ratio{}
	}
	return Ratio{Value: decimal.NewFromInt(part).DivRound(decimal.NewFromInt(whole), 6), Of: whole}
}

// Coverage is the open pipeline of the period per unit of quota still to close (definitions §3). Once the quota is met
// it is covered, not infinite; without a quota it is not defined. A quota of 0 is a quota, and met from the first unit
// on.
type Coverage struct {
	Ratio
	Covered bool
}

func coverage(open, target, won int64, asked bool) Coverage {
	switch {
	case !asked && target <= 0:
		return Coverage{}
	case won >= target:
		return Coverage{Covered: true}
	}
	return Coverage{Ratio: ratio(open, target-won)}
}

// Closed is the won and lost opportunities that closed in a range of days.
type Closed struct {
	Won       Sum
	Lost      Sum
	Unknown   int64 // of the won, those without an amount or a rate to convert it: in no sum
	CycleDays int64 // Σ days from creation to closing, of the won
	Undated   int64 // of the won, those that closed before they were known of: in no cycle
}

// WinRate is won ÷ (won + lost), by count (definitions §6, closed-period).
func (c Closed) WinRate() Ratio { return ratio(c.Won.Count, c.Won.Count+c.Lost.Count) }

// WinRateValue is the same by value.
func (c Closed) WinRateValue() Ratio { return ratio(c.Won.Amount, c.Won.Amount+c.Lost.Amount) }

// Deal is the mean amount of won opportunities with a known amount.
func (c Closed) Deal() Ratio { return ratio(c.Won.Amount, c.Won.Count-c.Unknown) }

// Cycle is the mean number of days from creation to winning, of opportunities with a known creation date.
func (c Closed) Cycle() Ratio { return ratio(c.CycleDays, c.Won.Count-c.Undated) }

func (c *Closed) add(cell closedCell) {
	if cell.Status == opportunity.Won {
		c.Won.add(cell.Count, cell.Amount)
		c.CycleDays += cell.Days
		c.Undated += cell.Undated
		c.Unknown += cell.Unknown
	} else {
		c.Lost.add(cell.Count, cell.Amount)
	}
}

// Pipeline is the open opportunities as they count for the period (definitions §3). Overdue ones are separate.
type Pipeline struct {
	Due             Sum // close date still to come
	Overdue         Sum // close date passed; in the current period those of earlier periods too
	Weighted        int64
	WeightedOverdue int64 // at the organisation's decay
	Unconverted     int64 // without an amount, or a rate to convert it
}

// Open is the total of all open opportunities.
func (p Pipeline) Open() Sum {
	return Sum{p.Due.Count + p.Overdue.Count, p.Due.Amount + p.Overdue.Amount}
}

// WeightedOpen is the weighted pipeline: Σ amount × probability of open opportunities, reduced for overdue ones.
func (p Pipeline) WeightedOpen() int64 { return p.Weighted + p.WeightedOverdue }

func (p *Pipeline) add(c openCell) {
	p.Unconverted += c.Unconverted
	if c.Overdue {
		p.Overdue.add(c.Count, c.Amount)
		p.WeightedOverdue += c.Decayed
		return
	}
	p.Due.add(c.Count, c.Amount)
	p.Weighted += c.Weighted
}

// Line is one member, or a team, in the table.
type Line struct {
	MemberID   uuid.UUID
	Name       string
	Team       string
	Active     bool
	Target     int64
	Asked      bool // there is a quota, which may be 0
	Closed     Closed
	Pipeline   Pipeline
	Untouched  int64
	Activities Activities
}

// Attainment is won ÷ quota.
func (l Line) Attainment() Ratio { return ratio(l.Closed.Won.Amount, l.Target) }

// Coverage is the open pipeline per unit of remaining quota.
func (l Line) Coverage() Coverage {
	return coverage(l.Pipeline.Open().Amount, l.Target, l.Closed.Won.Amount, l.Asked)
}

func (l *Line) absorb(o Line) {
	l.Closed.Won.add(o.Closed.Won.Count, o.Closed.Won.Amount)
	l.Closed.Lost.add(o.Closed.Lost.Count, o.Closed.Lost.Amount)
	l.Closed.CycleDays += o.Closed.CycleDays
	l.Closed.Undated += o.Closed.Undated
	l.Closed.Unknown += o.Closed.Unknown
	l.Pipeline.Due.add(o.Pipeline.Due.Count, o.Pipeline.Due.Amount)
	l.Pipeline.Overdue.add(o.Pipeline.Overdue.Count, o.Pipeline.Overdue.Amount)
	l.Pipeline.Weighted += o.Pipeline.Weighted
	l.Pipeline.WeightedOverdue += o.Pipeline.WeightedOverdue
	l.Pipeline.Unconverted += o.Pipeline.Unconverted
	l.Untouched += o.Untouched
	l.Activities = l.Activities.plus(o.Activities)
}

// Activities counts activities of the last 30 days, by kind.
type Activities struct{ Calls, Emails, Meetings, Others int64 }

// Total is the number of all activities.
func (a Activities) Total() int64 { return a.Calls + a.Emails + a.Meetings + a.Others }

func (a Activities) plus(b Activities) Activities {
	return Activities{a.Calls + b.Calls, a.Emails + b.Emails, a.Meetings + b.Meetings, a.Others + b.Others}
}

// Month is one close month: the amount won in it and the open amounts due in it, by category.
type Month struct {
	Period     period.Period
	Won        int64
	Categories map[opportunity.Category]int64
	Weighted   int64 // overdue at their decay
}

// Group is a total by a name: a stage, a category, a type.
type Group struct {
	Name string
	Sum
	Weighted int64
}

// Point is one period of the trend.
type Point struct {
	Period period.Period
	Target int64
	Closed
}

// Day is the amount won on a day, and in the period before it.
type Day struct {
	On  period.Date
	Won int64 // cumulative
}

// Medians are shown beside the means, which a few large opportunities distort; zero if nothing was won.
type Medians struct {
	Deal  int64 // minor units of the base currency
	Cycle int64 // days
}

// Card is the figures of a home page.
type Card struct {
	Scope      scope.Scope
	Base       money.Currency
	Target     int64
	Asked      bool // somebody has a quota, which may be 0
	Closed     Closed
	Past       []SameDay // earlier periods up to the same day of theirs, the newest last
	Medians    Medians
	Pipeline   Pipeline
	Types      []Group // won in the period, by type
	Months     []Month
	Stages     []Group // everything open, in the order of the stages
	Categories []Group // everything open
	Trend      []Point // the last eight periods, this one last
	Days       []Day
	Lines      []Line // members with a quota, opportunities or activities
	Cells      []MonthCell
	Heat       []Heat

	teamTargets map[string]int64
	teamHeat    []Heat
}

// Attainment is won ÷ target.
func (c Card) Attainment() Ratio { return ratio(c.Closed.Won.Amount, c.Target) }

// Coverage is the open pipeline per unit of remaining target.
func (c Card) Coverage() Coverage {
	return coverage(c.Pipeline.Open().Amount, c.Target, c.Closed.Won.Amount, c.Asked)
}

// WeightedForecast is won to date + weighted open (definitions §3).
func (c Card) WeightedForecast() int64 { return c.Closed.Won.Amount + c.Pipeline.WeightedOpen() }

// WonBy is the amount won in the period by the end of a day, in minor units of the base currency.
func (c Card) WonBy(day period.Date) int64 {
	won := int64(0)
	for _, d := range c.Days {
		if d.On <= day {
			won = d.Won
		}
	}
	return won
}

// Gap is the amount still to close, zero once the target is met.
func (c Card) Gap() int64 { return max(0, c.Target-c.Closed.Won.Amount) }

// Teams rolls the lines up by team, in the order of the names.
func (c Card) Teams() []Line {
	var teams []Line
	at := map[string]int{}
	for _, l := range c.Lines {
		i, ok := at[l.Team]
		if !ok {
			i = len(teams)
			at[l.Team] = i
			teams = append(teams, Line{Name: l.Team, Team: l.Team, Active: true})
		}
		teams[i].absorb(l)
	}
	for i := range teams {
		// not the sum of the lines: a manager's quota is for those below
		teams[i].Target, teams[i].Asked = c.teamTargets[teams[i].Team], has(c.teamTargets, teams[i].Team)
	}
	return sorted(teams)
}

func has(all map[string]int64, name string) bool {
	_, ok := all[name]
	return ok
}

// MonthCell is the weighted forecast of one owner in one close month: won + weighted open.
type MonthCell struct {
	OwnerID  *uuid.UUID
	Month    period.Date
	Won      int64
	Open     int64
	Weighted int64
}

// Forecast is won + weighted open of the cell.
func (m MonthCell) Forecast() int64 { return m.Won + m.Weighted }
