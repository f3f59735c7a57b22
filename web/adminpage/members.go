// Package adminpage is the pages of those who run the house: members, settings and the audit log.
package adminpage

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/staff"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// leftRole is the choice, among the roles, of somebody who works for the organisation no longer.
const leftRole = "left"

// waitingRole is the choice of those who cannot sign in.
const waitingRole = "waiting"

// Who else an administrator's home counts: see the staff package.
const (
	disabled = "disabled" // has access with a disabled account
	unplaced = "unplaced" // sells or manages without a manager or a team
)

// peopleView is everybody of an organisation and what each needs to sign in.
type peopleView struct {
	Now      *member.Roster // as it is today
	Ever     *member.Roster // after every assignment that is known, those who begin later included
	Access   map[uuid.UUID]bool
	Disabled map[uuid.UUID]bool // have access with an account that the operator of the installation has disabled
	Invited  map[uuid.UUID]auth.Invitation
	Zone     *time.Location
	Role     tenant.Role // of who looks: only an administrator appoints another
}

// Find is a member as of today; one who begins later as they will begin.
func (p peopleView) Find(id uuid.UUID) (member.Member, bool) {
	if m, ok := p.Now.Find(id); ok {
		return m, true
	}
	return p.Ever.Find(id)
}

// badge is a short state and whether it is good news.
type badge struct {
	Tone ui.Tone
	Text string
}

func (p peopleView) state(id uuid.UUID) badge {
	m, begun := p.Now.Find(id)
	switch {
	case !begun:
		return badge{ui.Info, "Starts later"}
	case m.Active:
		return badge{ui.Good, "Active"}
	default:
		return badge{ui.Neutral, "Left"}
	}
}

func (p peopleView) access(id uuid.UUID) badge {
	if p.Disabled[id] {
		return badge{ui.Warn, "Account disabled"}
	}
	if p.Access[id] {
		return badge{ui.Good, "Can sign in"}
	}
	if inv, ok := p.Invited[id]; ok {
		return badge{ui.Info, "Invited until " + ui.Day(inv.ExpiresAt.In(p.Zone))}
	}
	return badge{ui.Neutral, "No access"}
}

// memberFilter is which members a list shows: the zero value those who are active or will be.
type memberFilter struct {
	Name  string // part of a name or an e-mail address
	State string // "all", "left", one of the choices above, or "" for all who have not left
	After uuid.UUID
}

// members is a page of the list of members.
type members struct {
	peopleView
	Filter memberFilter
	Rows   []member.Member
	Next   uuid.UUID // the last of this page, where there are more
	Total  int
}

// List is the members that a filter leaves, at most so many after its cursor.
func (p peopleView) List(f memberFilter, limit int) members {
	list := members{peopleView: p, Filter: f}
	for _, m := range p.Ever.Members {
		if m, _ = p.Find(m.ID); p.matches(m, f) {
			list.Rows = append(list.Rows, m)
		}
	}
	list.Total = len(list.Rows)
	if i := slices.IndexFunc(list.Rows, func(m member.Member) bool { return m.ID == f.After }); i >= 0 {
		list.Rows = list.Rows[i+1:]
	}
	if len(list.Rows) > limit {
		list.Rows, list.Next = list.Rows[:limit], list.Rows[limit-1].ID
	}
	return list
}

func (p peopleView) matches(m member.Member, f memberFilter) bool {
	now, begun := p.Now.Find(m.ID)
	left := begun && !m.Active
	if f.State == disabled && !p.Disabled[m.ID] || f.State == unplaced && !staff.Unplaced(now) {
		return false
	}
	if f.State == leftRole && !left || (f.State == "" || f.State == waitingRole) && left ||
		f.State == waitingRole && p.Access[m.ID] {
		return false
	}
	part := strings.ToLower(f.Name)
	return strings.Contains(strings.ToLower(m.Name), part) || strings.Contains(strings.ToLower(m.Email), part)
}

// roles are those that who looks may give; leaving is a choice for somebody who is there.
func (p peopleView) roles(leaving bool) []ui.Option {
	var options []ui.Option
	for _, r := range tenant.Roles {
		if r != tenant.Admin || p.Role == tenant.Admin {
			options = append(options, ui.Option{Value: string(r), Label: page.RoleLabel(r)})
		}
	}
	slices.Reverse(options)
	if leaving {
		options = append(options, ui.Option{Value: leftRole, Label: "Deactivated"})
	}
	return options
}

// managers are those that somebody can report to.
func (p peopleView) managers(except uuid.UUID) []ui.Option {
	options := []ui.Option{{Label: "Nobody"}}
	for _, m := range p.Ever.Members {
		if m.Active && m.ID != except {
			options = append(options, ui.Option{Value: m.ID.String(), Label: m.Name})
		}
	}
	return options
}

func memberHref(base string, id uuid.UUID) string {
	return base + "/settings/members?member=" + id.String()
}

func memberAction(base string, id uuid.UUID, what string) string {
	return base + "/settings/members/" + id.String() + "/" + what
}

// memberStates are the choices of which members the list shows.
var memberStates = []ui.Option{{Label: "Active"}, {Value: waitingRole, Label: "Without access"},
	{Value: disabled, Label: "Disabled account"}, {Value: unplaced, Label: "No manager or team"},
	{Value: leftRole, Label: "Left"}, {Value: "all", Label: "Everybody"}}

func chosenMembers(f memberFilter, base string) []ui.Choice {
	return page.Chosen(base+"/settings/members", page.Set{Name: "q", Value: f.Name},
		page.Named("state", f.State, "Show", memberStates))
}

func clearMembers(f memberFilter, base string) string {
	if f.Name == "" && f.State == "" {
		return ""
	}
	return base + "/settings/members"
}
