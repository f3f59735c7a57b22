package forecastpage

import (
	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// mineView is a member's own forecast, for a phone first.
type mineView struct {
	forecastView
	Board pipeline.Board
	Tags  map[uuid.UUID][]forecast.Tag
	Calls []forecast.Submission
}

// group is the member's opportunities in one category.
type mineGroup struct {
	Category opportunity.Category
	Name     string
	Sum      forecast.Sum
	Items    []ui.Item
}

func (m mineView) groups() []mineGroup {
	var all []mineGroup
	for _, c := range opportunity.Categories[:5] {
		sum := m.Sheet.Root.Own.Of(c)
		if sum.Count == 0 {
			continue
		}
		var rows []pipeline.Row
		for _, r := range m.Board.Rows {
			if r.Category == c {
				rows = append(rows, r)
			}
		}
		all = append(all, mineGroup{c, m.Sheet.Settings.Name(c), sum,
			opportunityItems(m.Where, m.Board, forecast.Settings{}, m.Tags, rows)})
	}
	return all
}

func (m mineView) groupNote(g mineGroup) string {
	return m.cash().Exact(g.Sum.Amount) + " · " + ui.Plural(int(g.Sum.Count), "opportunity", "opportunities")
}

func (m mineView) groupList(c opportunity.Category) string {
	if c == opportunity.Closed {
		return m.list(m.Me, page.List{Status: page.OnlyWon, Whose: pipeline.TheirOwn})
	}
	return m.list(m.Me, page.List{Category: c, Whose: pipeline.TheirOwn})
}

func (m mineView) metrics() []ui.Pair {
	n, c := m.Sheet.Root, m.cash()
	pairs := []ui.Pair{{Key: "Quota", Value: m.amountOr(n.Quota, n.Asked), Title: c.Exact(n.Quota)},
		{Key: m.Sheet.Settings.Name(opportunity.Closed), Value: c.Short(n.Gross.Closed.Amount),
			Title: c.Exact(n.Gross.Closed.Amount), Href: m.list(m.Me, page.List{Status: page.OnlyWon})},
		{Key: m.Sheet.Settings.LineName(forecast.Commit), Value: c.Short(n.Gross.Gross(forecast.Commit)),
			Title: c.Exact(n.Gross.Gross(forecast.Commit))},
		{Key: "Coverage", Value: coverageOf(n.Coverage())}}
	return pairs
}

func (m mineView) events() []ui.Event {
	var events []ui.Event
	for _, said := range together(m.Calls) {
		events = append(events, callEvent(m.Sheet.Settings, m.Calendar, said, ""))
	}
	return events
}
