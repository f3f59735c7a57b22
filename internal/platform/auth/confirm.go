package auth

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Unconfirmed lists the invitations to seats from which pay can be read that wait for somebody in finance, the latest
// first.
func Unconfirmed(ctx context.Context, tx *tenant.Tx) ([]Invitation, error) {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return nil, err
	}
	open, err := openInvitations(ctx, tx)
	return slices.DeleteFunc(open, func(i Invitation) bool { return !i.Opens || i.Confirmed != nil }), err
}

// Confirm lets an invitation that waits be accepted. Whoever manages members gives seats, and whoever manages pay says
// that the address is the right person's, so that nobody comes to see pay by one hand alone.
func Confirm(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	waiting, err := Unconfirmed(ctx, tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(waiting, func(i Invitation) bool { return i.ID == id })
	if at < 0 {
		return fault.New(fault.NotFound, "This invitation no longer needs confirmation.")
	}
	if by := waiting[at].InvitedBy; by != nil && tx.Is(*by) {
		return fault.New(fault.Forbidden, "You cannot confirm an invitation that you sent. Somebody else must.")
	}
	if err := confirm(ctx, tx, id); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "confirmed invitation", "member", waiting[at].MemberID.String(),
		map[string]string{"email": waiting[at].Email})
}
