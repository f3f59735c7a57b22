package pay

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
)

// disputes are two: one of a month ago that was granted in part, and one that waits for its answer. Each is about the
// first line of the last locked statement of a rep.
func (p *filling) disputes(ctx context.Context) error {
	found, err := p.disputed(ctx, 2)
	if err != nil || len(found) == 0 {
		return err
	}
	if len(found) > 1 {
		if err := p.resolve(ctx, found[1]); err != nil {
			return err
		}
	}
	_, err = p.open(ctx, found[0],
		"The customer signed for three years; the kicker for long contracts is missing here.")
	return err
}

// open opens a dispute about the first line of a statement.
func (p *filling) open(ctx context.Context, s statement.Statement, note string) (id uuid.UUID, err error) {
	line := 1
	claim := dispute.Claim{StatementID: s.ID, Line: &line, Note: note}
	if claimed := s.Payable / 4; claimed > 0 {
		claim.Claimed = &claimed
	}
	return id, p.as(ctx, p.member(s.MemberID), func(tx *tenant.Tx) (err error) {
		id, err = dispute.Open(ctx, tx, claim)
		return err
	})
}

// resolve is a dispute that operations look into and grant in part; finance approves what that adds to the next
// statement.
func (p *filling) resolve(ctx context.Context, s statement.Statement) error {
	id, err := p.open(ctx, s,
		"I brought this customer in together with a partner, whose discount was taken off my credit.")
	if err != nil {
		return err
	}
	granted := max(s.Payable/10, 1)
	ops := p.office(tenant.Ops)
	for number, word := range []struct {
		who tenant.Actor
		to  dispute.State
		dispute.Word
	}{
		{ops, dispute.NeedsInformation, dispute.Word{Note: "Which part of the discount was the partner's?"}},
		{p.member(s.MemberID), dispute.InReview, dispute.Word{Note: "Half of it, as the order form says."}},
		{ops, dispute.Partly, dispute.Word{Note: "Half of the discount is credited again.", Amount: &granted}},
	} {
		err := p.as(ctx, word.who, func(tx *tenant.Tx) error {
			return dispute.Say(ctx, tx, id, number+1, word.to,
				word.Word)
		})
		if err != nil {
			return err
		}
	}
	return p.as(ctx, p.office(tenant.Finance), func(tx *tenant.Tx) error {
		proposed, err := adjustment.List(ctx, tx, &s.MemberID)
		if err != nil || len(proposed) == 0 {
			return err
		}
		return adjustment.Decide(ctx, tx, proposed[0].ID, true, "As agreed in the dispute.")
	})
}

// disputed are the newest locked statements with lines of the first reps who have one, so many at most.
func (p *filling) disputed(ctx context.Context, most int) (found []statement.Statement, err error) {
	err = p.update(ctx, func(tx *tenant.Tx) error {
		for _, m := range p.roster.Members {
			if m.Role != tenant.Rep || !m.Active || len(found) == most {
				continue
			}
			s, err := lastLocked(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			if s != nil {
				found = append(found, *s)
			}
		}
		return nil
	})
	return found, err
}

// lastLocked is a member's newest locked statement with lines; nil: there is none.
func lastLocked(ctx context.Context, tx *tenant.Tx, member uuid.UUID) (*statement.Statement, error) {
	all, err := statement.List(ctx, tx, statement.Filter{Member: &member})
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		r, err := statement.Load(ctx, tx, s)
		if err != nil {
			return nil, err
		}
		if s.State.Closed() && len(r.Lines) > 0 {
			return &s, nil
		}
	}
	return nil, nil
}
