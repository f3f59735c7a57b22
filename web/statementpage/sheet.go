package statementpage

import (
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
)

// File is a statement's name among files, without its ending.
func (p statementView) File() string { return "commission-" + p.Period.Key }

// sheetView is a statement's lines for a spreadsheet, its adjustments after them. The amounts sum to what was earned
// plus what was adjusted.
func sheetView(p statementView) page.Sheet {
	s := page.Sheet{File: p.File(), Head: []string{"Line", "Component", "Opportunity", "Account", "Cause", "On",
		"Counts in", "Credit of", "Credited", "Rate", "Multiplier", "Amount", "Payable now", "Currency",
		"Taken back", "Clawback", "Why", "Waits for"}}
	c := p.Sheet.Currency
	for i, l := range p.Sheet.Result.Lines {
		on := ""
		if e, ok := p.Sheet.Cause(l); ok {
			on = e.On.String()
		}
		s.Rows = append(s.Rows,
			[]page.Cell{page.Count(int64(i + 1)), page.Text(p.component(l.Component)), page.Text(p.name(l.Opportunity)),
				page.Text(p.account(l.Opportunity)), page.Text(p.kind(l)), page.Text(on), page.Text(l.Period),
				page.Text(p.creditOf(l)), page.Decimal(l.Measure), p.rateCell(l), page.Decimal(l.Multiplier),
				page.Major(l.Amount, c), page.Major(l.Due, c), page.Text(string(c)), page.Text(yes(l.Reversal)),
				page.Text(yes(l.Clawback)), page.Text(l.Why), page.Text(l.Waits)})
	}
	for i, a := range p.Sheet.Adjusted {
		key := ""
		if a.OpportunityID != nil {
			key = p.name(a.OpportunityID.String())
		}
		number := int64(len(p.Sheet.Result.Lines) + i + 1)
		s.Rows = append(s.Rows, []page.Cell{page.Count(number), page.Text("Adjustment"),
			page.Text(key), {}, {}, page.Text(p.Calendar.Today(a.ProposedAt).String()), page.Text(p.Period.Key), {}, {},
			{}, {}, page.Major(a.Amount, c), page.Major(a.Amount, c), page.Text(string(c)), {}, {}, page.Text(a.Reason),
			{}})
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
func (p statementView) kind(l commission.Line) string {
	e, ok := p.Sheet.Cause(l)
	if !ok {
		return ""
	}
	return statement.Words(e.Kind)
}

func (p statementView) rateCell(l commission.Line) page.Cell {
	if c, ok := p.Sheet.Component(l.Component); ok && c.Kind == plan.Bonus {
		return page.Cell{}
	}
	return page.Decimal(l.Rate)
}
