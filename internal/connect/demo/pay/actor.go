package pay

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
)

// as has somebody do something at the present moment of the work.
func (p *filling) as(ctx context.Context, who tenant.Actor, fn func(*tenant.Tx) error) error {
	return p.db.Update(ctx, who, fn)
}

// office is the first active member with a role, or the system where there is none.
func (p *filling) office(role tenant.Role) tenant.Actor {
	for _, m := range p.roster.Members {
		if m.Role == role && m.Active {
			return p.member(m.ID)
		}
	}
	return p.system
}

// member is a member as they are today.
func (p *filling) member(id uuid.UUID) tenant.Actor {
	m, _ := p.roster.Find(id)
	return tenant.Actor{TenantID: p.system.TenantID, MemberID: m.ID, Role: m.Role}
}

// approver is who puts a member's statement into a state: the manager above, for the first approval, and else finance.
func (p *filling) approver(id uuid.UUID, to statement.State) tenant.Actor {
	if m, _ := p.roster.Find(id); to == statement.ManagerApproved && m.Active && m.ManagerID != nil {
		if above := p.member(*m.ManagerID); above.Role == tenant.Manager {
			return above
		}
	}
	return p.office(tenant.Finance)
}

// move leads a run's statements on, those that could not be calculated left where they are.
func (p *filling) move(ctx context.Context, run payrun.Run, to statement.State) error {
	by := map[tenant.Actor][]statement.Statement{}
	err := p.update(ctx, func(tx *tenant.Tx) error {
		all, err := statement.List(ctx, tx, statement.Filter{Run: &run.ID})
		for _, s := range all {
			if s.Problem == "" && s.Calculation != nil {
				who := p.approver(s.MemberID, to)
				by[who] = append(by[who], s)
			}
		}
		return err
	})
	for who, some := range by {
		if err != nil {
			return err
		}
		err = p.as(ctx, who, func(tx *tenant.Tx) error {
			for _, s := range some {
				if err := approval.Move(ctx, tx, s.ID, to, s.StateNumber, ""); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return err
}
