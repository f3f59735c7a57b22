package officepage

import (
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/connect/intake"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// operationsView is the home of sales operations.
type operationsView struct {
	Where    page.Where
	Desk     intake.Desk
	Calendar period.Calendar
	Base     money.Currency
}

// Title names the page.
func (h operationsView) Title() string { return "Operations" }

// Subtitle says the period and the moment of the figures.
func (h operationsView) Subtitle() string { return page.ScopeLine(h.Desk.Scope, h.Calendar) }

func (h operationsView) cash() page.Cash { return page.Cash(h.Base) }

// problemName says what is wrong.
func problemName(f pipeline.Filter) string {
	switch f.Flag {
	case pipeline.Overdue:
		return "Close date has passed"
	case pipeline.NoStep:
		return "No next step"
	case pipeline.Unpriced:
		return "No amount"
	case pipeline.NoRate:
		return "No exchange rate"
	case pipeline.NoDate:
		return "No close date"
	}
	return "No owner"
}

// problemNote says what the problem does to the forecast.
func problemNote(f pipeline.Filter) string {
	switch f.Flag {
	case pipeline.Overdue:
		return "Counts for less"
	case pipeline.NoStep:
		return "Nothing planned"
	case pipeline.Unpriced, pipeline.NoRate:
		return "In no total"
	case pipeline.NoDate:
		return "In no forecast"
	}
	return "In nobody's forecast"
}

// problemHref opens the deals of a problem.
func (h operationsView) problemHref(p pipeline.Problem) string {
	l := page.List{Flag: p.Filter.Flag, Whose: p.Filter.Whose, Sort: pipeline.ByAmount}
	if p.Filter.InPeriod {
		l.Closes = page.InPeriod
	}
	return h.Where.Pipeline(l)
}

func (h operationsView) problemAmount(p pipeline.Problem) string {
	if p.Amount == 0 {
		return ui.None
	}
	return h.cash().Short(p.Amount)
}

// Tiles are the four things to see first.
func (h operationsView) Tiles() []ui.TileProps {
	return []ui.TileProps{h.lastTile(), h.dealsTile(), h.forecastTile(), h.quotaTile()}
}

func (h operationsView) lastTile() ui.TileProps {
	t := ui.TileProps{Label: "Last import", Value: "None", Href: h.Where.Base + "/imports",
		Sub: "Nothing was imported yet"}
	if len(h.Desk.Imports) > 0 {
		last := h.Desk.Imports[0]
		_, t.Value = importState(last.Import)
		t.Href, t.Sub = h.importHref(last), h.stamp(last)+" · "+ui.Plural(int(last.Sum.Refused), "row", "rows")+
			" rejected"
	}
	return t
}

// dealsTile is the most frequent problem: deals can have several, so that their counts do not add up.
func (h operationsView) dealsTile() ui.TileProps {
	t := ui.TileProps{Label: "Top data problem", Value: "None",
		Sub: "Nothing is missing on open deals"}
	most := int64(0)
	for _, p := range h.Desk.Problems {
		if p.Count > most {
			most = p.Count
			t.Value, t.Href = ui.Plural(int(p.Count), "deal", "deals"), h.problemHref(p)
			t.Sub = problemName(p.Filter)
			if p.Filter.InPeriod {
				t.Sub += " · " + h.Desk.Scope.Period.Label
			}
			if p.Amount != 0 {
				t.Sub += " · " + h.cash().Short(p.Amount)
			}
		}
	}
	return t
}

func (h operationsView) forecastTile() ui.TileProps {
	stale, never := 0, 0
	for _, f := range h.Desk.Forecasts {
		if !f.Made {
			never++
		} else if f.Stale(h.Desk.Scope.Today) {
			stale++
		}
	}
	t := ui.TileProps{Label: "Forecasts", Value: "Published", Href: h.Where.In("").To("/forecast/outlook"),
		Sub: "All " + strconv.Itoa(len(h.Desk.Forecasts)) + " periods, today"}
	switch {
	case never > 0:
		all := len(h.Desk.Forecasts)
		t.Label, t.Value = "Forecasts published", strconv.Itoa(all-never)+" of "+strconv.Itoa(all)
		if t.Sub = ui.Plural(never, "period has", "periods have") + " no forecast"; stale > 0 {
			t.Sub += " · " + strconv.Itoa(stale) + " out of date"
		}
	case stale > 0:
		t.Value, t.Sub = "Out of date", ui.Plural(stale, "period was", "periods were")+" not published today"
	}
	return t
}

func (h operationsView) quotaTile() ui.TileProps {
	n := len(h.Desk.Unasked)
	t := ui.TileProps{Label: "Reps without a quota", Value: ui.Count(n), Href: h.Where.To("/quotas"),
		Sub: "of " + ui.Plural(h.Desk.Sellers, "rep", "reps") + " in " + h.Desk.Scope.Period.Label}
	return t
}

func (h operationsView) stamp(i intake.Import) string {
	return ui.Stamp(i.CreatedAt.In(h.Calendar.Location()))
}

func (h operationsView) importHref(i intake.Import) string {
	return h.Where.Base + "/imports/" + i.ID.String()
}

// importState says how an import stands.
func importState(i importjob.Import) (ui.Tone, string) {
	switch {
	case i.State == importjob.Waiting:
		return ui.Neutral, "Waiting"
	case i.Interrupted:
		return ui.Bad, "Stopped"
	case i.State == importjob.Running:
		return ui.Info, "Running"
	case i.State == importjob.Failed:
		return ui.Bad, "Failed"
	case i.DryRun:
		return ui.Neutral, "Dry run done"
	}
	return ui.Good, "Done"
}

// forecastItems are the forecasts with when each was published.
func (h operationsView) forecastItems() []ui.Item {
	var items []ui.Item
	for _, f := range h.Desk.Forecasts {
		item := ui.Item{Title: f.Period.Label, Href: h.Where.In(f.Period.Key).To("/forecast/outlook"), Tone: ui.Bad,
			Badge: "Not published", BadgeTone: ui.Bad}
		if f.Made {
			item.Sub = "Published " + page.ShortDay(f.Point.AsOf, h.Desk.Scope.Today)
			item.Figure, item.FigureExact = h.cash().Short(f.Point.Value), h.cash().Exact(f.Point.Value)
			item.Tone, item.Badge = ui.Good, ""
			if f.Stale(h.Desk.Scope.Today) {
				item.Tone, item.Badge, item.BadgeTone = ui.Warn, "Out of date", ui.Warn
			}
		}
		items = append(items, item)
	}
	return items
}

func (h operationsView) quotaItems() []ui.Item {
	var items []ui.Item
	for _, m := range page.First(h.Desk.Unasked, shown) {
		items = append(items, ui.Item{Tone: ui.Warn, Title: m.Name, Sub: m.Team, Href: h.memberHref(m.ID)})
	}
	return items
}

func (h operationsView) memberHref(id uuid.UUID) string {
	return h.Where.Of("", "").To("/members/" + id.String())
}

func (h operationsView) quotaNote() string {
	if n := len(h.Desk.Unasked); n > shown {
		return "The first " + strconv.Itoa(shown) + " of " + ui.Count(n)
	}
	return h.Desk.Scope.Period.Label
}

// Sheet is the data problems.
func (h operationsView) Sheet() page.Sheet {
	s := page.Sheet{File: "data-problems-" + h.Desk.Scope.Period.Key,
		Head: []string{"Problem", "Effect", "Deals", "Amount", "Currency"}}
	for _, p := range h.Desk.Problems {
		s.Rows = append(s.Rows, []page.Cell{page.Text(problemName(p.Filter)), page.Text(problemNote(p.Filter)),
			page.Count(p.Count), page.Major(p.Amount, h.Base), page.Text(string(h.Base))})
	}
	return s
}
