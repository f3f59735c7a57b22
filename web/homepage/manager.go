package homepage

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// reasonText is the reason to talk to somebody, in a line.
func (h homeView) reasonText(r briefing.Reason) string {
	m := h.cash()
	switch r.Kind {
	case briefing.NoCall:
		if r.Due.IsZero() {
			return "No call submitted"
		}
		return "No call submitted, due " + h.stamp(r.Due)
	case briefing.CallHigh:
		return "Call is " + m.Short(r.Amount) + " above the forecast's range"
	case briefing.CallLow:
		return "Call is " + m.Short(r.Amount) + " below the forecast's range"
	case briefing.Behind:
		return m.Short(r.Amount) + " behind an even pace"
	case briefing.Slipped:
		return ui.Plural(r.Count, "deal", "deals") + " slipped this week, " + m.Short(r.Amount)
	case briefing.NoStep:
		return "No next step: " + r.Deal.Name + ", " + m.Short(r.Amount)
	default:
		return "On track"
	}
}

// reasonHref leads to the opportunity of a reason, where there is one.
func (h homeView) reasonHref(r briefing.Reason) string {
	if r.Deal.ID == uuid.Nil {
		return ""
	}
	return h.dealHref(r.Deal.ID)
}

func (h homeView) dealHref(id uuid.UUID) string {
	return h.Where.In("").Of("", "").To("/opportunities/" + id.String())
}

func (h homeView) stamp(t time.Time) string { return ui.Stamp(t.In(h.Calendar.Location())) }

// submitted is when somebody last said what the period comes to.
func (h homeView) submitted(p briefing.Person) string {
	if p.Call == nil {
		return ui.None
	}
	return page.ShortDay(h.Calendar.Today(p.Call.SubmittedAt), h.Card.Scope.Today)
}

func (h homeView) dealItems(deals []briefing.Deal) []ui.Item {
	var items []ui.Item
	for _, d := range page.First(deals, listed) {
		items = append(items, ui.Item{Tone: ui.Warn, Title: d.Name, Href: h.dealHref(d.ID),
			Sub: page.Dotted(h.Card.Scope.Roster.Name(d.OwnerID), "now closes "+
				page.ShortDay(d.CloseOn, h.Card.Scope.Today)),
			Figure: h.cash().Whole(d.Amount), FigureExact: h.cash().Exact(d.Amount)})
	}
	return items
}

func (h homeView) missingItems(missing []briefing.Person) []ui.Item {
	var items []ui.Item
	for _, p := range missing {
		last := "never submitted"
		if p.Call != nil {
			last = "last submitted " + h.submitted(p)
		}
		items = append(items, ui.Item{Tone: ui.Bad, Title: p.Name, Href: h.memberHref(p.MemberID),
			Sub: "Due " + h.stamp(p.Due.At) + " · " + last})
	}
	return items
}
