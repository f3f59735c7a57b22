// Package staff is what an administrator looks after: who waits for access, who cannot sign in though they should,
// who has no place in a team, and which settings changed lately.
package staff

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// changes is how many changes of settings are shown.
const changes = 8

// settings are the objects of the audit log that are settings of the organisation, or access to it.
var settings = []string{"exchange rate", "number format", "forecast rules", "member", "invitation", "account"}

// Desk is what an administrator looks after, now.
type Desk struct {
	Waiting  []Waiting // without access: invited ones first, the oldest invitation first
	Disabled []member.Member
	Unplaced []member.Member // sellers and managers without a manager or without a team
	Roles    []Role          // those that somebody has
	Failed   []Failed        // the latest first
	Changes  []audit.Entry   // of settings, newest first
	Roster   *member.Roster
}

// Waiting is somebody who works here and cannot sign in.
type Waiting struct {
	member.Member
	Invited *auth.Invitation // nil: nobody invited them
}

// Role is how many have a role today, and how many of them can sign in.
type Role struct {
	Role    tenant.Role
	Members int
	Access  int
}

// Failed is somebody who did not get in.
type Failed struct {
	member.Member
	auth.Failure
}

// Load reads what an administrator looks after.
func Load(ctx context.Context, tx *tenant.Tx) (d Desk, err error) {
	if err := tx.Require(tenant.ManageSettings); err != nil {
		return d, err
	}
	if d.Roster, err = member.Load(ctx, tx, tx.Today(), time.Time{}); err != nil {
		return d, err
	}
	access, err := auth.WithAccess(ctx, tx)
	if err != nil {
		return d, err
	}
	invitations, err := auth.Invitations(ctx, tx)
	if err != nil {
		return d, err
	}
	d.Waiting = waiting(d.Roster, access, invitations)
	d.Unplaced, d.Roles = unplaced(d.Roster), roles(d.Roster, access)
	disabled, err := auth.Disabled(ctx, tx)
	if err != nil {
		return d, err
	}
	d.Disabled = slices.DeleteFunc(slices.Clone(d.Roster.Members),
		func(m member.Member) bool { return !disabled[m.ID] })
	failures, err := auth.Failures(ctx, tx)
	if err != nil {
		return d, err
	}
	for _, f := range failures {
		if m, ok := d.Roster.Find(f.MemberID); ok {
			d.Failed = append(d.Failed, Failed{m, f})
		}
	}
	d.Changes, err = audit.List(ctx, tx, audit.Filter{Objects: settings, Limit: changes})
	return d, err
}

// waiting lists who works here without access.
func waiting(r *member.Roster, access map[uuid.UUID]bool, invitations []auth.Invitation) []Waiting {
	var all []Waiting
	for _, m := range r.Members {
		if !m.Active || access[m.ID] {
			continue
		}
		w := Waiting{Member: m}
		if n := slices.IndexFunc(invitations,
			func(i auth.Invitation) bool { return i.MemberID == m.ID }); n >= 0 {
			w.Invited = &invitations[n]
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b Waiting) int {
		switch {
		case a.Invited != nil && b.Invited != nil:
			return a.Invited.CreatedAt.Compare(b.Invited.CreatedAt)
		case a.Invited != nil:
			return -1
		case b.Invited != nil:
			return 1
		}
		return 0
	})
	return all
}

// unplaced lists the sellers and managers of the day whom no team or no manager counts in.
func unplaced(r *member.Roster) []member.Member {
	return slices.DeleteFunc(slices.Clone(r.Members), func(m member.Member) bool { return !Unplaced(m) })
}

// Unplaced tells that no team or no manager counts a seller or manager in.
func Unplaced(m member.Member) bool {
	return m.Active && (m.Role == tenant.Rep || m.Role == tenant.Manager) && (m.Team == "" || m.ManagerID == nil)
}

// roles counts the members of the day by role, in the order of the roles.
func roles(r *member.Roster, access map[uuid.UUID]bool) []Role {
	var all []Role
	for _, role := range tenant.Roles {
		of := Role{Role: role}
		for _, m := range r.Members {
			if m.Active && m.Role == role {
				of.Members++
				if access[m.ID] {
					of.Access++
				}
			}
		}
		if of.Members > 0 {
			all = append(all, of)
		}
	}
	return all
}
