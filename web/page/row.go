package page

import (
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/ui"
)

// RowItem is an opportunity as a line of a list: name, amount in the base currency, and outcome.
func RowItem(w Where, b pipeline.Board, r pipeline.Row) ui.Item {
	item := ui.Item{Title: r.Name, Href: w.To("/opportunities/"+r.ID.String(), "owner", "", "team", "", "period", ""),
		Tone: ui.Info}
	if r.Base != nil {
		item.Figure, item.FigureExact = Cash(b.Base).Whole(*r.Base), Cash(b.Base).Exact(*r.Base)
	}
	switch {
	case r.Status == opportunity.Won:
		item.Tone = ui.Good
	case r.Status == opportunity.Lost || r.Overdue(b.Scope.Today):
		item.Tone = ui.Bad
	}
	return item
}

// RowTotal is a list's number of opportunities and their total; empty for an empty list.
func RowTotal(b pipeline.Board) string {
	if b.Total.Count == 0 {
		return ""
	}
	return ui.Plural(int(b.Total.Count), "opportunity", "opportunities") + " · " + Cash(b.Base).Short(b.Total.Amount)
}
