package homepage

import (
	"cmp"
	"slices"

	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// nearest is how many of those who are near the next rate a manager's home lists.
const nearest = 5

// share is how much of the way from the rate that is reached to the next one is behind a member; ok is false where
// there is no next one, or nothing is credited yet.
func share(p statement.Position) (part float64, ok bool) {
	step, _, more := p.Next()
	now, reached := p.Now()
	if !more || !reached || !p.Credited.IsPositive() || !step.From.GreaterThan(now.From) {
		return 0, false
	}
	return p.Credited.Sub(now.From).Div(step.From.Sub(now.From)).InexactFloat64(), true // an order, not a figure
}

// near are the components in which those who report to the manager are nearest to the next rate, at least half of the
// way.
func (h homeView) near() []statement.Position {
	var all []statement.Position
	for _, p := range h.Positions {
		if part, ok := share(p); ok && part >= .5 {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b statement.Position) int {
		x, _ := share(a)
		y, _ := share(b)
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(a.MemberID.String(), b.MemberID.String()),
			cmp.Compare(a.Component, b.Component))
	})
	return all[:min(len(all), nearest)]
}

func (h homeView) nearNote(near []statement.Position) string {
	if len(near) == 0 {
		return ""
	}
	return "Nearest to the next rate of their plan"
}

func (h homeView) nearItems(near []statement.Position) []ui.Item {
	var items []ui.Item
	for _, p := range near {
		items = append(items, ui.Item{Title: h.Card.Scope.Roster.Name(&p.MemberID), Href: h.memberHref(p.MemberID),
			Sub: page.Dotted(attained(p), pay.Cash(p.Currency).Reach(p.Place))})
	}
	return items
}

// attained is the attainment of one component, which is not that of the whole quota.
func attained(p statement.Position) string {
	if p.Attainment == nil {
		return p.Name
	}
	return p.Name + ": " + pay.Attained(p.Attainment) + " of its quota"
}

func (h homeView) waiting(w statement.Waiting) string {
	return h.Where.Base + "/commissions/team?period=" + w.Period + "&state=calculated"
}

func (h homeView) waitingSaid(w statement.Waiting) string {
	return ui.Plural(w.Count, "statement", "statements") + " of " + pay.Label(h.Calendar, w.Period) +
		" for you to approve"
}
