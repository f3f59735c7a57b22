package simulationpage

import (
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/web/page"
)

// sheet is every member of a simulation, by quarter.
func sheet(p simulationView) page.Sheet {
	s := page.Sheet{File: "simulation", Head: []string{"Member", "Currency", "Attainment % (current)",
		"Attainment % (simulated)", "Earned (current)", "Earned (simulated)", "Difference"}}
	for _, q := range p.Result.Quarters {
		s.Head = append(s.Head, "Earned "+q.Key+" (current)", "Earned "+q.Key+" (simulated)",
			"Payable "+q.Key+" (current)", "Payable "+q.Key+" (simulated)")
	}
	c := p.Result.Currency
	for _, m := range p.Result.Members {
		row := []page.Cell{page.Text(p.Roster.Name(&m.MemberID)), page.Text(string(c)), attainmentCell(m.Before),
			attainmentCell(m.After), page.Major(m.Before.Total(), c), page.Major(m.After.Total(), c),
			page.Major(m.Gain(), c)}
		for i := range p.Result.Quarters {
			row = append(row, page.Major(m.Before.Earned[i], c), page.Major(m.After.Earned[i], c),
				page.Major(m.Before.Paid[i], c), page.Major(m.After.Paid[i], c))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func attainmentCell(r hypothesis.Replay) page.Cell {
	a, ok := r.Attainment()
	if !ok {
		return page.Cell{}
	}
	return page.Cell{Text: a.Shift(2).StringFixed(2), Number: true}
}
