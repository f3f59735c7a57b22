package homepage

import (
	"cmp"
	"slices"

	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// calls adds up what the leaders of the teams say; nobody's is a dash.
func (h homeView) calls() (text, note string) {
	sum, n := int64(0), 0
	for _, g := range h.Company.Teams {
		if g.Call != nil {
			sum, n = sum+g.Call.Amount, n+1
		}
	}
	if n == 0 {
		return ui.None, "No call submitted"
	}
	return h.cash().Short(sum), h.cash().Exact(sum) + ", " + ui.Count(n) + " of " +
		ui.Plural(len(h.Company.Teams), "team", "teams")
}

// total is the whole scope as a line of the teams' table.
func (h homeView) total() briefing.Group {
	return briefing.Group{Line: scorecard.Line{Target: h.Card.Target, Asked: h.Card.Asked, Closed: h.Card.Closed},
		Model: h.Published}
}

func (h homeView) callText(s *forecast.Submission) string {
	if s == nil {
		return ui.None
	}
	return h.cash().Short(s.Amount)
}

func (h homeView) callNote(s *forecast.Submission) string {
	if s == nil {
		return "No call submitted"
	}
	return h.cash().Exact(s.Amount) + ", submitted " + h.stamp(s.SubmittedAt)
}

func (h homeView) forecastExact(f outlook.Published) string {
	if !f.Is() {
		return "Not published yet"
	}
	return page.Dotted(h.cash().Exact(f.Value), page.RangeText(h.cash(), f.Range))
}

// changeNote is by how much the forecast moved, and since when.
func (h homeView) changeNote() string {
	c := h.Company.Change
	if c == nil {
		return ""
	}
	from, to := c.Ends()
	name := "Forecast"
	if to != h.Published.Value {
		name = "Quarterdeck model"
	}
	return name + " " + ui.Signed(h.cash().Short(to-from)) + ": " + h.cash().Short(from) + " on " +
		page.ShortDay(c.From.AsOf, h.Card.Scope.Today) + ", " + h.cash().Short(to) + " now"
}

// effects are why the forecast moved, the largest first.
func (h homeView) effects() []ui.Item {
	var items []ui.Item
	largest := slices.SortedStableFunc(slices.Values(h.Company.Change.Effects), func(a, b outlook.Effect) int {
		return cmp.Compare(max(b.Value, -b.Value), max(a.Value, -a.Value))
	})
	for _, e := range largest {
		if e.Value == 0 {
			continue
		}
		items = append(items, ui.Item{Tone: page.GapTone(e.Value), Title: e.Cause.Label(), Sub: e.Cause.Means(),
			Figure: page.GapText(h.cash(), e.Value), FigureExact: h.cash().Exact(e.Value)})
	}
	return items
}
