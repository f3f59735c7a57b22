package journal

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/mention"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/record/opportunity"
)

// Heard is what became of the mentions of a note.
type Heard struct {
	Told    []string // the names of those who are told
	Blind   []string // of those who do not see the record and are not told
	Unclear []string // first names that several have
}

// Says is what the author should know, as sentences that follow another one; empty: nothing.
func (h Heard) Says() string {
	said := ""
	if len(h.Told) > 0 {
		said += " Notified: " + strings.Join(h.Told, ", ") + "."
	}
	if len(h.Blind) > 0 {
		said += " Not notified, because they cannot see this record: " + strings.Join(h.Blind, ", ") + "."
	}
	if len(h.Unclear) > 0 {
		said += " Several people are called " + strings.Join(h.Unclear, " and ") +
			", so nobody was notified. Write the whole name."
	}
	return said
}

// tell remembers whom a note mentions and tells those among them who see the record.
func tell(ctx context.Context, tx *tenant.Tx, about audience.Record, written uuid.UUID, body string) (h Heard,
	err error) {
	if !strings.Contains(body, "@") {
		return h, nil
	}
	members, err := audience.Members(ctx, tx)
	if err != nil {
		return h, err
	}
	found, unclear := mention.Find(body, members)
	h.Unclear = unclear
	if err := mention.Keep(ctx, tx, written, found); err != nil {
		return h, err
	}
	ids := make([]uuid.UUID, len(found))
	for i, m := range found {
		ids[i] = m.MemberID
	}
	blind, err := notification.Tell(ctx, tx, ids,
		notification.Told{Kind: notification.Mention, Record: about, Subject: written})
	for _, m := range members {
		switch {
		case slices.Contains(blind, m.ID):
			h.Blind = append(h.Blind, m.Name)
		case slices.Contains(ids, m.ID) && !tx.Is(m.ID):
			h.Told = append(h.Told, m.Name)
		}
	}
	return h, err
}

// HandOver gives an opportunity to another owner, as opportunity.Transfer does, and tells them.
func HandOver(ctx context.Context, tx *tenant.Tx, id, owner uuid.UUID, saw *string) (uuid.UUID, error) {
	made, err := opportunity.Transfer(ctx, tx, id, owner, saw)
	if err != nil || made == uuid.Nil {
		return made, err
	}
	_, err = notification.Tell(ctx, tx, []uuid.UUID{owner}, notification.Told{Kind: notification.Handed,
		Record: audience.Record{Object: note.Opportunity, ID: id}, Subject: id})
	return made, err
}
