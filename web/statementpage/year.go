package statementpage

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui/chart"
)

// before is the member's statement before this one, of another period; nil where there is none.
func (p statementView) before() *statement.Statement {
	var found *statement.Statement
	for i, o := range p.Others {
		if o.EndsOn <= p.Period.Start && (found == nil || o.EndsOn > found.EndsOn) {
			found = &p.Others[i]
		}
	}
	return found
}

// after is the one that follows.
func (p statementView) after() *statement.Statement {
	var found *statement.Statement
	for i, o := range p.Others {
		if o.StartsOn >= p.Period.End && (found == nil || o.StartsOn < found.StartsOn) {
			found = &p.Others[i]
		}
	}
	return found
}

func (p statementView) label(o statement.Statement) string { return pay.Label(p.Calendar, o.Period) }

// month is what a payout period of the year pays on all plans, in minor units: what is paid, approved and not paid yet,
// and neither.
type month struct {
	statement.Statement
	Paid, Approved, Open int64
}

// months are the periods of the fiscal year that have statements in this one's currency, in order.
func (p statementView) months() []month {
	year := p.Calendar.Containing(period.Year, p.Period.Start)
	var all []month
	for _, o := range p.Others {
		if o.EndsOn <= year.Start || o.EndsOn > year.End || o.Currency != p.Sheet.Currency || o.Problem != "" {
			continue
		}
		i := slices.IndexFunc(all, func(m month) bool { return m.Period == o.Period })
		if i < 0 {
			i, all = len(all), append(all, month{Statement: o})
		}
		switch {
		case o.State == statement.Paid:
			all[i].Paid += o.Payable
		case o.State.Approved():
			all[i].Approved += o.Payable
		default:
			all[i].Open += o.Payable
		}
	}
	slices.SortFunc(all, func(a, b month) int { return cmp.Compare(a.StartsOn, b.StartsOn) })
	return all
}

func (p statementView) yearTitle() string {
	if len(p.months()) < 2 {
		return "Other statements"
	}
	return p.Calendar.Containing(period.Year, p.Period.Start).Label + " so far"
}

func (p statementView) yearNote() string {
	if len(p.months()) < 2 {
		return ""
	}
	y := p.Sheet.Year()
	return p.cash().Exact(y.Paid) + " paid, " + p.cash().Exact(y.Approved) + " approved and not yet paid"
}

// yearChart is a column for each period, which leads to its statement.
func (p statementView) yearChart(months []month) templ.Component {
	paid, approved, open := chart.Series{Name: "Paid"}, chart.Series{Name: "Approved, not yet paid",
		Colour: chart.Amber}, chart.Series{Name: "Not approved yet", Colour: chart.Grey}
	var labels []string
	waits, estimated := false, false
	for _, m := range months {
		label := p.label(m.Statement)
		if one, err := p.Calendar.Parse(m.Period); err == nil && one.Kind == period.Month {
			label = m.StartsOn.Time().Format("Jan")
		}
		labels, waits, estimated = append(labels, label), waits || m.Approved != 0, estimated || m.Open != 0
		for s, minor := range map[*chart.Series]int64{&paid: m.Paid, &approved: m.Approved, &open: m.Open} {
			s.Values, s.Hrefs = append(s.Values, float64(minor)), append(s.Hrefs, p.of(m.Period, "")) // a drawing
		}
	}
	series := []chart.Series{paid}
	if waits {
		series = append(series, approved)
	}
	if estimated {
		series = append(series, open)
	}
	return chart.Stacked(chart.StackedProps{Props: chart.Props{Label: "Payable by statement", Corner: "Statement",
		Format: p.cash().Axis(), Height: 170}, X: labels, Series: series})
}
