package adminpage

import (
	"cmp"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// personView is a member with everything that they were and will be.
type personView struct {
	peopleView
	member.Member
	Assignments []member.Assignment // oldest first
	Ended       auth.Ending         // of the access; zero where there is access, or never was
	Today       period.Date
	Self        bool // who looks is this member
}

func (p personView) facts() []ui.Pair {
	pairs := []ui.Pair{{Key: "E-mail", Value: cmp.Or(p.Email, ui.None)},
		{Key: "Title", Value: cmp.Or(p.Title, ui.None)}, {Key: "Role", Value: page.RoleLabel(p.Role())},
		{Key: "Manager", Value: p.Ever.Name(p.ManagerID)}, {Key: "Team", Value: cmp.Or(p.Team, ui.None)},
		{Key: "Region", Value: cmp.Or(p.Region, ui.None)}, {Key: "Hired", Value: page.Day(p.HiredOn)}}
	if p.ExternalID != "" {
		pairs = append(pairs, ui.Pair{Key: "In the CRM", Value: p.ExternalID})
	}
	return pairs
}

// Role is the member's own, not that of who looks.
func (p personView) Role() tenant.Role { return p.Member.Role }

// manager is the key of the member's manager, for a choice.
func (p personView) manager() string {
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
func (p personView) waits() bool {
	_, open := p.Invited[p.ID]
	return open
}

// invitation says of the open invitation where it went, who sent it, and how long its link works.
func (p personView) invitation() []ui.Pair {
	inv := p.Invited[p.ID]
	return []ui.Pair{{Key: "Sent to", Value: inv.Email}, {Key: "Invited by", Value: p.author(inv.InvitedBy)},
		{Key: "Sent", Value: ui.Stamp(inv.CreatedAt.In(p.Zone))},
		{Key: "Link works until", Value: ui.Stamp(inv.ExpiresAt.In(p.Zone))}}
}

// ending says when the access was ended, and by whom.
func (p personView) ending() string {
	return "Access ended on " + ui.Date(p.Ended.At.In(p.Zone)) + " by " + p.author(p.Ended.EndedBy) + "."
}

// lost tells that the member had access, and that it was ended.
func (p personView) lost() bool { return !p.Ended.At.IsZero() }

// address is where an invitation goes: who had access before signs in again with the account that they have.
func (p personView) address() string { return cmp.Or(p.Ended.Email, p.Email) }

// author is who decided about access: a member, or the operator by a command.
func (p personView) author(id *uuid.UUID) string {
	if id == nil {
		return "Quarterdeck's operator"
	}
	return p.Ever.Name(id)
}

// inviting is what the button does that sends a letter.
func (p personView) inviting() string {
	switch {
	case p.waits():
		return "Send another invitation"
	case p.lost():
		return "Give access again"
	}
	return "Send invitation"
}
