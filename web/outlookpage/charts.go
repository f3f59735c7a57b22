package outlookpage

import (
	"math"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// weeks are the days that the course is drawn for: the end of each week of the period, and the outlook's own.
func (p outlookView) weeks() []period.Date {
	var days []period.Date
	q, today := p.Scope.Period, p.Outlook.AsOf
	for d := q.Start + 6; ; d += 7 {
		last := d >= q.End-1
		d = min(d, q.End-1)
		if len(days) > 0 && days[len(days)-1] < today && today < d {
			days = append(days, today)
		}
		if days = append(days, d); last {
			return days
		}
	}
}

// courseChart is the published forecast with its range, week by week, beside what is closed and the target.
func (p outlookView) courseChart() templ.Component {
	forecast, closed := chart.Series{Name: "Forecast", Colour: chart.Green},
		chart.Series{Name: "Closed won", Colour: chart.Blue, Area: true}
	band := chart.Band{Name: "80\u00a0% range", Colour: chart.Green}
	var labels []string
	for _, d := range p.weeks() {
		labels = append(labels, ui.Day(d.Time()))
		point, ok := p.pointOn(d)
		value, low, high := math.NaN(), math.NaN(), math.NaN()
		if ok {
			value = float64(point.Value)
			if point.Low != nil && point.High != nil {
				low, high = float64(*point.Low), float64(*point.High)
			}
		}
		forecast.Values = append(forecast.Values, value)
		forecast.Hrefs = append(forecast.Hrefs, p.courseHref(d, ok))
		band.Low, band.High = append(band.Low, low), append(band.High, high)
		closed.Values = append(closed.Values, p.wonBy(d))
	}
	props := chart.LineProps{Props: chart.Props{Label: "The forecast of " + p.Scope.Period.Label + " week by week",
		Format: p.cash().Axis(), Corner: "Evening of", Height: 260},
		X: labels, Series: []chart.Series{closed, forecast}, Band: &band}
	if p.Card.Target > 0 {
		props.Target = &chart.Target{Name: "Quota", Value: float64(p.Card.Target)}
	}
	return chart.Line(props)
}

// pointOn is what was published last in the week up to a day.
func (p outlookView) pointOn(d period.Date) (found outlook.Point, ok bool) {
	for _, point := range p.Course {
		if point.AsOf <= d && point.AsOf > d-7 && d <= p.Outlook.AsOf {
			found, ok = point, true
		}
	}
	return found, ok
}

func (p outlookView) courseHref(d period.Date, ok bool) string {
	if !ok {
		return ""
	}
	return p.Where.To("/forecast/outlook", "as_of", d.String())
}

// wonBy is what was closed by a day; nothing is drawn for days to come.
func (p outlookView) wonBy(d period.Date) float64 {
	if d > p.Outlook.AsOf {
		return math.NaN()
	}
	return float64(p.Card.WonBy(d))
}

// partsNote says whose figure is split, where the published one is another method's.
func (p outlookView) partsNote() string {
	if p.Outlook.Published == projection.House || !p.Outlook.HasParts() {
		return "By the Quarterdeck model"
	}
	return "By the Quarterdeck model, which expects " + p.cash().Exact(total(p.Outlook)) +
		". The published method, " + page.LowerFirst(p.Outlook.Published.Label()) + ", has no parts."
}

// parts are where the Quarterdeck model's figure comes from.
func (p outlookView) parts() templ.Component {
	o := p.Outlook.Parts
	return chart.Waterfall(chart.WaterfallProps{Props: chart.Props{Label: "Where the forecast comes from",
		Format: p.cash().Axis(), Corner: "Part"}, Steps: []chart.Step{
		{Label: "Closed won", Value: float64(o.Closed), Total: true, Colour: chart.Blue,
			Href: p.rows(page.List{Status: page.OnlyWon})},
		{Label: "Open, expected", Value: float64(o.Open), Colour: chart.Green, Href: "#carriers"},
		{Label: "Expected from new deals", Value: float64(o.New), Colour: chart.Violet,
			Href: p.Where.Define("not-created-yet")},
		{Label: "Forecast", Value: float64(o.Closed + o.Open + o.New), Total: true},
	}})
}

// changeChart is why the forecast moved; its steps sum to the difference to the unit.
func (p outlookView) changeChart() templ.Component {
	w := chart.WaterfallProps{Props: chart.Props{Label: "Why the forecast changed since " + page.Day(p.Before.AsOf),
		Format: p.cash().Axis(), Corner: "Cause"}}
	w.Steps = append(w.Steps, chart.Step{Label: "On " + ui.Day(p.Before.AsOf.Time()), Value: float64(total(p.Before)),
		Total: true, Href: p.Where.To("/forecast/outlook", "as_of", p.Before.AsOf.String())})
	for _, e := range p.Change.Effects {
		if e.Value != 0 {
			w.Steps = append(w.Steps, chart.Step{Label: e.Cause.Label(), Value: float64(e.Value)})
		}
	}
	w.Steps = append(w.Steps, chart.Step{Label: "On " + ui.Day(p.Outlook.AsOf.Time()), Value: float64(total(p.Outlook)),
		Total: true})
	return chart.Waterfall(w)
}

// moverItems are the opportunities that changed the forecast most.
func (p outlookView) moverItems() []ui.Item {
	var items []ui.Item
	for _, m := range page.First(p.Change.Movers, movers) {
		item := ui.Item{Tone: ui.Good, Figure: ui.Signed(p.cash().Short(m.Effect)),
			FigureExact: p.cash().Exact(m.Effect)}
		if m.Effect < 0 {
			item.Tone = ui.Bad
		}
		item.Title, item.Sub, item.Href = p.title(m.ID)
		item.Sub = page.Joined(item.Sub, chanceOf(m.Before)+" → "+chanceOf(m.After))
		if m.Before.Amount != m.After.Amount && m.Before.Amount != 0 && m.After.Amount != 0 {
			item.Sub = page.Joined(item.Sub, p.cash().Short(m.Before.Amount)+" → "+p.cash().Short(m.After.Amount))
		}
		items = append(items, item)
	}
	return items
}

// total is the Quarterdeck model's figure, of which the change and the scenarios speak.
func total(o outlook.Outlook) int64 { return o.Parts.Closed + o.Parts.Open + o.Parts.New }

func (p outlookView) changed() int64 { return total(p.Outlook) - total(p.Before) }

// sinces are the days that people compare with.
func (p outlookView) sinces() []ui.Tab {
	at := p.Outlook.AsOf
	var tabs []ui.Tab
	for _, c := range []struct {
		label string
		day   period.Date
	}{{"A day", at - 1}, {"A week", at - 7}, {"A month", at.AddMonths(-1)}, {"Start", p.Scope.Period.Start - 1}} {
		if c.day < at {
			tabs = append(tabs, ui.Tab{Label: c.label, Href: p.Where.To("/forecast/outlook", "since", c.day.String()) +
				"#change", Active: c.day == p.Since})
		}
	}
	return tabs
}

// chanceOf is the chance of an opportunity in words.
func chanceOf(c outlook.Chance) string {
	switch {
	case c.Won:
		return "won"
	case c.Amount == 0 && c.P == 0:
		return "not in"
	default:
		return page.PercentOf(c.P, 0)
	}
}

// seasonChart is how the quarters of a year differ.
func (p outlookView) seasonChart() templ.Component {
	b := chart.BarsProps{Props: chart.Props{Label: "Seasonality of what is won, by quarter",
		Format: func(v float64) string { return page.PercentOf(v, 0) }, Corner: "Quarter"},
		Heading: "Of an average quarter"}
	first := p.Calendar.Containing(period.Year, p.Outlook.AsOf)
	for i, q := range p.Calendar.Between(period.Quarter, first.Start, first.End) {
		for _, s := range p.Record.Quarters {
			if s.Place == i+1 {
				b.Bars = append(b.Bars, chart.Bar{Label: firstWord(q.Label), Value: s.Index, Mark: 1,
					Note: "· " + ui.Plural(s.Years, "year", "years")})
			}
		}
	}
	return chart.Bars(b)
}

func firstWord(s string) string {
	first, _, _ := strings.Cut(s, " ")
	return first
}

// scenarioLine is a scenario beside the forecast.
type scenarioLine struct {
	outlook.Scenario
	figure outlook.Figure
	author string
	mine   bool
}

func (p outlookView) scenarios() []scenarioLine {
	var lines []scenarioLine
	for _, s := range p.Scenarios {
		author := s.MemberID
		lines = append(lines, scenarioLine{Scenario: s, figure: outlook.Apply(p.Outlook, p.houseRange(), s.Assumptions),
			author: p.Scope.Roster.Name(&author), mine: author == p.Me})
	}
	return lines
}

// houseRange is the range of the Quarterdeck model's figure, of which scenarios are made.
func (p outlookView) houseRange() *outlook.Range {
	if f, ok := p.Outlook.Method("house"); ok {
		return f.Range
	}
	return p.Figure.Range
}

// words are a scenario's assumptions in a line.
func (s scenarioLine) words() string {
	said := func(n int, what string) string {
		if n == 0 {
			return ""
		}
		return what + " " + ui.Signed(ui.Count(n)) + ui.PercentSign
	}
	slip := ""
	if s.Slip != 0 {
		slip = ui.Count(s.Slip) + ui.PercentSign + " slips"
	}
	named := func(ids []uuid.UUID, what string) string {
		if len(ids) == 0 {
			return ""
		}
		return ui.Plural(len(ids), "opportunity ", "opportunities ") + what
	}
	return page.Joined(said(s.WinRate, "win rate"), slip, said(s.Hiring, "new business"), named(s.In, "in"),
		named(s.Out, "out"))
}

// draft is what the scenario form shows: the reader's own that is edited, or an empty one.
func (p outlookView) draft() outlook.Scenario {
	for _, s := range p.Scenarios {
		if s.ID.String() == p.Form.Value("scenario", p.Edit) && s.MemberID == p.Me {
			return s
		}
	}
	return outlook.Scenario{}
}

func draftKey(s outlook.Scenario) string {
	if s.ID == uuid.Nil {
		return ""
	}
	return s.ID.String()
}

// picked tells that an opportunity is chosen in the form: as it was sent, or as the scenario has it.
func (p outlookView) picked(name string, id uuid.UUID, chosen []uuid.UUID) bool {
	if p.Form.Sent() {
		return slices.Contains(p.Form.Typed[name], id.String())
	}
	return slices.Contains(chosen, id)
}

// option is an opportunity in a list of choices.
func (p outlookView) option(c outlook.Chance) string {
	name, _, _ := p.title(c.ID)
	return name + " · " + p.cash().Short(c.Amount) + " · " + page.PercentOf(c.P, 0)
}

func percentField(n int) string {
	if n == 0 {
		return ""
	}
	return ui.Count(n)
}
