package member

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// mayBecome keeps administrators to themselves: who is none makes none and changes none, and nobody changes their own
// role, so that one always stays. The empty role is that of somebody who leaves. A member who is not there is NotFound.
func mayBecome(ctx context.Context, tx *tenant.Tx, id uuid.UUID, role tenant.Role) error {
	if tx.Is(id) && role != tx.Actor().Role {
		return fault.On("role", "You cannot change your own role. Ask another administrator.")
	}
	there, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.members
			WHERE tenant_id = @tenant AND id = @id)`, tenant.Args{"id": id})
	if err != nil {
		return err
	}
	if !there {
		return fault.New(fault.NotFound, "There is no such member.")
	}
	if opens, err := opensPay(ctx, tx, id, role); err != nil || opens {
		return cmp.Or(err,
			fault.On("role",
				"This role can read pay. End the member's access and invite them again; finance then confirms the "+
					"invitation."))
	}
	if trusted(tx) {
		return nil
	}
	if role == tenant.Admin {
		return fault.On("role", "Only an administrator can appoint an administrator.")
	}
	if admin, err := administers(ctx, tx, id); err != nil || !admin {
		return err
	}
	return fault.New(fault.Invalid, "Only an administrator can change an administrator's role.")
}

// opensPay tells that a role would let somebody who can sign in read everybody's pay, and that the actor does not
// manage pay: such a seat is only taken by an invitation that finance confirms. Where nobody is paid yet, every seat is
// free.
func opensPay(ctx context.Context, tx *tenant.Tx, id uuid.UUID, role tenant.Role) (bool, error) {
	if !role.May(tenant.ReadAllPay) || tx.Actor().Role.May(tenant.ManagePay) {
		return false, nil
	}
	// Whoever accepts an invitation to the seat at this moment is done before, or finds what it has become.
	if _, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT id FROM app.members
		WHERE tenant_id = @tenant AND id = @id FOR UPDATE`, tenant.Args{"id": id}); err != nil {
		return false, err
	}
	if was, err := RoleOf(ctx, tx, id); err != nil || was.May(tenant.ReadAllPay) && !role.May(tenant.ManagePay) ||
		was == role {
		return false, err
	}
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM auth.memberships
			WHERE tenant_id = @tenant AND member_id = @id)
		AND EXISTS (SELECT 1 FROM app.commission_runs WHERE tenant_id = @tenant)`, tenant.Args{"id": id})
}

// trusted tells that the actor may make and change administrators.
func trusted(tx *tenant.Tx) bool {
	return tx.Actor().Role == tenant.Admin || tx.Actor().Role == tenant.System
}

// guarded tells that an import must leave a member alone: an administrator, or whoever imports.
func guarded(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (bool, error) {
	if trusted(tx) {
		return false, nil
	}
	if tx.Is(id) {
		return true, nil
	}
	return administers(ctx, tx, id)
}

// administers tells whether a member is an administrator today or will be.
func administers(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (bool, error) {
	rows, err := Assignments(ctx, tx, id)
	if err != nil {
		return false, err
	}
	for _, was := range rows {
		if was.Role == tenant.Admin && (was.ValidTo.IsZero() || was.ValidTo > tx.Today()) {
			return true, nil
		}
	}
	return false, nil
}

// RoleOf is a member's role today; a member without an assignment has none.
func RoleOf(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (tenant.Role, error) {
	rows, err := tenant.Values[tenant.Role](ctx, tx, `SELECT role FROM app.assignments
		WHERE tenant_id = @tenant AND member_id = @id
		AND valid_from <= @today AND valid_to > @today AND replaced_at = 'infinity'`,
		tenant.Args{"id": id, "today": tx.Today()})
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0], nil
}
