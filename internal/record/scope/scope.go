// Package scope is the question that every page asks: which period, whose opportunities, and as known when.
//
// It is read from an address, resolved once against the organisation's calendar, people and rights, and then handed to
// whatever judges. The same scope gives the same figures on every page, export and command.
package scope

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// Request is a scope as an address has it. Its zero value asks for the current quarter of everybody that the actor
// sees, now.
type Request struct {
	Period string // 2026-Q4, 2026-11, 2026-H2, 2026
	Team   string
	Owner  string // me, or a member's key: that member and everyone below
	AsOf   string // 2026-11-20: as known at the end of that day
}

// Scope is a question that has been understood.
type Scope struct {
	Request
	Period  period.Period
	AsOf    time.Time   // zero: now
	Known   time.Time   // the moment of knowledge: AsOf, or now
	Today   period.Date // the day of the question
	Latest  period.Date // the day on which it is asked, after which nothing is known
	Roster  *member.Roster
	Choices []member.Member // whom the actor can choose as owner
	Owners  []uuid.UUID     // whose opportunities; nil: everybody's and nobody's
}

// Resolve understands a request for the actor of the transaction. What the actor may not see is left out; a member or
// period that does not exist is NotFound or Invalid.
func Resolve(ctx context.Context, tx *tenant.Tx, r Request) (Scope, error) {
	s := Scope{Request: r, Known: tx.Now(), Today: tx.Today(), Latest: tx.Today()}
	if err := s.resolveAsOf(tx); err != nil {
		return s, err
	}
	if err := s.resolvePeriod(tx.Calendar()); err != nil {
		return s, err
	}
	var err error
	if s.Roster, err = member.Load(ctx, tx, s.Today, s.AsOf); err != nil {
		return s, err
	}
	return s, s.resolveOwners(tx)
}

func (s *Scope) resolveAsOf(tx *tenant.Tx) error {
	if s.Request.AsOf == "" {
		return nil
	}
	day, err := period.ParseDate(s.Request.AsOf)
	if err != nil {
		return fault.On("as_of", "\"As of\" must be a date such as 2026-11-20.")
	}
	switch {
	case day > tx.Today():
		return fault.On("as_of", "\"As of\" cannot be in the future.")
	case day < tx.Today():
		s.AsOf = tx.Calendar().EndOf(day).Add(-time.Microsecond)
		s.Known, s.Today = s.AsOf, day
	}
	return nil
}

func (s *Scope) resolvePeriod(c period.Calendar) (err error) {
	if s.Request.Period == "" {
		s.Period = c.Containing(period.Quarter, s.Today)
		return nil
	}
	if s.Period, err = c.Parse(s.Request.Period); err != nil {
		return fault.On("period", "Write the period as 2026-Q4, 2026-11, 2026-H2 or 2026.")
	}
	return nil
}

func (s *Scope) resolveOwners(tx *tenant.Tx) error {
	visible, all := tx.Visible()
	for _, m := range s.Roster.Members {
		if all || slices.Contains(visible, m.ID) {
			s.Choices = append(s.Choices, m)
		}
	}
	if !all {
		s.Owners = visible
	}
	if s.Team != "" {
		s.Owners = within(s.Roster.InTeam(s.Team), s.Owners)
	}
	if s.Owner == "" {
		return nil
	}
	id, err := s.owner(tx.Actor().MemberID)
	if err != nil {
		return err
	}
	if !all && !slices.Contains(visible, id) {
		return fault.New(fault.NotFound, "There is no such member, or you have no access to them.")
	}
	s.Owners = within(s.Roster.Below(id), s.Owners)
	return nil
}

func (s *Scope) owner(me uuid.UUID) (uuid.UUID, error) {
	if s.Owner == "me" {
		return me, nil
	}
	id, err := uuid.Parse(s.Owner)
	if err != nil {
		return id, fault.New(fault.NotFound, "There is no such member, or you have no access to them.")
	}
	if _, ok := s.Roster.Find(id); !ok {
		return id, fault.New(fault.NotFound, "There is no such member, or you have no access to them.")
	}
	return id, nil
}

// Standing is the member that the scope stands at: its owner, or without one the acting member.
func (s Scope) Standing(me uuid.UUID) uuid.UUID {
	if id, err := uuid.Parse(s.Owner); err == nil {
		return id
	}
	return me
}

// within keeps the members that are also among the others; others nil keeps them all. It never answers nil, which would
// mean everybody.
func within(members, others []uuid.UUID) []uuid.UUID {
	kept := []uuid.UUID{}
	for _, id := range members {
		if others == nil || slices.Contains(others, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// Covers tells whether a member's opportunities are in the scope.
func (s Scope) Covers(id uuid.UUID) bool { return s.Owners == nil || slices.Contains(s.Owners, id) }

// Current tells whether the day of the question falls in the period.
func (s Scope) Current() bool { return s.Period.Contains(s.Today) }

// Args are the arguments that fx.Base, opportunity.From and an owners' condition take.
func (s Scope) Args(tx *tenant.Tx) tenant.Args {
	return tenant.Args{"base": tx.Base(), "today": s.Today, "known": s.Known, "owners": s.Owners}
}

// Owned is the condition that the opportunity o is of one of the scope's owners. It takes @owners.
const Owned = `(@owners::uuid[] IS NULL OR o.owner_id = ANY(@owners::uuid[]))`
