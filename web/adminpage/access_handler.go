package adminpage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// invitationForm is where the invitation goes; empty: the address that is known.
type invitationForm struct {
	Email string `form:"email"`
}

// inviteMember sends a member a link with which they can sign in. POST /o/{org}/settings/members/{id}/invitation
func (s area) inviteMember(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		f, err := site.Decode[invitationForm](r)
		if err != nil {
			return err
		}
		return s.Invite(ctx, tx, id, f.Email)
	}); err != nil {
		return s.againAt(w, r, id, err)
	}
	return s.Redirect(w, r, membersAt(r, id), "Invitation sent.")
}

// withdrawInvitation ends an invitation before it is accepted.
// POST /o/{org}/settings/members/{id}/invitation/withdrawal
func (s area) withdrawInvitation(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return auth.Revoke(ctx, tx, id)
	}); err != nil {
		return s.againAt(w, r, id, err)
	}
	return s.Redirect(w, r, membersAt(r, id), "Invitation withdrawn. Its link no longer works.")
}

// endAccess takes away a member's access, and an invitation that would give it back.
// POST /o/{org}/settings/members/{id}/access/end
func (s area) endAccess(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	if id == site.VisitOf(r).Seat.Actor.MemberID {
		return s.againAt(w, r, id,
			fault.New(fault.Invalid, "You cannot end your own access. Ask another administrator."))
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return auth.Leave(ctx, tx, id)
	}); err != nil {
		return s.againAt(w, r, id, err)
	}
	return s.Redirect(w, r, membersAt(r, id), "Access ended.")
}

// lastEnding is when a member's access was ended; the zero value for who has access, or never had any.
func lastEnding(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (auth.Ending, error) {
	ending, err := auth.LastEnding(ctx, tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return auth.Ending{}, nil
	}
	return ending, err
}
