package statement

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

// Access is that a member may read everybody's pay although their role does not say so.
type Access struct {
	MemberID  uuid.UUID
	Reason    string
	GrantedBy *uuid.UUID
	KnownAt   time.Time
}

// Accesses lists who was granted to read pay.
func Accesses(ctx context.Context, tx *tenant.Tx) ([]Access, error) {
	all, err := tenant.List[Access](ctx, tx, `SELECT g.member_id, g.reason, g.granted_by, g.known_at FROM app.pay_grants g
		WHERE g.tenant_id = @tenant AND g.replaced_at = 'infinity' ORDER BY g.known_at, g.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("statement: access: %w", err)
	}
	return all, nil
}

// GrantPay lets a member read everybody's pay from now on. Nobody grants it to themselves.
func GrantPay(ctx context.Context, tx *tenant.Tx, member uuid.UUID, reason string) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	switch {
	case tx.Actor().MemberID == member:
		return fault.New(fault.Forbidden, "Somebody else grants you to read pay.")
	case strings.TrimSpace(reason) == "":
		return fault.On("reason", "Say why: the grant is kept with its reason.")
	}
	if err := fault.Within("reason", reason, mostSaid); err != nil {
		return err
	}
	if _, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT m.id FROM app.members m WHERE m.tenant_id = @tenant AND m.id = @id`, tenant.Args{"id": member}); err != nil {
		return err
	}
	now, by := stamp(tx)
	_, err := tx.Exec(ctx, `INSERT INTO app.pay_grants (tenant_id, id, member_id, reason, granted_by, known_at) VALUES (@tenant, @id, @member, @reason, @by, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": member, "reason": reason, "by": by, "now": now})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "They may read pay already.")
	}
	if err != nil {
		return fmt.Errorf("statement: grant: %w", err)
	}
	return audit.Record(ctx, tx, "granted to read pay", "member", member.String(), map[string]string{"reason": reason})
}

// WithdrawPay takes the grant away.
func WithdrawPay(ctx context.Context, tx *tenant.Tx, member uuid.UUID) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	now, by := stamp(tx)
	n, err := tx.Exec(ctx, `UPDATE app.pay_grants SET replaced_at = @now, replaced_by = @by WHERE tenant_id = @tenant AND member_id = @member AND replaced_at = 'infinity'`,
		tenant.Args{"now": now, "by": by, "member": member})
	if err != nil {
		return fmt.Errorf("statement: withdraw: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "They have no such grant.")
	}
	return audit.Record(ctx, tx, "took back to read pay", "member", member.String(), nil)
}
