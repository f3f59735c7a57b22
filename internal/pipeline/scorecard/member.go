package scorecard

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
)

// targets is each covered member's own quota, prorated to a period, in the base currency.
func (f facts) targets(p period.Period) map[uuid.UUID]int64 {
	of := map[uuid.UUID][]quota.Quota{}
	for _, q := range f.quotas {
		if f.scope.Covers(q.MemberID) && q.ValidFrom < p.End && q.ValidTo > p.Start && q.Base != nil {
			q.Amount = *q.Base
			of[q.MemberID] = append(of[q.MemberID], q)
		}
	}
	own := map[uuid.UUID]int64{}
	for id, quotas := range of {
		own[id] = quota.Prorated(quotas, p.Start, p.End)
	}
	return own
}

// target is what the scope is asked to close in a period, and whether anybody is asked: a quota of 0 is a quota.
func (f facts) target(p period.Period) (amount int64, asked bool) {
	return f.asked(f.targets(p), f.scope.Covers)
}

// teamTargets is what each team of the scope is asked to close in a period; a team that nobody asks is not among them.
func (f facts) teamTargets(p period.Period) map[string]int64 {
	own, teams, done := f.targets(p), map[string]int64{}, map[string]bool{}
	for _, m := range f.scope.Roster.Members {
		if done[m.Team] {
			continue
		}
		done[m.Team] = true
		amount, asked := f.asked(own, func(id uuid.UUID) bool {
			other, ok := f.scope.Roster.Find(id)
			return ok && other.Team == m.Team && f.scope.Covers(id)
		})
		if asked {
			teams[m.Team] = amount
		}
	}
	return teams
}

// asked is what a group is asked to close: of each member at the top of it their own quota, or where they have none the
// sum of their reports'. So a manager's quota and those of the reps below are never added up (definitions §9).
func (f facts) asked(own map[uuid.UUID]int64, in func(uuid.UUID) bool) (sum int64, asked bool) {
	for _, m := range f.scope.Roster.Members {
		top := m.ManagerID == nil || !in(*m.ManagerID)
		if top && in(m.ID) {
			amount, has := f.askedOf(m.ID, own, in, 0)
			sum, asked = sum+amount, asked || has
		}
	}
	return sum, asked
}

func (f facts) askedOf(id uuid.UUID, own map[uuid.UUID]int64, in func(uuid.UUID) bool,
	depth int) (sum int64, asked bool) {
	if amount, ok := own[id]; ok || depth > 20 {
		return amount, ok
	}
	for _, report := range f.scope.Roster.Reports(id) {
		if in(report) {
			amount, has := f.askedOf(report, own, in, depth+1)
			sum, asked = sum+amount, asked || has
		}
	}
	return sum, asked
}

// lines is a line for each member with a quota or opportunities in the period, and one for nobody's.
func (f facts) lines() []Line {
	lines := map[uuid.UUID]*Line{}
	at := func(id uuid.UUID) *Line {
		m, known := f.scope.Roster.Find(id)
		if !known {
			id, m.Active = uuid.Nil, true // those without an owner, or with one who is not there on the day
		}
		if lines[id] == nil {
			lines[id] = &Line{MemberID: id, Name: m.Name, Team: m.Team, Active: m.Active}
		}
		return lines[id]
	}
	for id, amount := range f.targets(f.scope.Period) {
		at(id).Target, at(id).Asked = amount, true
	}
	for _, cell := range f.closed {
		if f.scope.Period.Contains(cell.Month) {
			at(ownerOf(cell.OwnerID)).Closed.add(cell)
		}
	}
	for _, cell := range f.open {
		if f.counts(cell) {
			at(ownerOf(cell.OwnerID)).Pipeline.add(cell)
		}
	}
	for id, count := range f.quiet {
		at(id).Untouched += count
	}
	for _, t := range f.tallies {
		if l := lines[t.MemberID]; l != nil {
			l.Activities.add(t)
		}
	}
	var list []Line
	for _, l := range lines {
		list = append(list, *l)
	}
	return sorted(list)
}

func ownerOf(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func (a *Activities) add(t activity.Tally) {
	switch t.Kind {
	case activity.Call:
		a.Calls += t.Count
	case activity.Email:
		a.Emails += t.Count
	case activity.Meeting:
		a.Meetings += t.Count
	default:
		a.Others += t.Count
	}
}

func sorted(lines []Line) []Line {
	slices.SortFunc(lines, func(a, b Line) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)),
			strings.Compare(a.MemberID.String(), b.MemberID.String()))
	})
	return lines
}

// monthCells is the weighted forecast by owner and close month of the period.
func (f facts) monthCells() []MonthCell {
	type key struct {
		owner uuid.UUID
		month period.Date
	}
	cells := map[key]*MonthCell{}
	at := func(owner *uuid.UUID, month period.Date) *MonthCell {
		k := key{month: month}
		if owner != nil {
			k.owner = *owner
		}
		if cells[k] == nil {
			cells[k] = &MonthCell{OwnerID: owner, Month: month}
		}
		return cells[k]
	}
	for _, cell := range f.closed {
		if cell.Status == opportunity.Won && f.scope.Period.Contains(cell.Month) {
			at(cell.OwnerID, cell.Month).Won += cell.Amount
		}
	}
	for _, cell := range f.open {
		if f.counts(cell) {
			m := at(cell.OwnerID, f.monthOf(cell))
			m.Open += cell.Amount
			m.Weighted += cell.value()
		}
	}
	var list []MonthCell
	for _, c := range cells {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b MonthCell) int {
		return cmp.Or(strings.Compare(f.scope.Roster.Name(a.OwnerID), f.scope.Roster.Name(b.OwnerID)),
			cmp.Compare(a.Month, b.Month))
	})
	return list
}
