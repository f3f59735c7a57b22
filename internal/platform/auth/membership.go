package auth

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Join lets a user sign in as a member of the transaction's organisation. A member has one user and a user one member:
// where either has another, it is a Conflict; joining twice is not.
func Join(ctx context.Context, tx *tenant.Tx, userID, memberID uuid.UUID) error {
	if err := mayAdmit(ctx, tx, memberID); err != nil {
		return err
	}
	return join(ctx, tx, userID, memberID)
}

func join(ctx context.Context, tx *tenant.Tx, userID, memberID uuid.UUID) error {
	added, err := insertMembership(ctx, tx, userID, memberID)
	if err != nil {
		return err
	}
	if added {
		return audit.Record(ctx, tx, "joined", "member", memberID.String(), nil)
	}
	same, err := isMember(ctx, tx, userID, memberID)
	if err != nil || same {
		return err
	}
	return fault.New(fault.Conflict,
		"This account already belongs to another member, or this member has another account.")
}

// Leave takes a member's access to the organisation away, from their next request on, with the invitations that would
// give it back. Their account, and their access to other organisations, stays. It changes nothing for a member without
// access. An Invite gives them access again.
func Leave(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) error {
	if err := mayAdmit(ctx, tx, memberID); err != nil {
		return err
	}
	withdrawn, err := revokeInvitations(ctx, tx, memberID) // first, for it waits for an acceptance that is under way
	if err != nil {
		return err
	}
	ended, err := deleteMembership(ctx, tx, memberID)
	switch {
	case err != nil:
		return err
	case len(ended) > 0:
		return audit.Record(ctx, tx, "removed access", "member", memberID.String(),
			map[string]string{"email": ended[0]})
	case len(withdrawn) > 0:
		return recordWithdrawal(ctx, tx, memberID, withdrawn)
	}
	return nil
}

// Ending is the end of a member's access to the organisation.
type Ending struct {
	At      time.Time
	EndedBy *uuid.UUID // nil: a command of the operator
	Email   string     // which signed in as the member
}

// LastEnding is when the access of a member was ended who cannot sign in now, and who ended it; NotFound for everybody
// else.
func LastEnding(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) (Ending, error) {
	if err := tx.Require(tenant.ManageMembers); err != nil {
		return Ending{}, err
	}
	return lastEnding(ctx, tx, memberID)
}

var errAdminsOnly = fault.New(fault.Forbidden, "Only an administrator can decide who signs in as an administrator.")

// mayAdmit asks whether the actor may decide who signs in as a member, and waits for others who decide the same. Who is
// no admin may not admit one: they could admit themselves.
func mayAdmit(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) error {
	if err := tx.Require(tenant.ManageMembers); err != nil {
		return err
	}
	if err := lockMember(ctx, tx, memberID); err != nil {
		return err
	}
	if role := tx.Actor().Role; role == tenant.Admin || role == tenant.System {
		return nil
	}
	admin, err := willBeAdmin(ctx, tx, memberID)
	if err == nil && admin {
		err = errAdminsOnly
	}
	return err
}
