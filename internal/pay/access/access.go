// Package access stores grants that let a member read everybody's pay although their role does not: who was granted it
// by finance, and why.
package access

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

// mostLetters is how many letters the reason of a grant has.
const mostLetters = 2000

// Access is a grant that lets a member read everybody's pay although their role does not.
type Access struct {
	MemberID  uuid.UUID
	Reason    string
	GrantedBy *uuid.UUID
	KnownAt   time.Time
}

// List lists the members with a grant to read everybody's pay.
func List(ctx context.Context, tx *tenant.Tx) ([]Access, error) {
	all, err := tenant.List[Access](ctx, tx, `SELECT g.member_id, g.reason, g.granted_by, g.known_at
		FROM app.pay_grants g
		WHERE g.tenant_id = @tenant AND g.replaced_at = 'infinity' ORDER BY g.known_at, g.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("access: access: %w", err)
	}
	return all, nil
}

// Grant lets a member read everybody's pay from now on. Nobody grants it to themselves.
func Grant(ctx context.Context, tx *tenant.Tx, member uuid.UUID, reason string) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	switch {
	case tx.Is(member):
		return fault.New(fault.Forbidden, "You cannot grant yourself access to pay. Somebody else must.")
	case strings.TrimSpace(reason) == "":
		return fault.On("reason", "Enter a reason. It is stored with the grant.")
	}
	if err := fault.Within("reason", reason, mostLetters); err != nil {
		return err
	}
	if _, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT m.id FROM app.members m
		WHERE m.tenant_id = @tenant AND m.id = @id`, tenant.Args{"id": member}); err != nil {
		return err
	}
	now, by := tx.Now(), tx.By()
	_, err := tx.Exec(ctx, `INSERT INTO app.pay_grants (tenant_id, id, member_id, reason, granted_by, known_at)
		VALUES (@tenant, @id, @member, @reason, @by, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": member, "reason": reason, "by": by, "now": now})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "This member can already read pay.")
	}
	if err != nil {
		return fmt.Errorf("access: grant: %w", err)
	}
	return audit.Record(ctx, tx, "granted access to "+
		"pay", "member", member.String(), map[string]string{"reason": reason})
}

// Withdraw ends a member's grant.
func Withdraw(ctx context.Context, tx *tenant.Tx, member uuid.UUID) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	now, by := tx.Now(), tx.By()
	n, err := tx.Exec(ctx, `UPDATE app.pay_grants SET replaced_at = @now, replaced_by = @by
		WHERE tenant_id = @tenant AND member_id = @member AND replaced_at = 'infinity'`,
		tenant.Args{"now": now, "by": by, "member": member})
	if err != nil {
		return fmt.Errorf("access: withdraw: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "This member has no such grant.")
	}
	return audit.Record(ctx, tx, "withdrew access to pay", "member", member.String(), nil)
}
