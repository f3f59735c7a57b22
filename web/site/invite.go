package site

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
)

// Invite makes an invitation for a member and has its letter sent once that is committed.
func (s *Site) Invite(ctx context.Context, tx *tenant.Tx, id uuid.UUID, email string) error {
	token, inv, err := auth.Invite(ctx, tx, id, email)
	if err != nil {
		return err
	}
	org := VisitIn(ctx).Seat.Organisation
	link := s.Config.Link() + "/join/" + org.Slug + "/" + token
	letter := mail.Invitation(inv.Email, org.Name, link, inv.ExpiresAt.In(tx.Calendar().Location()))
	posted, err := mail.Queue(ctx, tx.Raw(), letter, tx.Now())
	if err != nil {
		return err
	}
	return s.Jobs.EnqueueMailIn(ctx, tx, posted)
}
