package outlookpage

import (
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/web/page"
)

// sheet is every figure of the forecast page: the total, the methods, and each team, manager and member that its
// reader may see.
func sheet(p outlookView) page.Sheet {
	s := page.Sheet{File: "forecast-" + p.Scope.Period.Key, Head: []string{"Of", "Name", "Team", "As of", "Quota",
		"Closed won", "Forecast", "P10", "P50", "P90", "Forecast vs quota", "Currency"}}
	if p.None {
		return s
	}
	s.Rows = append(s.Rows, p.cells("Total", planLine{figure: p.Figure, target: p.Card.Target}))
	for _, f := range p.Outlook.Methods {
		s.Rows = append(s.Rows, p.cells("Method", planLine{name: projection.Method(f.Name).Label(), figure: f}))
	}
	for _, cut := range []struct{ of, by string }{{"Team", byTeam}, {"Manager", byManager}, {"Member", byMember}} {
		for _, l := range p.lines(cut.by) {
			s.Rows = append(s.Rows, p.cells(cut.of, l))
		}
	}
	return s
}

func (p outlookView) cells(of string, l planLine) []page.Cell {
	c := p.Outlook.Currency
	quota, gap := page.Cell{}, page.Cell{}
	if l.target > 0 {
		quota, gap = page.Major(l.target, c), page.Major(l.gap(), c)
	}
	ends := []page.Cell{{}, {}, {}}
	if r := l.figure.Range; r != nil {
		ends = []page.Cell{page.Major(r.P10, c), page.Major(r.P50, c), page.Major(r.P90, c)}
	}
	row := []page.Cell{page.Text(of), page.Text(l.name), page.Text(l.sub), page.Text(p.Outlook.AsOf.String()), quota,
		page.Major(l.figure.Closed, c), page.Major(l.figure.Value, c)}
	return append(append(row, ends...), gap, page.Text(string(c)))
}
