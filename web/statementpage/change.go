package statementpage

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// change is why a statement changed between two calculations.
type change struct {
	statementView
	Old, New      string // what the two are: a calculation's number, a period or a day
	Before, After statement.Made
	Comparison    statement.Comparison
	Calculations  []statement.Calculation
	Named         map[uuid.UUID]fact.Named
}

// What a choice is of, where it is not a calculation of the statement.
const (
	others = "Other statements"
	days   = "Days"
)

// stamped is a calculation's moment, with its number where another has the same.
func (p change) stamped(c statement.Calculation) string {
	stamp := func(c statement.Calculation) string { return pay.Stamp(c.CalculatedAt, p.Calendar.Location()) }
	for _, o := range p.Calculations {
		if o.Number != c.Number && stamp(o) == stamp(c) {
			return strconv.Itoa(c.Number) + ": " + stamp(c)
		}
	}
	return stamp(c)
}

// choices are the calculations that can be compared: those of the statement, and the newest of the member's others on
// the plan.
func (p change) choices() []ui.Option {
	var all []ui.Option
	for _, c := range p.Calculations {
		all = append(all, ui.Option{Value: strconv.Itoa(c.Number), Group: "Calculations of " + p.Period.Label,
			Label: p.stamped(c)})
	}
	for _, o := range p.Others {
		if o.PlanID == p.Sheet.PlanID && o.ID != p.Sheet.ID && o.Calculation != nil {
			all = append(all, ui.Option{Value: o.Period, Group: others, Label: pay.Label(p.Calendar, o.Period)})
		}
	}
	known := map[string]bool{}
	for _, o := range all {
		known[o.Value] = true
	}
	for _, day := range []string{p.Old, p.New} {
		if !known[day] {
			known[day] = true
			all = append(all, ui.Option{Value: day, Group: days, Label: "As of " + dayOf(day)})
		}
	}
	return all
}

// when is what one of the two that are compared is called within a sentence.
func (p change) when(which string) string {
	for _, o := range p.choices() {
		switch {
		case o.Value != which:
		case o.Group == others:
			return "as of " + o.Label
		case o.Group == days:
			return strings.ToLower(o.Label[:1]) + o.Label[1:]
		default:
			return "calculated " + o.Label
		}
	}
	return which
}

// payableSaid sets what both pay beside each other.
func (p change) payableSaid() string {
	return "Payable " + p.cash().Exact(p.Before.Calculation.Payable) + " " + p.when(p.Old) + "; " +
		p.cash().Exact(p.After.Calculation.Payable) + " " + p.when(p.New) + "."
}

// dayOf writes the day of an address for people.
func dayOf(text string) string {
	if d, err := period.ParseDate(text); err == nil {
		return page.Day(d)
	}
	return text
}

// called is what an opportunity is called.
func (p change) called(id uuid.UUID) string {
	if n, ok := p.Named[id]; ok {
		return n.Name
	}
	return "An opportunity"
}
