package homepage

import (
	"cmp"

	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// memberView is the page of one member: their figures of the period.
type memberView struct {
	homeView
	Member member.Member
	Path   string
}

// Subtitle says what the member is, and the moment of the figures.
func (p memberView) Subtitle() string {
	text := page.RoleLabel(p.Member.Role)
	for _, part := range []string{p.Member.Title, p.Member.Team} {
		if part != "" {
			text += " · " + part
		}
	}
	if !p.Member.Active {
		text += " · has left"
	}
	return text + " · " + page.AsOf(p.Card.Scope.Known, p.Calendar.Location())
}

func (p memberView) facts() []ui.Pair {
	facts := []ui.Pair{{Key: "Manager", Value: p.Card.Scope.Roster.Name(p.Member.ManagerID)},
		{Key: "Team", Value: cmp.Or(p.Member.Team, ui.None)},
		{Key: "Region", Value: cmp.Or(p.Member.Region, ui.None)},
		{Key: "E-mail", Value: cmp.Or(p.Member.Email, ui.None)}, {Key: "Hired", Value: page.Day(p.Member.HiredOn)}}
	return facts
}
