package financepage

import (
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/spif"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// spifsView are the bonuses that have a budget.
type spifsView struct {
	Where    page.Where
	Role     tenant.Role
	Calendar period.Calendar
	Today    period.Date
	Budgets  []spif.Budget
}

func (p spifsView) used(b spif.Budget) ui.Bar {
	return ui.Bar{Value: float64(max(0, b.Granted())), Max: float64(max(1, b.Amount)),
		Label: plan.Title(b.Component) + ": " +
			ui.Share(b.Granted(), b.Amount) + " of the budget granted", Tone: ui.Accent}
}

func (p spifsView) state(b spif.Budget) (ui.Tone, string) {
	switch {
	case b.Left() <= 0:
		return ui.Warn, "used up"
	case b.Over(p.Today):
		return ui.Neutral, "over"
	case b.Window.From > p.Today:
		return ui.Neutral, "not started"
	}
	return ui.Good, "running"
}

func (p spifsView) pairs(b spif.Budget) []ui.Pair {
	c := page.Cash(b.Currency)
	return []ui.Pair{{Key: "Budget", Value: c.Exact(b.Amount)}, {Key: "Granted", Value: c.Exact(b.Granted())},
		{Key: "Left", Value: c.Exact(b.Left())}, {Key: "Per opportunity", Value: c.Exact(b.Each)}}
}

func (p spifsView) sub(b spif.Budget) string {
	return b.Plan + ", booked from " + page.Day(b.Window.From) + " to " + page.Day(b.Window.To-1)
}

// spifSheet is a row for each grant.
func spifSheet(p spifsView) page.Sheet {
	s := page.Sheet{File: "spif-budgets", Head: []string{"Plan", "Bonus", "Budget", "Member", "Opportunity", "Booked",
		"Period", "Locked", "Amount", "Currency"}}
	for _, b := range p.Budgets {
		for _, g := range b.Grants {
			s.Rows = append(s.Rows,
				[]page.Cell{page.Text(b.Plan), page.Text(plan.Title(b.Component)), page.Major(b.Amount, b.Currency),
					page.Text(g.Member), page.Text(g.Opportunity), page.Text(g.BookedOn.String()), page.Text(g.Period),
					page.Text(choice(g.Locked, "yes", "no")), page.Major(g.Amount, b.Currency),
					page.Text(string(b.Currency))})
		}
	}
	return s
}
