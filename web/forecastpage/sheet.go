package forecastpage

import (
	"strings"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/web/page"
)

// peopleSheet is everybody in a sheet, each category alone and the sums that are called.
func peopleSheet(p forecastView) page.Sheet {
	s := page.Sheet{File: "forecast-" + p.Sheet.Scope.Period.Key, Head: []string{"Level", "Member", "Team", "Quota"}}
	columns, line := p.columns(), p.Sheet.Settings.LineName(p.Line)
	for _, c := range columns {
		s.Head = append(s.Head, p.Sheet.Settings.Name(c.Category))
	}
	line = strings.ToLower(line)
	s.Head = append(s.Head, "Deals "+line, "Rep's "+line, "Last submitted", "Adjusted", "Adjusted by", "Note",
		"Outdated by", "Final", "Attainment %", "Final vs quota", "Coverage", "Quarterdeck model", "Low", "High",
		"Difference",
		"Currency")
	var visit func(*forecast.Node, int)
	visit = func(n *forecast.Node, depth int) {
		name := n.Member.Name
		if depth == 0 {
			name = p.rootName()
		}
		row := []page.Cell{page.Count(int64(depth)), page.Text(name), page.Text(n.Member.Team),
			page.Major(n.Quota, p.Base)}
		for _, c := range columns {
			row = append(row, page.Major(n.Gross.Of(c.Category).Amount, p.Base))
		}
		s.Rows = append(s.Rows, append(row, p.saidCells(n)...))
		for _, child := range p.sorted(n.Children) {
			visit(child, depth+1)
		}
	}
	visit(p.Sheet.Root, 0)
	return s
}

// saidCells are what people and the model say of a node, in the order of the sheet's columns.
func (p forecastView) saidCells(n *forecast.Node) []page.Cell {
	var called, submitted, adjusted, by, note, outdated page.Cell
	if s, ok := p.call(n); ok {
		called = page.Major(s.Amount, p.Base)
	}
	if last := n.LastCall(); !last.IsZero() {
		submitted = page.Text(p.machine(last))
	}
	if j, ok := p.adjustment(n); ok {
		adjusted, by, note = page.Major(*j.Amount, p.Base), page.Text(p.Sheet.Scope.Roster.Name(&j.AuthorID)),
			page.Text(j.Note)
	}
	if change, ok := n.Outdated(p.Line); ok {
		outdated = page.Major(change, p.Base)
	}
	cells := []page.Cell{page.Major(n.Gross.Gross(p.Line), p.Base), called, submitted, adjusted, by, note, outdated}
	return append(append(cells, p.againstCells(n)...), page.Text(string(p.Base)))
}

// againstCells hold a node's final against its quota and the Quarterdeck model. That of the top is its total.
func (p forecastView) againstCells(n *forecast.Node) []page.Cell {
	final := n.Final(p.Line)
	if n == p.Sheet.Root {
		final = n.Adjusted(p.Line)
	}
	var attained, versus, model, low, high, difference page.Cell
	if bp, ok := n.Attainment(); ok {
		attained = page.Percent(int(bp))
	}
	if v, ok := n.VersusQuota(final); ok {
		versus = page.Major(v, p.Base)
	}
	if f, ok := p.model(n); ok {
		model, difference = page.Major(f.Value, p.Base), page.Major(final-f.Value, p.Base)
		if f.Range != nil {
			low, high = page.Major(f.Range.P10, p.Base), page.Major(f.Range.P90, p.Base)
		}
	}
	return []page.Cell{page.Major(final, p.Base), attained, versus, page.Text(coverageOf(n.Coverage())), model, low,
		high, difference}
}
