package homepage

import (
	"cmp"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/briefing"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
)

// sheet is the table of a home: an executive's teams, or members.
func sheet(h homeView) page.Sheet {
	if h.Role == tenant.Executive {
		return teamsSheet(h)
	}
	return linesSheet(h)
}

// teamsSheet is the teams of an executive's home.
func teamsSheet(h homeView) page.Sheet {
	c := h.Card
	s := page.Sheet{File: "teams-" + c.Scope.Period.Key, Head: []string{"Team", "Quota", "Closed won", "Call",
		"Forecast", "Gap to quota", "Coverage", "Open pipeline"}}
	for _, g := range h.Company.Teams {
		row := []page.Cell{page.Text(cmp.Or(g.Name, "No team")), {}, page.Major(g.Closed.Won.Amount, c.Base), {}, {},
			{}, {}, page.Major(g.Pipeline.Open().Amount, c.Base)}
		if g.Asked {
			row[1] = page.Major(g.Target, c.Base)
		}
		if g.Call != nil {
			row[3] = page.Major(g.Call.Amount, c.Base)
		}
		if g.Model.Is() {
			row[4] = page.Major(g.Model.Value, c.Base)
		}
		if gap, ok := g.Gap(); ok {
			row[5] = page.Major(gap, c.Base)
		}
		if coverage := g.Coverage(); coverage.Defined() && !coverage.Covered {
			row[6] = page.Number(coverage.Value.StringFixed(1))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// linesSheet is the members of a home: their figures, their forecast and, on a manager's, calls and reasons to talk.
func linesSheet(h homeView) page.Sheet {
	c := h.Card
	s := page.Sheet{File: "team-" + c.Scope.Period.Key,
		Head: []string{"Member", "Team", "Quota", "Closed won", "Attainment %", "Open pipeline", "Weighted",
			"Overdue", "Untouched", "Won", "Lost", "Calls", "E-mails", "Meetings", "Other activities", "Forecast",
			"Gap to quota"}}
	people := map[uuid.UUID]briefing.Person{}
	for _, p := range h.Team.People {
		people[p.MemberID] = p
	}
	if len(people) > 0 {
		s.Head = append(s.Head, "Call", "Submitted", "Reason to talk")
	}
	for _, l := range c.Lines {
		attainment := page.Cell{}
		if a := l.Attainment(); a.Defined() {
			attainment = page.Number(a.Value.Shift(2).StringFixed(1))
		}
		row := []page.Cell{page.Text(l.Name), page.Text(l.Team), page.Major(l.Target, c.Base),
			page.Major(l.Closed.Won.Amount, c.Base), attainment, page.Major(l.Pipeline.Open().Amount, c.Base),
			page.Major(l.Pipeline.WeightedOpen(), c.Base), page.Count(l.Pipeline.Overdue.Count),
			page.Count(l.Untouched), page.Count(l.Closed.Won.Count), page.Count(l.Closed.Lost.Count),
			page.Count(l.Activities.Calls), page.Count(l.Activities.Emails), page.Count(l.Activities.Meetings),
			page.Count(l.Activities.Others)}
		row = append(row, h.forecastCells(l)...)
		if p, ok := people[l.MemberID]; ok {
			row = append(row, h.callCell(p), page.Text(h.submitted(p)), page.Text(h.reasonText(p.Reason)))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// forecastCells are the published forecast of a line and its gap; empty where there is none.
func (h homeView) forecastCells(l scorecard.Line) []page.Cell {
	cells := make([]page.Cell, 2)
	g := briefing.Group{Line: l, Model: h.Published.Outlook.Share([]uuid.UUID{l.MemberID})}
	if g.Model.Is() {
		cells[0] = page.Major(g.Model.Value, h.Card.Base)
	}
	if gap, ok := g.Gap(); ok {
		cells[1] = page.Major(gap, h.Card.Base)
	}
	return cells
}

func (h homeView) callCell(p briefing.Person) page.Cell {
	if p.Call == nil {
		return page.Cell{}
	}
	return page.Major(p.Call.Amount, h.Card.Base)
}
