package statementpage

import (
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
)

// File is a statement's name among files, without its ending.
func (p Statement) File() string { return "commission-" + p.Period.Key }

// Sheet is a statement's lines for a spreadsheet, its adjustments after them. The amounts sum to what was earned
// plus what was adjusted.
func Sheet(p Statement) page.Sheet {
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
			[]page.Cell{pay.Count(i + 1), pay.Text(p.component(l.Component)), pay.Text(p.name(l.Opportunity)),
				pay.Text(p.account(l.Opportunity)), pay.Text(p.kind(l)), pay.Text(on), pay.Text(l.Period),
				pay.Text(p.creditOf(l)), pay.Number(l.Measure), p.rateCell(l), pay.Number(l.Multiplier),
				pay.Major(l.Amount, c), pay.Major(l.Due, c), pay.Text(string(c)), pay.Text(yes(l.Reversal)),
				pay.Text(yes(l.Clawback)), pay.Text(l.Why), pay.Text(l.Waits)})
	}
	for i, a := range p.Sheet.Adjusted {
		key := ""
		if a.OpportunityID != nil {
			key = p.name(a.OpportunityID.String())
		}
		s.Rows = append(s.Rows, []page.Cell{pay.Count(len(p.Sheet.Result.Lines) + i + 1), pay.Text("Adjustment"),
			pay.Text(key), {}, {}, pay.Text(p.Calendar.Today(a.ProposedAt).String()), pay.Text(p.Period.Key), {}, {},
			{}, {}, pay.Major(a.Amount, c), pay.Major(a.Amount, c), pay.Text(string(c)), {}, {}, pay.Text(a.Reason),
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
	return pay.Number(l.Rate)
}
