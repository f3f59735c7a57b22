package statementpage

import (
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/statement"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// Change is why a statement changed between two calculations.
type Change struct {
	Statement
	Old, New      string // what the two are: a calculation's number, a period or a day
	Before, After statement.Made
	Comparison    statement.Comparison
	Calculations  []statement.Calculation
	Named         map[uuid.UUID]statement.Named
}

// choices are the calculations that can be compared: those of the statement, and the newest of the member's others on the plan.
func (p Change) choices() []ui.Option {
	var all []ui.Option
	for _, c := range p.Calculations {
		all = append(all, ui.Option{Value: strconv.Itoa(c.Number), Group: "Calculations of " + p.Period.Label, Label: "No. " + strconv.Itoa(c.Number) + ", " + ui.Stamp(c.CalculatedAt.In(p.Calendar.Location()))})
	}
	for _, o := range p.Others {
		if o.PlanID == p.Sheet.PlanID && o.ID != p.Sheet.ID && o.Calculation != nil {
			all = append(all, ui.Option{Value: o.Period, Group: "Other statements", Label: pay.Label(p.Calendar, o.Period)})
		}
	}
	known := map[string]bool{}
	for _, o := range all {
		known[o.Value] = true
	}
	for _, day := range []string{p.Old, p.New} {
		if !known[day] {
			known[day] = true
			all = append(all, ui.Option{Value: day, Group: "Days", Label: "As of " + day})
		}
	}
	return all
}

func (p Change) figures() []ui.Pair {
	c := p.cash()
	return []ui.Pair{{Key: "Earned to date, before", Value: c.Exact(p.Comparison.Before)}, {Key: "After", Value: c.Exact(p.Comparison.After)},
		{Key: "Difference", Value: c.Signed(p.Comparison.After - p.Comparison.Before)}, {Key: "Payable, before", Value: c.Exact(p.Before.Calculation.Payable)},
		{Key: "After", Value: c.Exact(p.After.Calculation.Payable)}}
}

// called is what an opportunity is called.
func (p Change) called(id uuid.UUID) string {
	if n, ok := p.Named[id]; ok {
		return n.Name
	}
	return "An opportunity"
}
