package page

import "quarterdeck/internal/projection"

// OutlookSheet is every figure of the forecast page: the total, the methods, and each team, manager and member that its
// reader may see.
func OutlookSheet(p Outlook) Sheet {
	s := Sheet{File: "forecast-" + p.Scope.Period.Key, Head: []string{"Of", "Name", "Team", "As of", "Quota", "Closed won", "Forecast", "P10", "P50", "P90", "Gap", "Currency"}}
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

func (p Outlook) cells(of string, l planLine) []Cell {
	c := p.Outlook.Currency
	quota, gap := Cell{}, Cell{}
	if l.target > 0 {
		quota, gap = major(l.target, c), major(l.gap(), c)
	}
	ends := []Cell{{}, {}, {}}
	if r := l.figure.Range; r != nil {
		ends = []Cell{major(r.P10, c), major(r.P50, c), major(r.P90, c)}
	}
	row := []Cell{text(of), text(l.name), text(l.sub), text(p.Outlook.AsOf.String()), quota, major(l.figure.Closed, c), major(l.figure.Value, c)}
	return append(append(row, ends...), gap, text(string(c)))
}
