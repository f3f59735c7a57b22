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
	n, err := tx.Exec(ctx, `INSERT INTO auth.memberships (user_id, tenant_id, member_id)
		VALUES (@user, @tenant, @member) ON CONFLICT DO NOTHING`,
		tenant.Args{"user": userID, "member": memberID})
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "23503" {
		return false, fault.New(fault.NotFound, "There is no such account.")
	}
	if err != nil {
		return false, fmt.Errorf("auth: join: %w", err)
	}
	return n > 0, nil
}

// deleteMembership answers with the address of the account that signed in as the member; with none where there was
// none.
func deleteMembership(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) ([]string, error) {
	emails, err := tenant.Values[string](ctx, tx, `DELETE FROM auth.memberships m USING auth.users u
		WHERE m.tenant_id = @tenant AND m.member_id = @member AND u.id = m.user_id RETURNING u.email`,
		tenant.Args{"member": memberID})
	if err != nil {
		return nil, fmt.Errorf("auth: leave: %w", err)
	}
	return emails, nil
}

// lastEnding is NotFound for a member who can sign in, and for one who never could.
func lastEnding(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) (Ending, error) {
	return tenant.One[Ending](ctx, tx, `SELECT * FROM (
			SELECT a.at, a.member_id AS ended_by, coalesce(a.detail ->> 'email', (SELECT i.email FROM app.invitations i
				WHERE i.tenant_id = @tenant AND i.member_id = @member AND i.accepted_at <= a.at
				ORDER BY i.accepted_at DESC, i.id DESC LIMIT 1),
				'') AS email -- earlier versions did not note the address
			FROM app.audit_log a WHERE a.tenant_id = @tenant AND a.action = 'removed access'
			AND a.object_id = @member::text
			AND NOT EXISTS (SELECT 1 FROM auth.memberships m WHERE m.tenant_id = @tenant AND m.member_id = @member)
			ORDER BY a.at DESC, a.id DESC LIMIT 1) AS last
		WHERE email <> ''`, tenant.Args{"member": memberID})
}

func isMember(ctx context.Context, tx *tenant.Tx, userID, memberID uuid.UUID) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM auth.memberships
		WHERE tenant_id = @tenant AND user_id = @user AND member_id = @member)`,
		tenant.Args{"user": userID, "member": memberID})
}

// lockMember holds a member of the organisation until the transaction ends, or answers NotFound.
func lockMember(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) error {
	_, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT id FROM app.members
		WHERE tenant_id = @tenant AND id = @member FOR UPDATE`,
		tenant.Args{"member": memberID})
	return err
}

// willBeAdmin tells whether a member is an admin today or on a later day.
func willBeAdmin(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.assignments
			WHERE tenant_id = @tenant AND member_id = @member
		AND role = 'admin' AND replaced_at = 'infinity' AND valid_to > @today)`,
		tenant.Args{"member": memberID, "today": tx.Today()})
}

// Addresses are those that sign in as the members who have an account, whatever the source says of them.
func Addresses(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]string, error) {
	type row struct {
		MemberID uuid.UUID
		Email    string
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT m.member_id, u.email FROM auth.memberships m
		JOIN auth.users u ON u.id = m.user_id WHERE m.tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("auth: addresses: %w", err)
	}
	all := map[uuid.UUID]string{}
	for _, r := range rows {
		all[r.MemberID] = r.Email
	}
	return all, nil
}

// Disabled tells which members have an account that the operator of the installation has disabled, for the list of
// members.
func Disabled(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]bool, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT m.member_id FROM auth.memberships m
		JOIN auth.users u ON u.id = m.user_id
		WHERE m.tenant_id = @tenant AND u.disabled_at IS NOT NULL`, nil)
	shut := map[uuid.UUID]bool{}
	for _, id := range ids {
		shut[id] = true
	}
	return shut, err
}

// WithAccess tells which members have an account to sign in with, for the list of members.
func WithAccess(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]bool, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT member_id FROM auth.memberships WHERE tenant_id = @tenant`,
		nil)
	have := map[uuid.UUID]bool{}
	for _, id := range ids {
		have[id] = true
	}
	return have, err
}
