// Package view keeps lists that people saved: a name for an address, with whom it is shared, and who has it among
// their tabs.
//
// The address is the whole state of a list. Opening a view copies it into the address; what somebody filters then is
// theirs until they save it.
package view

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// Sharing is who sees a view.
type Sharing string

// The choices.
const (
	Private   Sharing = "private"
	Team      Sharing = "team" // the owner's team at the time of saving
	Everybody Sharing = "everybody"
)

// paths are the lists that can be saved.
var paths = []string{"/pipeline", "/pipeline/board"}

// The most letters of a name and of an address.
const (
	longestName  = 60
	longestQuery = 2000
)

// Content is what a view says.
type Content struct {
	Name    string
	Path    string // of the list, within the organisation's site
	Query   string // the parameters of its address, without a moment or a place in the list
	Sharing Sharing
	Team    string      // whom a team's view is for
	ForRole tenant.Role // whose list begins with it; empty: nobody's
}

// View is a saved list as somebody sees it.
type View struct {
	ID      uuid.UUID
	OwnerID uuid.UUID
	Version int
	Pinned  bool // among the reader's tabs
	Content
}

// checked is what is to be saved, tidied; an error names the field that is wrong.
func (c Content) checked(by tenant.Role) (Content, error) {
	c.Name = strings.Join(strings.Fields(c.Name), " ")
	switch {
	case c.Name == "":
		return c, fault.On("name", "Name the view.")
	case !slices.Contains(paths, c.Path):
		return c, fault.New(fault.Invalid, "This page cannot be saved as a view.")
	case len(c.Query) > longestQuery:
		return c, fault.New(fault.Invalid, "This filter is too long to save.")
	case c.Sharing == Team && c.Team == "":
		return c, fault.On("sharing", "You are in no team, so a view cannot be shared with it.")
	case c.Sharing == Everybody && !MayShareWithAll(by):
		return c, fault.On("sharing", "Managers and above share views with everybody. Share it with your team.")
	case c.ForRole != "" && (c.Sharing != Everybody || !by.May(tenant.ManageRecords) || !c.ForRole.Valid()):
		return c, fault.On("for_role", "Sales operations and administrators choose what a role begins with, "+
			"among views that everybody sees.")
	}
	if c.Sharing != Team {
		c.Team = ""
	}
	return c, fault.Within("name", c.Name, longestName)
}

// MayShareWithAll tells whether a role shares views with the whole organisation.
func MayShareWithAll(r tenant.Role) bool { return r.Reach() != tenant.Own }

// Starting is the view that the list of a role begins with; ok is false where there is none.
func Starting(all []View, path string, r tenant.Role) (v View, ok bool) {
	i := slices.IndexFunc(all, func(v View) bool { return v.ForRole == r && v.Path == path })
	if i < 0 {
		return v, false
	}
	return all[i], true
}
