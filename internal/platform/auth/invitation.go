package auth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// InvitationLife is how long the link in an invitation works.
const InvitationLife = 7 * 24 * time.Hour

// Invitation asks somebody to sign in as a member. HasAccount tells whether they type the password that they have
// already, or choose one.
type Invitation struct {
	ID         uuid.UUID
	MemberID   uuid.UUID
	MemberName string
	Email      string // where the mail goes, and the address of the account
	InvitedBy  *uuid.UUID
	CreatedAt  time.Time
	ExpiresAt  time.Time
	AcceptedAt *time.Time
	RevokedAt  *time.Time
	HasAccount bool
	Confirmed  *time.Time // by somebody who manages pay; nil: by nobody
	Opens      bool       // the seat reads other people's pay, or pay that somebody else's address has received
}

var (
	errNoInvitation = fault.New(fault.NotFound, "This invitation link is not valid. Ask for a new one.")
	errUsed         = fault.New(fault.Invalid, "This invitation has already been accepted. Sign in instead.")
	errRevoked      = fault.New(fault.Invalid,
		"This invitation was replaced or withdrawn. Use the newest e-mail, or ask for a new invitation.")
	errNoneOpen = fault.New(fault.Conflict,
		"There is no open invitation to withdraw. It was already accepted or withdrawn.")
	errExpired     = fault.New(fault.Invalid, "This invitation has expired. Ask for a new one.")
	errUnconfirmed = fault.New(fault.Invalid,
		"This role can read pay, so finance must confirm the invitation first. Open the link again after that.")
)

// refusal says why an invitation can no longer be accepted, if that is so.
func (i Invitation) refusal(now time.Time) error {
	switch {
	case i.RevokedAt != nil:
		return errRevoked
	case i.AcceptedAt != nil:
		return errUsed
	case !now.Before(i.ExpiresAt):
		return errExpired
	case i.Opens && i.Confirmed == nil:
		return errUnconfirmed
	}
	return nil
}

// Invite makes an invitation for a member and the token of its mail, which goes to the invitation's Email; earlier ones
// for the member no longer work. Who can sign in already is a Conflict. Where pay can be read from the seat, the
// invitation works once somebody else confirms it.
func Invite(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID,
	email string) (token string, inv Invitation, err error) {
	if err := mayAdmit(ctx, tx, memberID); err != nil {
		return "", Invitation{}, err
	}
	if email, err = ParseEmail(email); err != nil {
		return "", Invitation{}, err
	}
	if err := refuseInsider(ctx, tx, memberID, email); err != nil {
		return "", Invitation{}, err
	}
	if _, err := revokeInvitations(ctx, tx, memberID); err != nil {
		return "", Invitation{}, err
	}
	token, digest := newToken()
	id := uuid.Must(uuid.NewV7())
	if err := insertInvitation(ctx, tx, id, memberID, email, digest); err != nil {
		return "", Invitation{}, err
	}
	if err := audit.Record(ctx, tx, "invited", "member", memberID.String(),
		map[string]string{"email": email}); err != nil {
		return "", Invitation{}, err
	}
	inv, err = invitationByDigest(ctx, tx, digest)
	return token, inv, err
}

// refuseInsider answers Conflict where the member, or the address as another member, can sign in already.
func refuseInsider(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID, email string) error {
	member, address, err := insiders(ctx, tx, memberID, email)
	switch {
	case err != nil:
		return err
	case member:
		return fault.New(fault.Conflict, "This member can already sign in.")
	case address:
		return fault.New(fault.Conflict, fmt.Sprintf("%s already signs in as another member.", email))
	}
	return nil
}

// Invitations lists those that can still be accepted, the latest first.
func Invitations(ctx context.Context, tx *tenant.Tx) ([]Invitation, error) {
	if err := tx.Require(tenant.ManageMembers); err != nil {
		return nil, err
	}
	return openInvitations(ctx, tx)
}

// Revoke withdraws what a member was sent: the link in the letter no longer works. It is a Conflict where no invitation
// is open, so that nobody believes to have kept out somebody who has accepted meanwhile.
func Revoke(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) error {
	if err := mayAdmit(ctx, tx, memberID); err != nil {
		return err
	}
	withdrawn, err := revokeInvitations(ctx, tx, memberID)
	if err != nil {
		return err
	}
	if len(withdrawn) == 0 {
		return errNoneOpen
	}
	return recordWithdrawal(ctx, tx, memberID, withdrawn)
}

func recordWithdrawal(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID, emails []string) error {
	return audit.Record(ctx, tx, "withdrew", "invitation", memberID.String(),
		map[string]string{"email": strings.Join(emails, ", ")})
}

// FindInvitation reads the invitation of a token for the page that shows it. NotFound: it is none of this
// organisation's; Invalid: it has been used, withdrawn, or is too old.
func FindInvitation(ctx context.Context, db *tenant.DB, org tenant.Organisation, token string) (Invitation, error) {
	inv, err := lookUp(ctx, db, org, token)
	if err != nil {
		return Invitation{}, err
	}
	if err := inv.refusal(db.Now()); err != nil {
		return Invitation{}, err
	}
	return inv, nil
}

func lookUp(ctx context.Context, db *tenant.DB, org tenant.Organisation, token string) (inv Invitation, err error) {
	err = db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		inv, err = invitationByDigest(ctx, tx, digestOf(token))
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return Invitation{}, errNoInvitation
	}
	return inv, err
}
