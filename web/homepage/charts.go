package homepage

import (
	"cmp"
	"math"
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// paceChart is what was closed by the end of each week of the period, against an even pace to the target.
func (h homeView) paceChart() templ.Component {
	c := h.Card
	s := c.Scope
	var labels []string
	var won, pace []float64
	for d := s.Period.Start + 6; ; d += 7 {
		last := d >= s.Period.End-1
		d = min(d, s.Period.End-1)
		day := d // of the week that runs, so far
		if d-6 <= s.Today && s.Today < d {
			day = s.Today
		}
		labels = append(labels, ui.Day(day.Time()))
		won = append(won, h.wonBy(day))
		pace = append(pace, float64(quota.LinearPace(c.Target, s.Period, day)))
		if last {
			break
		}
	}
	series := []chart.Series{{Name: "Closed won", Values: won, Area: true}}
	var target *chart.Target
	if c.Target > 0 {
		series = append(series, chart.Series{Name: "Linear pace", Values: pace, Colour: chart.Green, Dashed: true})
		target = &chart.Target{Name: "Quota", Value: float64(c.Target)}
	}
	return chart.Line(chart.LineProps{Props: h.props("Closed won over "+s.Period.Label+", cumulative", "Week to"),
		X: labels, Series: series, Target: target})
}

// wonBy is what was won by a day: nothing is drawn for weeks that have not begun.
func (h homeView) wonBy(d period.Date) float64 {
	if d-6 > h.Card.Scope.Today {
		return math.NaN()
	}
	return float64(h.Card.WonBy(d))
}

func (h homeView) props(label, corner string) chart.Props {
	return chart.Props{Label: label, Format: h.cash().Axis(), Corner: corner}
}

// monthChart is the period's months: what is won, and what is open by category.
func (h homeView) monthChart() templ.Component {
	layers := []struct {
		name     string
		category opportunity.Category
		colour   chart.Colour
	}{{"Closed won", opportunity.Closed, chart.Blue}, {"Commit", opportunity.Commit, chart.Green},
		{"Most likely", opportunity.MostLikely, chart.Teal},
		{"Best case", opportunity.BestCase, chart.Amber}, {"Pipeline", opportunity.Pipeline, chart.Violet},
		{"Omitted", opportunity.Omitted, chart.Grey}}
	var labels []string
	for _, m := range h.Card.Months {
		labels = append(labels, m.Period.Start.Time().Format("Jan"))
	}
	var series []chart.Series
	for _, l := range layers {
		one, any := chart.Series{Name: l.name, Colour: l.colour}, l.category == opportunity.Closed
		for _, m := range h.Card.Months {
			value, list := m.Categories[l.category], page.List{Category: l.category}
			if l.category == opportunity.Closed {
				value, list = m.Won, page.List{Status: page.OnlyWon}
			}
			list.Month = m.Period.Start
			any = any || value != 0
			one.Values = append(one.Values, float64(value))
			one.Hrefs = append(one.Hrefs, h.Where.Pipeline(list))
		}
		if any {
			series = append(series, one)
		}
	}
	return chart.Stacked(chart.StackedProps{Props: h.props("Closed and open by close month", "Month"), X: labels,
		Series: series})
}

func (h homeView) bars(label, heading string, groups []scorecard.Group, name func(string) string,
	href func(string) string) templ.Component {
	p := chart.BarsProps{Props: h.props(label, heading), Heading: "Amount"}
	for _, g := range groups {
		p.Bars = append(p.Bars, chart.Bar{Label: name(g.Name), Value: float64(g.Amount),
			Note: "· " + ui.Count(int(g.Count)), Href: href(g.Name)})
	}
	return chart.Bars(p)
}

func (h homeView) stageChart() templ.Component {
	return h.bars("Open pipeline by stage", "Stage", h.Card.Stages, func(s string) string { return s },
		func(s string) string { return h.Where.Pipeline(page.List{Stage: s}) })
}

func (h homeView) typeChart() templ.Component {
	return h.bars("Won by type", "Type", h.Card.Types, func(s string) string {
		if s == "" {
			return "No type"
		}
		return s
	}, func(s string) string {
		if s == "" {
			return ""
		}
		return h.Where.Pipeline(page.List{Status: page.OnlyWon, Closes: page.InPeriod, Type: s})
	})
}

// trendChart is what was won in each period of the trend.
func (h homeView) trendChart() templ.Component {
	won := chart.Series{Name: "Closed won"}
	target := chart.Series{Name: "Quota", Colour: chart.Grey, Dashed: true}
	var labels []string
	quotas := false
	for _, p := range h.Card.Trend {
		labels = append(labels, p.Period.Label)
		won.Values = append(won.Values, float64(p.Won.Amount))
		won.Hrefs = append(won.Hrefs, h.Where.In(p.Period.Key).Pipeline(wonIn))
		target.Values = append(target.Values, float64(p.Target))
		quotas = quotas || p.Target > 0
	}
	series := []chart.Series{won}
	if quotas {
		series = append(series, target)
	}
	return chart.Line(chart.LineProps{Props: h.props("Closed won by period", "Period"), X: labels, Series: series})
}

// heatRows is how many members the heat map shows; more are shown by team.
const heatRows = 40

func (h homeView) heatTitle() string {
	if len(h.Card.Heat) > heatRows {
		return "Attainment % by team and period"
	}
	return "Attainment % by member and period"
}

// heatChart is attainment by member, or team, and period.
func (h homeView) heatChart() templ.Component {
	rows := h.Card.Heat
	if len(rows) > heatRows {
		rows = h.Card.HeatByTeam()
	}
	p := chart.HeatProps{Props: chart.Props{Label: h.heatTitle() + ", of quota", Corner: "Who"}, Low: 0.3, High: 1.3}
	for _, t := range h.Card.Trend {
		p.Columns = append(p.Columns, t.Period.Label)
	}
	for _, row := range rows {
		p.Rows = append(p.Rows, cmp.Or(row.Name, "No team"))
		p.Cells = append(p.Cells, h.heatCells(row))
	}
	return chart.HeatMap(p)
}

func (h homeView) heatCells(row scorecard.Heat) []chart.HeatCell {
	var cells []chart.HeatCell
	for i, attained := range row.Periods {
		r := attained.Attainment()
		cell := chart.HeatCell{Missing: !r.Defined()}
		if r.Defined() {
			cell.Value, _ = r.Value.Float64()
			cell.Text = strconv.FormatInt(r.Value.Shift(2).Round(0).IntPart(), 10)
			who := h.Where.Of(row.MemberID.String(), "")
			if row.MemberID == uuid.Nil {
				who = h.Where.Of("", row.Team)
			}
			cell.Href = who.In(h.Card.Trend[i].Period.Key).Pipeline(wonIn)
		}
		cells = append(cells, cell)
	}
	return cells
}
