package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

// Roles are the parts that people play when a company buys, as the field calls them. Any other can be typed.
var Roles = []string{"Economic Buyer", "Decision Maker", "Champion", "Influencer", "Evaluator", "Executive Sponsor",
	"End User", "Procurement", "Legal", "Blocker"}

// Part is what a person is in an opportunity. Primary is the part of the opportunity's primary contact, the same in all
// its parts.
type Part struct {
	ContactID *uuid.UUID
	Role      string
	Primary   *uuid.UUID
	Removed   bool
}

const longestRole = 100

var partFields = command.Fields[Part]{
	command.Key("contact", func(p *Part) **uuid.UUID { return &p.ContactID }),
	command.Text("role", func(p *Part) *string { return &p.Role }),
	command.Key("primary", func(p *Part) **uuid.UUID { return &p.Primary }),
	command.Flag("removed", func(p *Part) *bool { return &p.Removed }),
}

// The part of an imported contact can be changed here although the contact is kept in the CRM: who plays which part is
// what a seller finds out.
var parts = command.Keeper[Part]{Object: command.Role, Noun: "contact", Fields: partFields,
	Most: map[string]int{"role": longestRole}, Sets: map[string]bool{"role": true},
	Ours: map[string]bool{"contact": true, "role": true, "primary": true, "removed": true},
	Read: holdPart, Write: writePart, Check: once}

// Add gives a person a part in an opportunity that the actor sees. The first person of an opportunity is its primary
// contact. It does not ask whether the actor sees the person.
func Add(ctx context.Context, tx *tenant.Tx, opportunity, person uuid.UUID, role string) error {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return err
	}
	if err := lock(ctx, tx, opportunity); err != nil {
		return err
	}
	now, err := OfOpportunity(ctx, tx, opportunity, time.Time{})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(now, func(c Contact) bool { return c.ID == person }) {
		return fault.On("contact", "This person is in the opportunity already. Change their role instead.")
	}
	role = strings.TrimSpace(role)
	if err := fault.Within("role", role, longestRole); err != nil {
		return err
	}
	id := uuid.Must(uuid.NewV7())
	act := command.Act[Part]{Kind: command.Create, To: func(p Part) (Part, error) {
		p.ContactID, p.Role, p.Removed = &person, role, false
		if p.Primary == nil {
			p.Primary = &id
		}
		return p, nil
	}}
	_, err = parts.Do(ctx, tx, command.Place{Record: opportunity, Entry: id.String()}, act)
	return err
}

// SetRole changes the part of a person in an opportunity.
func SetRole(ctx context.Context, tx *tenant.Tx, opportunity, part uuid.UUID, saw, role string) (uuid.UUID, error) {
	return parts.Set(ctx, tx, command.Place{Record: opportunity, Entry: part.String()},
		[]command.Wish{{Field: "role", Saw: &saw, Want: &role}})
}

// Lead makes somebody the primary contact of an opportunity in place of whoever is.
func Lead(ctx context.Context, tx *tenant.Tx, opportunity, part uuid.UUID) (uuid.UUID, error) {
	return parts.Do(ctx, tx, command.Place{Record: opportunity, Entry: part.String()},
		command.Act[Part]{Kind: command.Edit, To: func(p Part) (Part, error) {
			if p.Removed {
				return p, fault.New(fault.Conflict, "Somebody has removed this person from the opportunity.")
			}
			p.Primary = &part
			return p, nil
		}})
}

// Leave takes a person out of an opportunity. The person stays among the contacts of the account.
func Leave(ctx context.Context, tx *tenant.Tx, opportunity, part uuid.UUID) (uuid.UUID, error) {
	return parts.Do(ctx, tx, command.Place{Record: opportunity, Entry: part.String()},
		command.Act[Part]{Kind: command.Edit, To: func(p Part) (Part, error) {
			if p.Removed = true; p.Primary != nil && *p.Primary == part {
				p.Primary = nil
			}
			return p, nil
		}})
}

// UndoPart takes back what the actor did to a person's part in an opportunity.
func UndoPart(ctx context.Context, tx *tenant.Tx, c command.Command) error {
	return parts.Undo(ctx, tx, c)
}

// past is the people of an opportunity as they were at a moment: what was done afterwards is taken back.
func past(now []stored, done []command.Command, known time.Time) ([]Contact, error) {
	var primary *uuid.UUID
	for _, s := range now {
		if s.Primary && s.RemovedAt == nil {
			primary = &s.PartID
		}
	}
	for i := len(done) - 1; i >= 0 && done[i].At.After(known); i-- {
		if sides, ok := done[i].Payload["primary"]; ok && done[i].Object == command.Role {
			var p Part
			if err := partFields.With(&p, "primary", sides.Was); err != nil {
				return nil, fmt.Errorf("contact: past: %w", err)
			}
			primary = p.Primary
		}
	}
	var all []Contact
	for _, s := range now {
		edited := command.Of(done, command.Role, s.PartID.String())
		is := Part{Role: s.Role, Removed: s.RemovedAt != nil && !s.RemovedAt.After(known)}
		if len(edited) > 0 {
			is.Removed = s.RemovedAt != nil
		}
		was, err := parts.Before(is, known, edited)
		if err != nil {
			return nil, fmt.Errorf("contact: past: %w", err)
		}
		if !was.Removed && !s.PartSince.After(known) {
			s.Contact.Role, s.Contact.Primary = was.Role, primary != nil && *primary == s.PartID
			all = append(all, s.Contact)
		}
	}
	return all, nil
}
