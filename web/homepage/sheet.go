package homepage

import (
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/web/page"
)

// linesSheet is the table of members of a home.
func linesSheet(c scorecard.Card) page.Sheet {
	s := page.Sheet{File: "team-" + c.Scope.Period.Key,
		Head: []string{"Member", "Team", "Target", "Closed won", "Attainment %", "Open pipeline", "Weighted",
			"Overdue", "Untouched", "Won", "Lost", "Calls", "E-mails", "Meetings", "Other activities"}}
	for _, l := range c.Lines {
		attainment := page.Cell{}
		if a := l.Attainment(); a.Defined() {
			attainment = page.Number(a.Value.Shift(2).StringFixed(1))
		}
		s.Rows = append(s.Rows, []page.Cell{page.Text(l.Name), page.Text(l.Team), page.Major(l.Target, c.Base),
			page.Major(l.Closed.Won.Amount, c.Base), attainment, page.Major(l.Pipeline.Open().Amount, c.Base),
			page.Major(l.Pipeline.WeightedOpen(), c.Base), page.Count(l.Pipeline.Overdue.Count),
			page.Count(l.Untouched), page.Count(l.Closed.Won.Count), page.Count(l.Closed.Lost.Count),
			page.Count(l.Activities.Calls), page.Count(l.Activities.Emails), page.Count(l.Activities.Meetings),
			page.Count(l.Activities.Others)})
	}
	return s
}
