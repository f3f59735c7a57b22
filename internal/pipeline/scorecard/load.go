package scorecard

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
)

// trend is how many periods the trend goes back, this one included.
const trend = 8

// facts is what the statements answer, before any arithmetic.
type facts struct {
	scope    scope.Scope
	calendar period.Calendar
	open     []openCell
	closed   []closedCell
	quotas   []quota.Quota
	tallies  []activity.Tally
	quiet    map[uuid.UUID]int64
	stages   stage.Set
	medians  Medians
	days     []Day
}

// Load loads the figures of a scope with a fixed number of statements, whatever the size of the organisation.
func Load(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Card, error) {
	f, err := gather(ctx, tx, s)
	if err != nil {
		return Card{}, err
	}
	card := f.card()
	card.Base = tx.Base()
	return card, nil
}

func gather(ctx context.Context, tx *tenant.Tx, s scope.Scope) (f facts, err error) {
	f = facts{scope: s, calendar: tx.Calendar()}
	first := f.calendar.Shift(s.Period, 1-trend)
	steps := []func() error{
		func() (err error) { f.open, err = openCells(ctx, tx, s); return err },
		func() (err error) {
			f.closed, err = closedCells(ctx, tx, s, f.spans())
			return err
		},
		func() (err error) { f.quotas, err = quota.List(ctx, tx, first.Start, s.Period.End, s.AsOf); return err },
		func() (err error) {
			f.tallies, err = activity.Count(ctx, tx, s.Owners, s.Today-29, s.Today+1, s.AsOf)
			return err
		},
		func() (err error) { f.quiet, err = quiet(ctx, tx, s); return err },
		func() (err error) { f.stages, err = stage.At(ctx, tx, s.Known); return err },
		func() (err error) { f.medians, err = medians(ctx, tx, s); return err },
		func() (err error) { f.days, err = days(ctx, tx, s); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (f facts) card() Card {
	s := f.scope
	c := Card{Scope: s, Medians: f.medians, Days: f.days}
	c.Target, c.Asked = f.target(s.Period)
	types := map[string]*Group{}
	for _, cell := range f.closed {
		if s.Period.Contains(cell.Month) {
			c.Closed.add(cell)
			if cell.Status == opportunity.Won {
				into(types, cell.Type).add(cell.Count, cell.Amount)
			}
		}
	}
	for _, cell := range f.open {
		if f.counts(cell) {
			c.Pipeline.add(cell)
		}
	}
	c.Past = f.past()
	c.Types = byAmount(types)
	c.Stages, c.Categories = f.stageGroups(), f.categoryGroups()
	c.teamTargets, c.teamHeat = f.teamTargets(s.Period), f.heatByTeam()
	c.Months, c.Trend, c.Lines, c.Cells, c.Heat = f.months(), f.trend(), f.lines(), f.monthCells(), f.heat()
	return c
}

// counts tells whether an open cell counts for the period: its close month is in it or, where it is overdue, the period
// is the current one, so that two periods never count it twice (definitions §3). What is omitted from the forecast is
// in none.
func (f facts) counts(c openCell) bool {
	switch {
	case c.Category == opportunity.Omitted:
		return false
	case c.Overdue:
		return f.scope.Current()
	}
	return f.scope.Period.Contains(c.Month)
}

func into(groups map[string]*Group, name string) *Group {
	if groups[name] == nil {
		groups[name] = &Group{Name: name}
	}
	return groups[name]
}

func byAmount(groups map[string]*Group) []Group {
	var list []Group
	for _, g := range groups {
		list = append(list, *g)
	}
	slices.SortFunc(list,
		func(a, b Group) int { return cmp.Or(cmp.Compare(b.Amount, a.Amount), strings.Compare(a.Name, b.Name)) })
	return list
}

func (f facts) stageGroups() []Group {
	groups := map[string]*Group{}
	var list []Group
	for _, cell := range f.open {
		g := into(groups, cell.Stage)
		g.add(cell.Count, cell.Amount)
		g.Weighted += cell.value()
	}
	for _, st := range f.stages {
		if g := groups[st.Name]; g != nil {
			list = append(list, *g)
			delete(groups, st.Name)
		}
	}
	return append(list, byAmount(groups)...) // then stages that are not defined any more
}

func (f facts) categoryGroups() []Group {
	groups := map[string]*Group{}
	for _, cell := range f.open {
		g := into(groups, string(cell.Category))
		g.add(cell.Count, cell.Amount)
		g.Weighted += cell.value()
	}
	var list []Group
	for _, c := range opportunity.Categories {
		if g := groups[string(c)]; g != nil {
			list = append(list, *g)
		}
	}
	return list
}

// months are those of the period, with what is overdue in the current one.
func (f facts) months() []Month {
	s := f.scope
	var list []Month
	for _, p := range f.calendar.Between(period.Month, s.Period.Start, s.Period.End) {
		m := Month{Period: p, Categories: map[opportunity.Category]int64{}}
		for _, cell := range f.closed {
			if cell.Month == p.Start && cell.Status == opportunity.Won {
				m.Won += cell.Amount
			}
		}
		for _, cell := range f.open {
			if f.counts(cell) && f.monthOf(cell) == p.Start {
				m.Categories[cell.Category] += cell.Amount
				m.Weighted += cell.value()
			}
		}
		list = append(list, m)
	}
	return list
}

// monthOf is the month in which an open cell counts: its own, or the current one for what is overdue.
func (f facts) monthOf(c openCell) period.Date {
	if c.Overdue {
		return f.calendar.Containing(period.Month, f.scope.Today).Start
	}
	return c.Month
}

// value is the weighted pipeline of a cell, at the decay where it is overdue.
func (c openCell) value() int64 {
	if c.Overdue {
		return c.Decayed
	}
	return c.Weighted
}

func (f facts) trend() []Point {
	var points []Point
	for i := 1 - trend; i <= 0; i++ {
		p := Point{Period: f.calendar.Shift(f.scope.Period, i)}
		p.Target, _ = f.target(p.Period)
		for _, cell := range f.closed {
			if p.Period.Contains(cell.Month) {
				p.add(cell)
			}
		}
		points = append(points, p)
	}
	return points
}
