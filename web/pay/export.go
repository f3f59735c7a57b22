package pay

import (
	"quarterdeck/internal/commission"
	"quarterdeck/internal/plan"
	"quarterdeck/internal/statement"
	"quarterdeck/web/page"
)

// File is a statement's name among files, without its ending.
func (p Statement) File() string { return "commission-" + p.Period.Key }

// StatementSheet is a statement's lines for a spreadsheet, its adjustments after them. The amounts sum to what was earned
// plus what was adjusted.
func StatementSheet(p Statement) page.Sheet {
	s := page.Sheet{File: p.File(), Head: []string{"Line", "Component", "Opportunity", "Account", "Cause", "On", "Counts in", "Credit of", "Credited", "Rate", "Multiplier", "Amount", "Payable now", "Currency",
		"Taken back", "Clawback", "Why", "Waits for"}}
	c := p.Sheet.Currency
	for i, l := range p.Sheet.Result.Lines {
		on := ""
		if e, ok := p.Sheet.Cause(l); ok {
			on = e.On.String()
		}
		s.Rows = append(s.Rows, []page.Cell{count(i + 1), text(p.component(l.Component)), text(p.name(l.Opportunity)), text(p.account(l.Opportunity)), text(p.kind(l)), text(on), text(l.Period),
			text(p.creditOf(l)), number(l.Measure), p.rateCell(l), number(l.Multiplier), major(l.Amount, c), major(l.Due, c), text(string(c)),
			text(yes(l.Reversal)), text(yes(l.Clawback)), text(l.Why), text(l.Waits)})
	}
	for i, a := range p.Sheet.Adjusted {
		key := ""
		if a.OpportunityID != nil {
			key = p.name(a.OpportunityID.String())
		}
		s.Rows = append(s.Rows, []page.Cell{count(len(p.Sheet.Result.Lines) + i + 1), text("Adjustment"), text(key), {}, {}, text(p.Calendar.Today(a.ProposedAt).String()), text(p.Period.Key), {}, {}, {}, {},
			major(a.Amount, c), major(a.Amount, c), text(string(c)), {}, {}, text(a.Reason), {}})
	}
	return s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// kind is what led to a line, in a word.
func (p Statement) kind(l commission.Line) string {
	e, ok := p.Sheet.Cause(l)
	if !ok {
		return ""
	}
	return statement.Words(e.Kind)
}

func (p Statement) rateCell(l commission.Line) page.Cell {
	if c, ok := p.Sheet.Component(l.Component); ok && c.Kind == plan.Bonus {
		return page.Cell{}
	}
	return number(l.Rate)
}
