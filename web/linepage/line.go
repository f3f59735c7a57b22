// Package linepage is the reporting lines through which managers read pay, once who may read it has confirmed them.
package linepage

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// lines are the reporting lines that open no pay yet, because nobody who may read that pay has confirmed them.
type lines struct {
	Where  page.Where
	Role   tenant.Role
	Me     uuid.UUID
	Today  period.Date
	Roster *member.Roster
	Groups []lineGroup
	Form   page.Form
}

// lineGroup is the members who come below a manager on one day.
type lineGroup struct {
	ManagerID uuid.UUID
	From      period.Date
	Address   string // that signs in to the manager's seat; empty: nobody does
	Lines     []member.Line
}

// groupLines puts lines together that are of one manager and begin on one day, in their order.
func groupLines(all []member.Line, addresses map[uuid.UUID]string) (groups []lineGroup) {
	for _, l := range all {
		if n := len(groups); n > 0 && groups[n-1].ManagerID == l.ManagerID && groups[n-1].From == l.From {
			groups[n-1].Lines = append(groups[n-1].Lines, l)
			continue
		}
		groups = append(groups, lineGroup{l.ManagerID, l.From, addresses[l.ManagerID], []member.Line{l}})
	}
	return groups
}

// Key names a group as it is shown: another member, day or address in it makes another key.
func (g lineGroup) Key() string {
	sum := sha256.New()
	fmt.Fprintln(sum, g.Address)
	for _, l := range g.Lines {
		fmt.Fprintln(sum, l.ManagerID, l.MemberID, l.From, l.To)
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// manager is who would read the pay, and the address that signs in to the seat. What the source says of them is no such
// address: whoever manages members may have given the seat to another.
func (p lines) manager(g lineGroup) (name, address string) {
	return p.Roster.Name(&g.ManagerID), cmp.Or(g.Address, "no sign-in yet")
}

func (p lines) members(g lineGroup) string {
	names := make([]string, len(g.Lines))
	for i, l := range g.Lines {
		names[i] = p.Roster.Name(&l.MemberID)
		if !l.To.IsZero() {
			names[i] += " until " + page.Day(l.To-1)
		}
	}
	return strings.Join(names, ", ")
}

// since says from which statements on the manager reads.
func (p lines) since(g lineGroup) string {
	if g.From > p.Today {
		return "begins then"
	}
	return "statements that end after that day"
}

func (p lines) count() string {
	n := 0
	for _, g := range p.Groups {
		n += len(g.Lines)
	}
	return ui.Plural(n, "line", "lines")
}
