package adminpage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// personForm is somebody new, whom an assignmentForm says the place of.
type personForm struct {
	Name   string `form:"name"`
	Email  string `form:"email"`
	Title  string `form:"title"`
	Invite bool   `form:"invite"`
}

// assignmentForm is what a member is from a day on.
type assignmentForm struct {
	Role      tenant.Role `form:"role"`
	Manager   *uuid.UUID  `form:"manager" problem:"Choose a manager from the list."`
	Team      string      `form:"team"`
	Region    string      `form:"region"`
	ValidFrom period.Date `form:"valid_from" problem:"Choose the first day."`
}

// addMember takes somebody into the organisation, says what they are there, and invites them if asked to.
// POST /o/{org}/settings/members
func (s area) addMember(w http.ResponseWriter, r *http.Request) error {
	var id uuid.UUID
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		f, err := site.Decode[personForm](r)
		if err != nil {
			return err
		}
		if id, err = addPerson(ctx, tx, r, f); err != nil || !f.Invite {
			return err
		}
		return s.Invite(ctx, tx, id, f.Email)
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.addPage(w, r, status, f) })
	}
	return s.Redirect(w, r, membersAt(r, id), "Member added.")
}

func addPerson(ctx context.Context, tx *tenant.Tx, r *http.Request, f personForm) (uuid.UUID, error) {
	a, err := typedAssignment(ctx, tx, r)
	if err != nil {
		return uuid.Nil, err
	}
	p := member.Person{Name: f.Name, Title: f.Title, HiredOn: a.ValidFrom}
	if p.Email, err = freeEmail(ctx, tx, f.Email); err != nil {
		return uuid.Nil, err
	}
	if a.MemberID, err = member.Add(ctx, tx, p); err != nil {
		return uuid.Nil, err
	}
	return a.MemberID, member.Assign(ctx, tx, a)
}

// freeEmail is an address as accounts have it, refused where another member has it already.
func freeEmail(ctx context.Context, tx *tenant.Tx, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	email, err := auth.ParseEmail(text)
	if err != nil {
		return "", err
	}
	_, err = member.ByEmail(ctx, tx, email)
	switch {
	case err == nil:
		return "", fault.On("email", "There is already a member with this e-mail address.")
	case fault.KindOf(err) == fault.NotFound:
		return email, nil
	}
	return "", err
}

// typedAssignment is what the form says that somebody is, and from when.
func typedAssignment(ctx context.Context, tx *tenant.Tx, r *http.Request) (member.Assignment, error) {
	f, err := site.Decode[assignmentForm](r)
	a := member.Assignment{Role: f.Role, Team: f.Team, Region: f.Region, ManagerID: f.Manager, ValidFrom: f.ValidFrom}
	if err != nil || f.Manager == nil {
		return a, err
	}
	roster, err := member.Load(ctx, tx, member.Ever, tx.Now())
	if err != nil {
		return a, err
	}
	if _, known := roster.Find(*f.Manager); !known {
		return a, fault.On("manager", "Choose a manager from the list.")
	}
	return a, nil
}

// assignMember says what a member is from a day on, or that they work here no longer.
// POST /o/{org}/settings/members/{id}/assignment
func (s area) assignMember(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		a, err := typedAssignment(ctx, tx, r)
		if err != nil {
			return err
		}
		a.MemberID = id
		if a.Role == leftRole {
			return member.End(ctx, tx, id, a.ValidFrom)
		}
		return member.Assign(ctx, tx, a)
	})
	if err != nil {
		return s.againAt(w, r, id, err)
	}
	return s.Redirect(w, r, membersAt(r, id), "Assignment saved.")
}
