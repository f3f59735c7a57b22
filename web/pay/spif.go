package pay

import (
	"quarterdeck/internal/period"
	"quarterdeck/internal/spif"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Spifs are the bonuses that have a budget.
type Spifs struct {
	Where    page.Where
	Role     tenant.Role
	Calendar period.Calendar
	Today    period.Date
	Budgets  []spif.Budget
}

func (p Spifs) used(b spif.Budget) ui.Bar {
	return ui.Bar{Value: float64(max(0, b.Granted())), Max: float64(max(1, b.Amount)), Label: b.Component + ": " + ui.Share(b.Granted(), b.Amount) + " of the budget is granted", Tone: ui.Accent}
}

func (p Spifs) state(b spif.Budget) (ui.Tone, string) {
	switch {
	case b.Left() <= 0:
		return ui.Warn, "used up"
	case b.Over(p.Today):
		return ui.Neutral, "over"
	case b.Window.From > p.Today:
		return ui.Neutral, "not begun"
	}
	return ui.Good, "running"
}

func (p Spifs) pairs(b spif.Budget) []ui.Pair {
	c := cash(b.Currency)
	return []ui.Pair{{Key: "Budget", Value: c.exact(b.Amount)}, {Key: "Granted", Value: c.exact(b.Granted())}, {Key: "Left", Value: c.exact(b.Left())}, {Key: "An opportunity", Value: c.exact(b.Each)}}
}

func (p Spifs) sub(b spif.Budget) string {
	return b.Plan + ", booked from " + day(b.Window.From) + " to " + day(b.Window.To-1)
}

// SpifSheet is a row for each grant.
func SpifSheet(p Spifs) page.Sheet {
	s := page.Sheet{File: "spif-budgets", Head: []string{"Plan", "Bonus", "Budget", "Member", "Opportunity", "Booked", "Period", "Locked", "Amount", "Currency"}}
	for _, b := range p.Budgets {
		for _, g := range b.Grants {
			locked := "no"
			if g.Locked {
				locked = "yes"
			}
			s.Rows = append(s.Rows, []page.Cell{text(b.Plan), text(b.Component), major(b.Amount, b.Currency), text(g.Member), text(g.Opportunity), text(g.BookedOn.String()), text(g.Period), text(locked),
				major(g.Amount, b.Currency), text(string(b.Currency))})
		}
	}
	return s
}
