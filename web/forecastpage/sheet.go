package forecastpage

import (
	"strings"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/web/page"
)

// peopleSheet is everybody in a sheet, each category alone and the sums that are called.
func peopleSheet(p Forecast) page.Sheet {
	s := page.Sheet{File: "forecast-" + p.Sheet.Scope.Period.Key, Head: []string{"Level", "Member", "Team", "Quota"}}
	columns, line := p.columns(), p.Sheet.Settings.LineName(p.Line)
	for _, c := range columns {
		s.Head = append(s.Head, p.Sheet.Settings.Name(c.Category))
	}
	s.Head = append(s.Head, "Gross "+strings.ToLower(line), "Own "+strings.ToLower(line), "Judged", "Judged by", "Note",
		"Final", "Attainment %", "Gap", "Coverage", "Last submitted", "Currency", "Published forecast", "Low", "High")
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

func (p Forecast) saidCells(n *forecast.Node) []page.Cell {
	cells := []page.Cell{page.Major(n.Gross.Gross(p.Line), p.Base), {}, {}, {}, {}, page.Major(n.Final(p.Line), p.Base),
		{}, {}, page.Text(coverageOf(n.Coverage())), {}, page.Text(string(p.Base))}
	if s, ok := p.call(n); ok {
		cells[1] = page.Major(s.Amount, p.Base)
	}
	if j, ok := p.judged(n); ok {
		cells[2], cells[3], cells[4] = page.Major(*j.Amount, p.Base), page.Text(p.Sheet.Scope.Roster.Name(&j.AuthorID)),
			page.Text(j.Note)
	}
	if bp, ok := n.Attainment(); ok {
		gap, _ := n.Gap(p.Line)
		cells[6], cells[7] = page.Percent(int(bp)), page.Major(gap, p.Base)
	}
	if last := n.LastCall(); !last.IsZero() {
		cells[9] = page.Text(p.machine(last))
	}
	published := []page.Cell{{}, {}, {}}
	if f, ok := p.model(n); ok {
		published[0] = page.Major(f.Value, p.Base)
		if f.Range != nil {
			published[1], published[2] = page.Major(f.Range.P10, p.Base), page.Major(f.Range.P90, p.Base)
		}
	}
	return append(cells, published...)
}
