// Package homepage is the homes of the roles and of a single member, and the quotas behind them.
package homepage

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// homeView is what a home page shows: the figures of its scope, and short lists of what they are made of.
type homeView struct {
	Setup     setupView
	Where     page.Where
	Role      tenant.Role
	Calendar  period.Calendar
	Card      scorecard.Card
	Overdue   pipeline.Board
	Attention pipeline.Board // overdue or untouched
	Largest   pipeline.Board
	Won       pipeline.Board
	Published outlook.Published // the forecast of the scope
	Decay     int
	QuietDays int
	Company   briefing.Company  // for an executive
	Team      briefing.Team     // for a manager
	Next      []briefing.Action // for a rep
	Tasks     page.Tasks        // of a rep, due by today
	Pay       *statement.Glance // the newest statement of a rep; nil: none
	Waits     []statement.Waiting
	Positions []statement.Position // of those who report to a manager, in their plans
}

// Title greets a rep, and names the page of everybody else.
func (h homeView) Title(name string, now time.Time) string {
	switch {
	case h.Role == tenant.Manager:
		return "Team overview"
	case h.Role != tenant.Rep:
		return "Company overview"
	}
	greeting := "Good evening, "
	switch hour := now.In(h.Calendar.Location()).Hour(); {
	case hour < 12:
		greeting = "Good morning, "
	case hour < 18:
		greeting = "Good afternoon, "
	}
	first, _, _ := strings.Cut(name, " ")
	return greeting + first
}

// Subtitle says the period, how far it is, and the moment of the figures.
func (h homeView) Subtitle() string { return page.ScopeLine(h.Card.Scope, h.Calendar) }

func (h homeView) cash() page.Cash { return page.Cash(h.Card.Base) }

// The lists of opportunities that figures open.
var (
	openIn   = page.List{Closes: page.InPeriod}
	wonIn    = page.List{Status: page.OnlyWon, Closes: page.InPeriod}
	closedIn = page.List{Status: page.WonOrLost, Closes: page.InPeriod}
)

// empty tells that there is nothing to show at all: no quota, nothing closed and nothing open.
func (h homeView) empty() bool {
	c := h.Card
	return !c.Asked && len(c.Stages) == 0 && len(c.Lines) == 0 && c.Closed.Won.Count+c.Closed.Lost.Count == 0
}

// numberTiles say whether the number will be made.
func (h homeView) numberTiles() []ui.TileProps {
	return []ui.TileProps{h.forecastTile(), h.wonTile(), h.coverageTile()}
}

// sellingTiles say how what closed was sold.
func (h homeView) sellingTiles() []ui.TileProps {
	return []ui.TileProps{h.winRateTile(), h.sizeTile(), h.cycleTile()}
}

// compare holds a tile against the same day of an earlier period, in sight. What lies within the usual scatter has no
// colour.
func (h homeView) compare(t *ui.TileProps, measure func(scorecard.Closed) scorecard.Ratio,
	write func(scorecard.Comparison) string, good int) {
	c, ok := h.Card.Compare(measure)
	if !ok {
		return
	}
	t.Change, t.Against = write(c), "vs "+c.Period.Label
	if !c.Whole {
		t.Against += ", same day"
	}
	if !c.Noisy() {
		t.Tone = page.GapTone(int64(good * c.Difference().Sign()))
	}
}

// grown writes a comparison as a percentage.
func grown(c scorecard.Comparison) string { return ui.Signed(ui.Percent(c.Growth(), 0)) }

func (h homeView) wonTile() ui.TileProps {
	c, m := h.Card, h.cash()
	t := ui.TileProps{Label: "Closed won", Value: m.Short(c.Closed.Won.Amount), Exact: m.Exact(c.Closed.Won.Amount),
		Spark: h.spark(func(p scorecard.Point) float64 { return float64(p.Won.Amount) }),
		Href:  h.Where.Pipeline(wonIn), Define: h.Where.Define("closed-won"),
		Sub: ui.Plural(int(c.Closed.Won.Count), "opportunity", "opportunities")}
	h.compare(&t, scorecard.Closed.WonAmount, grown, 1)
	if c.Target > 0 {
		t.Sub = ui.Share(c.Closed.Won.Amount, c.Target) + " of " + m.Short(c.Target) + " quota"
		t.Bar = &ui.Bar{Value: float64(min(c.Closed.Won.Amount, c.Target)), Max: float64(c.Target), Label: t.Sub,
			Tone: ui.Accent}
	}
	return t
}

