// Package member knows the people of an organisation: what each was on which day, and who reported to whom.
//
// An assignment is effective-dated and never edited: a change ends one row and begins another, and a correction
// replaces a row while the replaced one stays. A Roster is everybody on one day.
package member

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Assignment is what a member was in [ValidFrom, ValidTo); a zero ValidTo is open-ended.
type Assignment struct {
	MemberID  uuid.UUID
	Role      tenant.Role
	ManagerID *uuid.UUID
	Team      string
	Region    string
	ValidFrom period.Date
	ValidTo   period.Date
}

// Member is a person on the day of a Roster.
type Member struct {
	ID         uuid.UUID
	ExternalID string // the key in the CRM; empty where there is none
	Name       string
	Email      string
	Title      string
	HiredOn    period.Date
	Role       tenant.Role
	ManagerID  *uuid.UUID
	Team       string
	Region     string
	Active     bool // has an assignment on the day; otherwise the fields above are from the last one before it
}

// Roster is everybody on one day, in the order of their names.
type Roster struct {
	On      period.Date
	Members []Member
	byID    map[uuid.UUID]int
	below   map[uuid.UUID][]uuid.UUID
}

// NewRoster makes a roster of members as they were on a day.
func NewRoster(on period.Date, members []Member) *Roster {
	r := &Roster{On: on, Members: members, byID: map[uuid.UUID]int{}, below: map[uuid.UUID][]uuid.UUID{}}
	for i, m := range members {
		r.byID[m.ID] = i
		if m.ManagerID != nil {
			r.below[*m.ManagerID] = append(r.below[*m.ManagerID], m.ID)
		}
	}
	return r
}

// Find returns a member by key.
func (r *Roster) Find(id uuid.UUID) (Member, bool) {
	i, ok := r.byID[id]
	if !ok {
		return Member{}, false
	}
	return r.Members[i], true
}

// Name is a member's name, or a dash for nobody.
func (r *Roster) Name(id *uuid.UUID) string {
	if id == nil {
		return "—"
	}
	m, ok := r.Find(*id)
	if !ok {
		return "—"
	}
	return m.Name
}

// Reports lists who reported straight to a member on the day.
func (r *Roster) Reports(id uuid.UUID) []uuid.UUID { return r.below[id] }

// Below lists a member and everyone below on the day, the member first.
func (r *Roster) Below(id uuid.UUID) []uuid.UUID {
	all := []uuid.UUID{id}
	for i := 0; i < len(all); i++ {
		for _, next := range r.below[all[i]] {
			if !slices.Contains(all, next) {
				all = append(all, next)
			}
		}
	}
	return all
}

// Teams lists the teams of the day, in order.
func (r *Roster) Teams() []string {
	var teams []string
	for _, m := range r.Members {
		if m.Team != "" && m.Active && !slices.Contains(teams, m.Team) {
			teams = append(teams, m.Team)
		}
	}
	slices.Sort(teams)
	return teams
}

// InTeam lists the members of a team on the day, those who have left it for good included.
func (r *Roster) InTeam(team string) []uuid.UUID {
	var ids []uuid.UUID
	for _, m := range r.Members {
		if m.Team == team {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// link is one row of app.management: above was over below, depth levels up, in [From, To).
type link struct {
	ManagerID uuid.UUID
	MemberID  uuid.UUID
	Depth     int
	ValidFrom period.Date
	ValidTo   period.Date
}

// forever stands for a day without end in comparisons.
const forever = period.Date(1<<31 - 1)

// links is the closure of assignments: everyone above everyone, oneself at depth 0, for the days on which it held.
func links(assignments []Assignment) []link {
	of := map[uuid.UUID][]Assignment{}
	for _, a := range assignments {
		if a.ValidTo.IsZero() {
			a.ValidTo = forever
		}
		of[a.MemberID] = append(of[a.MemberID], a)
	}
	var all []link
	for member, rows := range of {
		for _, a := range rows {
			all = append(all, link{member, member, 0, a.ValidFrom, a.ValidTo})
			all = climb(all, of, member, a, []uuid.UUID{member})
		}
	}
	return all
}

// deepest is how many levels of management are looked at: no company has more, and a file that says so is not believed.
const deepest = 30

// climb adds those above path's last member for the days of a; a loop in the data ends where it begins.
func climb(all []link, of map[uuid.UUID][]Assignment, member uuid.UUID, a Assignment, path []uuid.UUID) []link {
	if a.ManagerID == nil || len(path) > deepest || slices.Contains(path, *a.ManagerID) {
		return all
	}
	manager := *a.ManagerID
	all = append(all, link{manager, member, len(path), a.ValidFrom, a.ValidTo})
	for _, above := range of[manager] {
		above.ValidFrom, above.ValidTo = max(above.ValidFrom, a.ValidFrom), min(above.ValidTo, a.ValidTo)
		if above.ValidFrom < above.ValidTo {
			all = climb(all, of, member, above, append(slices.Clone(path), manager))
		}
	}
	return all
}

// refuseLoop answers Invalid where an assignment would put a member below themselves on some day.
func refuseLoop(assignments []Assignment) error {
	for _, l := range links(assignments) {
		for _, a := range assignments {
			if a.MemberID == l.ManagerID && a.ManagerID != nil && *a.ManagerID == l.MemberID &&
				a.ValidFrom < l.ValidTo && (a.ValidTo.IsZero() || a.ValidTo > l.ValidFrom) {
				return fault.On("manager",
					"This would create a reporting loop. Choose a manager who does not report to this person.")
			}
		}
	}
	return nil
}

// knownAt is the moment of knowledge of a question; the zero time is now.
func knownAt(asOf, now time.Time) time.Time {
	if asOf.IsZero() {
		return now
	}
	return asOf
}
