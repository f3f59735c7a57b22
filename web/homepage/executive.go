package homepage

import (
	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// total is the whole scope as a line of the teams' table.
func (h Home) total() briefing.Group {
	return briefing.Group{Line: scorecard.Line{Target: h.Card.Target, Asked: h.Card.Asked, Closed: h.Card.Closed},
		Model: h.Published}
}

func (h Home) callText(s *forecast.Submission) string {
	if s == nil {
		return ui.None
	}
	return h.cash().Short(s.Amount)
}

func (h Home) callNote(s *forecast.Submission) string {
	if s == nil {
		return "No call submitted"
	}
	return h.cash().Exact(s.Amount) + ", submitted " + h.stamp(s.SubmittedAt)
}

func (h Home) forecastExact(f outlook.Published) string {
	if !f.Is() {
		return "Not published yet"
	}
	return page.Dotted(h.cash().Exact(f.Value), page.RangeText(h.cash(), f.Range))
}

// changeNote is by how much the forecast moved, and since when.
func (h Home) changeNote() string {
	c := h.Company.Change
	if c == nil {
		return ""
	}
	moved := int64(0)
	for _, e := range c.Effects {
		moved += e.Value
	}
	return "Quarterdeck model " + ui.Signed(h.cash().Short(moved)) + " since " +
		page.ShortDay(c.From.AsOf, h.Card.Scope.Today)
}

// effects are why the forecast moved, in the order of the causes.
func (h Home) effects() []ui.Item {
	var items []ui.Item
	for _, e := range h.Company.Change.Effects {
		if e.Value == 0 {
			continue
		}
		items = append(items, ui.Item{Tone: page.GapTone(e.Value), Title: e.Cause.Label(),
			Figure: page.GapText(h.cash(), e.Value), FigureExact: h.cash().Exact(e.Value)})
	}
	return items
}
