package homepage

import (
	"cmp"

	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// actions is how many things to do next a rep is shown.
const actions = 3

func (h homeView) nextItems() []ui.Item {
	var items []ui.Item
	for _, a := range h.Next {
		if a.Do == briefing.Submit {
			items = append(items, ui.Item{Tone: ui.Warn, Title: "Submit your forecast", Sub: "Due " + h.stamp(a.Due),
				Href: h.Where.To("/forecast/mine")})
			continue
		}
		item := page.RowItem(h.Where, pipeline.Board{Scope: h.Card.Scope, Base: h.Card.Base}, a.Deal)
		item.Title = cmp.Or(a.Deal.Account, a.Deal.Name)
		item.Sub = h.actionText(a)
		if item.Tone == ui.Info {
			item.Tone = ui.Warn
		}
		items = append(items, item)
	}
	return items
}

// actionText is what to do about an opportunity, and why.
func (h homeView) actionText(a briefing.Action) string {
	switch a.Do {
	case briefing.Redate:
		return "Update the close date: it passed " + ui.Plural(a.Days, "day", "days") + " ago"
	case briefing.Plan:
		if a.Days == 0 {
			return "Add a next step: it closes today"
		}
		return "Add a next step: it closes in " + ui.Plural(a.Days, "day", "days")
	default:
		return "Get in touch: no activity for " + ui.Plural(a.Days, "day", "days")
	}
}