func (h homeView) forecastTile() ui.TileProps {
	return page.ForecastTile(h.Where, h.cash(), h.Published, h.Card.Target, h.Card.Scope.Today)
}

// coverageTile is the coverage beside the one that past periods needed, with the pipeline that covers.
func (h homeView) coverageTile() ui.TileProps {
	c, m := h.Card, h.cash()
	open := c.Pipeline.Open()
	t := ui.TileProps{Label: "Coverage", Value: page.CoverageText(c.Coverage()), Exact: "Open " + m.Exact(open.Amount) +
		", to close " + m.Exact(c.Gap()), Href: h.Where.Pipeline(openIn), Define: h.Where.Define("coverage"),
		Sub: "Open pipeline " + m.Short(open.Amount) + " · weighted pipeline " + m.Short(c.Pipeline.WeightedOpen())}
	if needed := h.Published.Needed(); c.Coverage().Defined() && needed > 0 {
		t.Against = "of " + page.Multiple(decimal.NewFromFloat(needed)) + " needed"
	}
	return t
}

func (h homeView) winRateTile() ui.TileProps {
	c := h.Card.Closed
	t := ui.TileProps{Label: "Win rate", Value: ratioText(c.WinRate(), 1),
		Href: h.Where.Pipeline(closedIn), Define: h.Where.Define("win-rate"), Sub: "By value " +
			ratioText(c.WinRateValue(), 1) + " · " + ui.Count(int(c.Won.Count+c.Lost.Count)) + " closed",
		Spark: h.spark(func(p scorecard.Point) float64 { v, _ := p.WinRate().Value.Float64(); return v })}
	h.compare(&t, scorecard.Closed.WinRate,
		func(c scorecard.Comparison) string { return ui.Points(c.Difference()) }, 1)
	return t
}

func (h homeView) sizeTile() ui.TileProps {
	c, m := h.Card, h.cash()
	t := ui.TileProps{Label: "Average size", Value: ui.None,
		Href: h.Where.Pipeline(wonIn.Ordered(pipeline.ByAmount)), Define: h.Where.Define("average-size"),
		Spark: h.spark(func(p scorecard.Point) float64 { v, _ := p.Deal().Value.Float64(); return v })}
	if d := c.Closed.Deal(); d.Defined() {
		t.Value, t.Exact, t.Sub = m.Short(d.Value.Round(0).IntPart()), m.Exact(d.Value.Round(0).IntPart()),
			"Median "+m.Short(c.Medians.Deal)
	}
	h.compare(&t, scorecard.Closed.Deal, grown, 1)
	return t
}

func (h homeView) cycleTile() ui.TileProps {
	c := h.Card
	t := ui.TileProps{Label: "Sales cycle", Value: ui.None, Href: h.Where.Pipeline(wonIn),
		Define: h.Where.Define("cycle"),
		Spark:  h.spark(func(p scorecard.Point) float64 { v, _ := p.Cycle().Value.Float64(); return v })}
	if d := c.Closed.Cycle(); d.Defined() {
		t.Value, t.Sub = ui.Days(int(d.Value.Round(0).IntPart())), "Median "+ui.Days(int(c.Medians.Cycle))
	}
	h.compare(&t, scorecard.Closed.Cycle, func(c scorecard.Comparison) string {
		return ui.Signed(ui.Days(int(c.Difference().Round(0).IntPart())))
	}, -1)
	return t
}

func (h homeView) spark(value func(scorecard.Point) float64) []float64 {
	var values []float64
	for _, p := range h.Card.Trend {
		if len(values) > 0 || p.Won.Count+p.Lost.Count > 0 {
			values = append(values, value(p))
		}
	}
	return values
}

func ratioText(r scorecard.Ratio, places int32) string {
	if !r.Defined() {
		return ui.None
	}
	return ui.Percent(r.Value, places)
}

// asked writes a target, a dash where there is none; one of 0 is a target.
func (h homeView) asked(target int64, asked bool) string {
	if !asked {
		return ui.None
	}
	return h.cash().Short(target)
}
