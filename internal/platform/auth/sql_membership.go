package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// insertMembership answers false where the user or the member has a membership already.
func insertMembership(ctx context.Context, tx *tenant.Tx, userID, memberID uuid.UUID) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO auth.memberships (user_id, tenant_id, member_id) VALUES (@user, @tenant, @member) ON CONFLICT DO NOTHING`,
		tenant.Args{"user": userID, "member": memberID})
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "23503" {
		return false, fault.New(fault.NotFound, "There is no such account.")
	}
	if err != nil {
		return false, fmt.Errorf("auth: join: %w", err)
	}
	return n > 0, nil
}

func deleteMembership(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) (int64, error) {
	n, err := tx.Exec(ctx, `DELETE FROM auth.memberships WHERE tenant_id = @tenant AND member_id = @member`, tenant.Args{"member": memberID})
	if err != nil {
		return 0, fmt.Errorf("auth: leave: %w", err)
	}
	return n, nil
}

func isMember(ctx context.Context, tx *tenant.Tx, userID, memberID uuid.UUID) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM auth.memberships
		WHERE tenant_id = @tenant AND user_id = @user AND member_id = @member)`, tenant.Args{"user": userID, "member": memberID})
}

// lockMember holds a member of the organisation until the transaction ends, or answers NotFound.
func lockMember(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) error {
	_, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT id FROM app.members WHERE tenant_id = @tenant AND id = @member FOR UPDATE`,
		tenant.Args{"member": memberID})
	return err
}

// willBeAdmin tells whether a member is an admin today or on a later day.
func willBeAdmin(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.assignments WHERE tenant_id = @tenant AND member_id = @member
		AND role = 'admin' AND replaced_at = 'infinity' AND valid_to > @today)`, tenant.Args{"member": memberID, "today": tx.Today()})
}

// Addresses are those that sign in as the members who have an account, whatever the source says of them.
func Addresses(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]string, error) {
	type row struct {
		MemberID uuid.UUID
		Email    string
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT m.member_id, u.email FROM auth.memberships m JOIN auth.users u ON u.id = m.user_id WHERE m.tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("auth: addresses: %w", err)
	}
	all := map[uuid.UUID]string{}
	for _, r := range rows {
		all[r.MemberID] = r.Email
	}
	return all, nil
}

// WithAccess tells which members have an account to sign in with, for the list of members.
func WithAccess(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]bool, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT member_id FROM auth.memberships WHERE tenant_id = @tenant`, nil)
	have := map[uuid.UUID]bool{}
	for _, id := range ids {
		have[id] = true
	}
	return have, err
}
