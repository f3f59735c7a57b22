package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/platform/tenant"
)

// memberships are a user's; those of a disabled user, which open nothing, only where they are asked for.
func memberships(ctx context.Context, q querier, userID uuid.UUID, disabled bool) ([]Membership, error) {
	rows, err := q.Query(ctx, `SELECT o.tenant_id, o.slug, o.name, m.member_id FROM auth.memberships m
		JOIN auth.organisations o ON o.tenant_id = m.tenant_id JOIN auth.users u ON u.id = m.user_id
		WHERE m.user_id = @user AND (@disabled OR u.disabled_at IS NULL) ORDER BY o.name, o.slug`,
		pgx.StrictNamedArgs{"user": userID, "disabled": disabled})
	if err != nil {
		return nil, fmt.Errorf("auth: memberships: %w", err)
	}
	places, err := pgx.CollectRows(rows, pgx.RowToStructByName[Membership])
	if err != nil {
		return nil, fmt.Errorf("auth: memberships: %w", err)
	}
	return places, nil
}

// seatsOf finds the role that each membership leads to on its organisation's today, and leaves out those without one.
// There is no actor yet whose transaction it could be, so it says itself to Postgres which organisation it looks into;
// the statements travel together because this runs for each request.
func seatsOf(ctx context.Context, pool *pgxpool.Pool, places []Membership, now time.Time) ([]Seat, error) {
	if len(places) == 0 {
		return nil, nil
	}
	var seats []Seat
	batch := &pgx.Batch{}
	batch.Queue(`BEGIN READ ONLY`)
	for _, place := range places {
		seat := Seat{Organisation: place.Organisation,
			Actor: tenant.Actor{TenantID: place.TenantID, MemberID: place.MemberID}}
		batch.Queue(`SELECT app.set_ctx($1, $2, 'system')`, place.TenantID, place.MemberID)
		batch.Queue(`SELECT m.name, a.role, t.number_format FROM app.tenants t
			JOIN app.members m ON m.tenant_id = @tenant AND m.id = @member
			JOIN app.assignments a ON a.tenant_id = @tenant AND a.member_id = m.id AND a.replaced_at = 'infinity'
				AND a.valid_from <= (@now::timestamptz AT TIME ZONE t.time_zone)::date
				AND a.valid_to > (@now::timestamptz AT TIME ZONE t.time_zone)::date
			WHERE t.tenant_id = @tenant ORDER BY a.valid_from DESC, a.known_at DESC LIMIT 1`,
			pgx.StrictNamedArgs{"tenant": place.TenantID, "member": place.MemberID, "now": now}).
			QueryRow(func(row pgx.Row) error {
				err := row.Scan(&seat.MemberName, &seat.Actor.Role, &seat.Numbers)
				if errors.Is(err, pgx.ErrNoRows) {
					return nil
				}
				seats = append(seats, seat)
				return err
			})
	}
	batch.Queue(`COMMIT`)
	if err := pool.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("auth: seats: %w", err)
	}
	return seats, nil
}
