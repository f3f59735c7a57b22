package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

func insertInvitation(ctx context.Context, tx *tenant.Tx, id, memberID uuid.UUID, email string, digest []byte) error {
	var confirmed *time.Time
	if now := tx.Now(); tx.Actor().Role.May(tenant.ManagePay) {
		confirmed = &now
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.invitations (tenant_id, id, member_id, email, token_hash, invited_by,
			created_at, expires_at, confirmed_at)
		VALUES (@tenant, @id, @member, @email, @digest, @by, @now, @expires, @confirmed)`,
		tenant.Args{"id": id, "member": memberID, "email": email,
			"digest": digest, "by": tx.By(), "now": tx.Now(), "expires": tx.Now().Add(InvitationLife),
			"confirmed": confirmed})
	if err != nil {
		return fmt.Errorf("auth: invite: %w", err)
	}
	return nil
}

// revokeInvitations withdraws what a member was sent and did not accept, and answers with the addresses that it went
// to.
func revokeInvitations(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID) ([]string, error) {
	emails, err := tenant.Values[string](ctx, tx, `UPDATE app.invitations SET revoked_at = @now
		WHERE tenant_id = @tenant AND member_id = @member AND accepted_at IS NULL AND revoked_at IS NULL
		RETURNING email`,
		tenant.Args{"member": memberID, "now": tx.Now()})
	if err != nil {
		return nil, fmt.Errorf("auth: revoke: %w", err)
	}
	return emails, nil
}

// lockInvitation holds an invitation until the transaction ends, so that of two who accept it the second sees the
// first.
func lockInvitation(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT id FROM app.invitations
		WHERE tenant_id = @tenant AND id = @id FOR UPDATE`,
		tenant.Args{"id": id})
	return err
}

func markAccepted(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE app.invitations SET accepted_at = @now WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("auth: accept: %w", err)
	}
	return nil
}

// columns are an invitation with what its seat opens: others' pay by its role of today or later or by a grant, or by a
// confirmed line over them or pay that was stated before, locked or not, to another address than the one that had the
// seat last. Who had a seat before has nothing of what it became since. The tables of pay are read here and nowhere
// else in this room; to whom they are shut, opens says less. An organisation without a run pays nobody yet.
const columns = `i.id, i.member_id, m.name AS member_name, i.email, i.invited_by, i.created_at, i.expires_at,
	i.accepted_at, i.revoked_at, i.confirmed_at AS confirmed,
	EXISTS (SELECT 1 FROM auth.users u WHERE u.email = i.email AND u.password_hash <> '') AS has_account,
		EXISTS (SELECT 1 FROM app.commission_runs r WHERE r.tenant_id = @tenant)
		AND (EXISTS (SELECT 1 FROM app.assignments a WHERE a.tenant_id = @tenant AND a.member_id = i.member_id
			AND a.role = ANY(@roles)
				AND a.replaced_at = 'infinity' AND a.valid_to > @today)
			OR EXISTS (SELECT 1 FROM app.pay_grants g WHERE g.tenant_id = @tenant AND g.member_id = i.member_id
				AND g.replaced_at = 'infinity')
			OR (EXISTS (SELECT 1 FROM app.commission_statements p
				WHERE p.tenant_id = @tenant AND p.member_id = i.member_id)
				OR EXISTS (SELECT 1 FROM app.confirmed_lines l
					WHERE l.tenant_id = @tenant AND l.manager_id = i.member_id
					AND NOT EXISTS (SELECT 1 FROM app.line_ends n
						WHERE n.tenant_id = @tenant AND n.line_id = l.id AND n.ends_on <= @today)))
				AND NOT coalesce((SELECT e.email = i.email AND NOT EXISTS (SELECT 1
					FROM app.audit_log a -- who left before the pay was there has none of it
						WHERE a.tenant_id = @tenant AND a.at >= e.accepted_at AND a.action = 'removed access'
						AND a.object_id = i.member_id::text
						AND (EXISTS (SELECT 1 FROM app.commission_statements p
							WHERE p.tenant_id = @tenant AND p.member_id = i.member_id AND p.opened_at > a.at)
							OR EXISTS (SELECT 1 FROM app.confirmed_lines l
								WHERE l.tenant_id = @tenant AND l.manager_id = i.member_id AND l.confirmed_at > a.at)))
					FROM app.invitations e WHERE e.tenant_id = @tenant AND e.member_id = i.member_id
					AND e.accepted_at IS NOT NULL AND e.id <> i.id ORDER BY e.accepted_at DESC, e.id DESC LIMIT 1),
					false)) AS opens
	FROM app.invitations i JOIN app.members m ON m.tenant_id = @tenant AND m.id = i.member_id
	WHERE i.tenant_id = @tenant `

// payReaders are the roles that read everybody's pay.
func payReaders() (roles []string) {
	for _, role := range tenant.Roles {
		if role.May(tenant.ReadAllPay) {
			roles = append(roles, string(role))
		}
	}
	return roles
}

func invitationByDigest(ctx context.Context, tx *tenant.Tx, digest []byte) (Invitation, error) {
	return tenant.One[Invitation](ctx, tx, `SELECT `+columns+`AND i.token_hash = @digest`,
		tenant.Args{"digest": digest, "roles": payReaders(), "today": tx.Today()})
}

func openInvitations(ctx context.Context, tx *tenant.Tx) ([]Invitation, error) {
	return tenant.List[Invitation](ctx, tx, `SELECT `+columns+`AND i.accepted_at IS NULL AND i.revoked_at IS NULL
		AND i.expires_at > @now
		ORDER BY i.created_at DESC, i.id DESC`,
		tenant.Args{"now": tx.Now(), "roles": payReaders(), "today": tx.Today()})
}

func confirm(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE app.invitations SET confirmed_at = @now, confirmed_by = @by
		WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "now": tx.Now(), "by": tx.By()})
	if err != nil {
		return fmt.Errorf("auth: confirm: %w", err)
	}
	return nil
}

// insiders tells whether a member has an account, and whether an address has one as another member.
func insiders(ctx context.Context, tx *tenant.Tx, memberID uuid.UUID, email string) (member, address bool, err error) {
	type found struct{ Member, Address bool }
	got, err := tenant.One[found](ctx, tx, `SELECT coalesce(bool_or(m.member_id = @member), false) AS member,
		coalesce(bool_or(u.email = @email), false) AS address
		FROM auth.memberships m JOIN auth.users u ON u.id = m.user_id
		WHERE m.tenant_id = @tenant AND (m.member_id = @member OR u.email = @email)`,
		tenant.Args{"member": memberID, "email": email})
	return got.Member, got.Address, err
}
