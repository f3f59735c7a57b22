package adminpage

import (
	"cmp"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Person is a member with everything that they were and will be.
type Person struct {
	People
	member.Member
	Assignments []member.Assignment // oldest first
	Today       period.Date
	Self        bool // who looks is this member
}

func (p Person) facts() []ui.Pair {
	pairs := []ui.Pair{{Key: "E-mail", Value: cmp.Or(p.Email, ui.None)}, {Key: "Title", Value: cmp.Or(p.Title, ui.None)}, {Key: "Role", Value: page.RoleLabel(p.Role())},
		{Key: "Manager", Value: p.Ever.Name(p.ManagerID)}, {Key: "Team", Value: cmp.Or(p.Team, ui.None)}, {Key: "Region", Value: cmp.Or(p.Region, ui.None)}, {Key: "Hired", Value: page.Day(p.HiredOn)}}
	if p.ExternalID != "" {
		pairs = append(pairs, ui.Pair{Key: "In the CRM", Value: p.ExternalID})
	}
	return pairs
}

// Role is the member's own, not that of who looks.
func (p Person) Role() tenant.Role { return p.Member.Role }

// manager is the key of the member's manager, for a choice.
func (p Person) manager() string {
	if p.ManagerID == nil {
		return ""
	}
	return p.ManagerID.String()
}

func until(a member.Assignment) string {
	if a.ValidTo.IsZero() {
		return "until further notice"
	}
	return "until " + page.Day(a.ValidTo-1)
}

// waits tells that an invitation of the member can still be accepted.
func (p Person) waits() bool {
	_, open := p.Invited[p.ID]
	return open
}
