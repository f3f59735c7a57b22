package statementpage

import (
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

func (p statementView) component(id string) string {
	if c, ok := p.Sheet.Component(id); ok {
		return c.Title()
	}
	return plan.Title(id)
}

// name is what the opportunity of a line is called.
func (p statementView) name(key string) string {
	if id, err := uuid.Parse(key); err == nil {
		if n, ok := p.Sheet.Names[id]; ok {
			return n.Name
		}
	}
	return "An opportunity"
}

// account is whom the opportunity of a line is with.
func (p statementView) account(key string) string {
	id, err := uuid.Parse(key)
	if err != nil {
		return ""
	}
	return p.Sheet.Names[id].Account
}

// opportunity is the record of a line, where the reader may open it.
func (p statementView) opportunity(key string) string {
	id, err := uuid.Parse(key)
	if err != nil {
		return ""
	}
	n, ok := p.Sheet.Names[id]
	if !ok || p.Visible != nil && (n.OwnerID == nil || !slices.Contains(p.Visible, *n.OwnerID)) {
		return ""
	}
	return p.Where.Base + "/opportunities/" + id.String()
}

// cause says what led to a line and when.
func (p statementView) cause(l commission.Line) string {
	e, ok := p.Sheet.Cause(l)
	if !ok {
		return "No longer credited"
	}
	return statement.Words(e.Kind) + " " + page.Day(e.On)
}

// creditOf is whose credit a line pays for, where that is somebody below the member.
func (p statementView) creditOf(l commission.Line) string {
	id, err := uuid.Parse(l.Member)
	if err != nil {
		return ""
	}
	return p.Roster.Name(&id)
}

// measure writes what is credited in a component.
func (p statementView) measure(component string, d decimal.Decimal) string {
	if c, ok := p.Sheet.Component(component); ok && c.Measure == plan.Count {
		return d.String()
	}
	return p.cash().Major(d)
}

// paying writes a component's rate: a share, or an amount for each that is counted.
func (p statementView) paying(component string, d decimal.Decimal) string {
	if c, ok := p.Sheet.Component(component); ok && c.Measure == plan.Count {
		return p.cash().Major(d) + " each"
	}
	return page.Rate(d)
}

// facts are what a line's amount is made of.
func (p statementView) facts(l commission.Line) []ui.Pair {
	pairs := []ui.Pair{}
	if c, ok := p.Sheet.Component(l.Component); !ok || c.Kind != plan.Bonus {
		pairs = append(pairs, ui.Pair{Key: "Credited", Value: p.measure(l.Component, l.Measure)},
			ui.Pair{Key: "Rate", Value: p.paying(l.Component, l.Rate)})
	}
	if !l.Multiplier.Equal(decimal.NewFromInt(1)) {
		pairs = append(pairs, ui.Pair{Key: "Multiplier", Value: "× " + l.Multiplier.String()})
	}
	pairs = append(pairs, ui.Pair{Key: "Cause", Value: p.cause(l)},
		ui.Pair{Key: "Counts in", Value: pay.Label(p.Calendar, l.Period)},
		ui.Pair{Key: "Opportunity", Value: p.name(l.Opportunity), Href: p.opportunity(l.Opportunity)},
		ui.Pair{Key: "Plan", Value: "Plan terms for “" + p.component(l.Component) + "”",
			Href: "#plan-" + l.Component})
	if l.Due != l.Amount {
		pairs = append(pairs, ui.Pair{Key: "Payable now", Value: p.cash().Exact(l.Due)})
	}
	if l.Waits != "" {
		pairs = append(pairs, ui.Pair{Key: "The rest", Value: l.Waits})
	}
	return pairs
}

// dispute is where the member doubts a line.
func (p statementView) dispute(number int) string {
	return p.Where.Base + "/commissions/disputes/new?statement=" + p.Sheet.ID.String() + "&line=" + strconv.Itoa(number)
}
