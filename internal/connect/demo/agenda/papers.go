package agenda

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
)

// papers puts the notes of a call and the link of a proposal to an opportunity, in its owner's name.
func papers(ctx context.Context, db *tenant.DB, org tenant.Organisation, m member.Member, about uuid.UUID) error {
	me := tenant.Actor{TenantID: org.TenantID, MemberID: m.ID, Role: m.Role}
	return db.Update(ctx, me, func(tx *tenant.Tx) error {
		o, err := opportunity.Get(ctx, tx, about, time.Time{})
		if err != nil {
			return err
		}
		on := journal.Record{Object: command.Opportunity, ID: about}
		text := fmt.Sprintf("Discovery call: %s\n\nThey compare three suppliers and decide with their finance team.\n"+
			"Next: a proposal with prices for one and for three years.\n", o.Name)
		if err := journal.AttachFile(ctx, tx, on,
			attachment.File{Name: "Discovery call.txt", Body: strings.NewReader(text)}); err != nil {
			return err
		}
		return journal.AttachLink(ctx, tx, on, attachment.Link{Title: "Proposal, first draft",
			URL: "https://drive.example.com/proposals/" + o.ExternalID})
	})
}
