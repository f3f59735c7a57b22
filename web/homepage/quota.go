package homepage

import (
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/record/quota"
	"quarterdeck/web/page"
)

// quotasView is what each member is asked to close in the period.
type quotasView struct {
	Where    page.Where
	Calendar period.Calendar
	Card     scorecard.Card
	Quotas   []quota.Quota
}

// Subtitle names the period and the moment.
func (p quotasView) Subtitle() string {
	return p.Card.Scope.Period.Label + " · " + page.AsOf(p.Card.Scope.Known, p.Calendar.Location())
}

// lines are the members with a quota in the period.
func (p quotasView) lines() []scorecard.Line {
	var list []scorecard.Line
	for _, l := range p.Card.Lines {
		if l.Asked {
			list = append(list, l)
		}
	}
	return list
}

// rows are the quotas behind the period's target, of the members in scope.
func (p quotasView) rows() []quota.Quota {
	var list []quota.Quota
	for _, q := range p.Quotas {
		if p.Card.Scope.Covers(q.MemberID) {
			list = append(list, q)
		}
	}
	return list
}

func (p quotasView) home() homeView {
	return homeView{Where: p.Where, Calendar: p.Calendar, Card: p.Card}
}

// quotasSheet is every quota behind the period's target.
func quotasSheet(p quotasView) page.Sheet {
	s := page.Sheet{File: "quotas-" + p.Card.Scope.Period.Key,
		Head: []string{"Member", "Team", "First day", "Last day", "In force from", "In force to", "Amount", "Currency"}}
	for _, q := range p.rows() {
		m, _ := p.Card.Scope.Roster.Find(q.MemberID)
		s.Rows = append(s.Rows, []page.Cell{page.Text(m.Name), page.Text(m.Team), page.Text(q.StartsOn.String()),
			page.Text((q.EndsOn - 1).String()), page.Text(q.ValidFrom.String()), page.Text((q.ValidTo - 1).String()),
			page.Major(q.Amount, q.Currency), page.Text(string(q.Currency))})
	}
	return s
}
