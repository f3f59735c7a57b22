// Package activity owns what was done with buyers: calls, e-mails, meetings, tasks.
package activity

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Kind is the sort of activity.
type Kind string

// The kinds; a source's other words are Other.
const (
	Call    Kind = "call"
	Email   Kind = "email"
	Meeting Kind = "meeting"
	Task    Kind = "task"
	Other   Kind = "other"
)

// Activity is one thing done with a buyer, or planned where Done is false.
type Activity struct {
	ID        uuid.UUID
	Kind      Kind
	Subject   string
	OccursOn  period.Date
	Done      bool
	MemberID  *uuid.UUID
	CreatedAt time.Time
	About     string // the opportunity, where it was asked for those of an account or a person
}

// OfOpportunity lists an opportunity's activities as known at a moment (the zero time: now), newest first, at most
// limit.
func OfOpportunity(ctx context.Context, tx *tenant.Tx, opportunityID uuid.UUID, asOf time.Time,
	limit int) ([]Activity, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	return tenant.List[Activity](ctx, tx, `SELECT id, kind, subject, occurs_on, done, member_id, created_at,
		'' AS about FROM app.activities
		WHERE tenant_id = @tenant AND opportunity_id = @opportunity AND created_at <= @known
		AND (deleted_at IS NULL OR deleted_at > @known)
		ORDER BY occurs_on DESC, created_at DESC, id DESC LIMIT @limit`,
		tenant.Args{"opportunity": opportunityID, "known": asOf, "limit": limit})
}

// OfAccount lists the activities with an account as known at a moment (the zero time: now), newest first, at most
// limit; of those about an opportunity only those that the actor sees.
func OfAccount(ctx context.Context, tx *tenant.Tx, account uuid.UUID, asOf time.Time, limit int) ([]Activity, error) {
	return about(ctx, tx, "(v.account_id = @id OR o.account_id = @id)", account, asOf, limit)
}

// OfContact lists the activities with a person, as OfAccount does.
func OfContact(ctx context.Context, tx *tenant.Tx, contact uuid.UUID, asOf time.Time, limit int) ([]Activity, error) {
	return about(ctx, tx, "v.contact_id = @id", contact, asOf, limit)
}

func about(ctx context.Context, tx *tenant.Tx, of string, id uuid.UUID, asOf time.Time, limit int) ([]Activity,
	error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	members, all := tx.Visible()
	found, err := tenant.List[Activity](ctx, tx, `SELECT v.id, v.kind, v.subject, v.occurs_on, v.done, v.member_id,
		v.created_at, coalesce(o.name, '') AS about
		FROM app.activities v LEFT JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = v.opportunity_id
		WHERE v.tenant_id = @tenant AND `+of+` AND v.created_at <= @known
		AND (v.deleted_at IS NULL OR v.deleted_at > @known)
		AND (o.id IS NULL OR @all OR o.owner_id = ANY(@members::uuid[]))
		ORDER BY v.occurs_on DESC, v.created_at DESC, v.id DESC LIMIT @limit`,
		tenant.Args{"id": id, "known": asOf, "limit": limit, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("activity: about: %w", err)
	}
	return found, nil
}

// Tally counts what a member did in some days, by kind.
type Tally struct {
	MemberID uuid.UUID
	Kind     Kind
	Count    int64
}

// Count tallies the done activities of members (nil: everybody that the actor sees) in [from, to), as known at a
// moment.
func Count(ctx context.Context, tx *tenant.Tx, members []uuid.UUID, from, to period.Date,
	asOf time.Time) ([]Tally, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	if members == nil {
		members, _ = tx.Visible()
	}
	tallies, err := tenant.List[Tally](ctx, tx, `SELECT member_id, kind, count(*) FROM app.activities
		WHERE tenant_id = @tenant AND occurs_on >= @from AND occurs_on < @to AND done AND created_at <= @known
		AND (deleted_at IS NULL OR deleted_at > @known) AND member_id IS NOT NULL
		  AND (@members::uuid[] IS NULL OR member_id = ANY(@members::uuid[]))
		GROUP BY member_id, kind`, tenant.Args{"from": from, "to": to, "known": asOf, "members": members})
	if err != nil {
		return nil, fmt.Errorf("activity: count: %w", err)
	}
	return tallies, nil
}

// Imported is an activity as a source has it.
type Imported struct {
	ID            uuid.UUID
	ExternalID    string
	OpportunityID *uuid.UUID
	AccountID     *uuid.UUID
	ContactID     *uuid.UUID
	MemberID      *uuid.UUID
	Kind          string
	Subject       string
	OccursOn      period.Date
	Done          bool
	Custom        string // JSON object of the source's other columns
	CreatedAt     time.Time
	ModifiedAt    *time.Time // nil: the source does not say
	DeletedAt     *time.Time
	Hash          int64
}

const importActivities = `INSERT INTO app.activities AS c (tenant_id, id, external_id, opportunity_id, account_id,
		contact_id, member_id, kind, subject, occurs_on, done, custom, created_at, source_modified_at, deleted_at,
		source_hash)
	SELECT t.tenant_id, x.* FROM app.tenants t
	CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @opportunity_id::uuid[], @account_id::uuid[],
		@contact_id::uuid[], @member_id::uuid[], @kind::text[], @subject::text[], @occurs_on::date[], @done::bool[],
		@custom::text[]::jsonb[], @created_at::timestamptz[], @modified_at::timestamptz[], @deleted_at::timestamptz[],
		@hash::bigint[]) x
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, external_id) DO UPDATE SET opportunity_id = excluded.opportunity_id,
	account_id = excluded.account_id,
		contact_id = excluded.contact_id, member_id = excluded.member_id, kind = excluded.kind,
		subject = excluded.subject,
		occurs_on = excluded.occurs_on, done = excluded.done, custom = excluded.custom,
		source_modified_at = excluded.source_modified_at, deleted_at = excluded.deleted_at,
		source_hash = excluded.source_hash
	WHERE c.source_hash <> excluded.source_hash OR c.source_modified_at IS DISTINCT FROM excluded.source_modified_at
	RETURNING xmax = 0`

const imported = `SELECT id, coalesce(external_id, '') AS external_id, opportunity_id, account_id, contact_id,
	member_id, kind, subject, occurs_on, done, custom::text, created_at, source_modified_at AS modified_at,
	deleted_at, source_hash AS hash
	FROM app.activities WHERE tenant_id = @tenant AND `

// Known is the activities of some of the source's keys as they are here.
func Known(ctx context.Context, tx *tenant.Tx, keys []string) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, imported+`external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("activity: known: %w", err)
	}
	return found, nil
}

// Import takes activities from a source; keys within one call are distinct.
func Import(ctx context.Context, tx *tenant.Tx, rows []Imported) (tenant.Outcome, error) {
	out, err := tenant.Upsert(ctx, tx, importActivities, rows)
	if err != nil {
		return out, fmt.Errorf("activity: import: %w", err)
	}
	return out, nil
}

// Present is some activities as they are here; locked so that nobody else changes them until the transaction ends.
func Present(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, locked bool) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, imported+`id = ANY(@ids) ORDER BY id`+tenant.ForUpdate(locked),
		tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("activity: present: %w", err)
	}
	return found, nil
}

// Reset gives activities back what they were before an import.
func Reset(ctx context.Context, tx *tenant.Tx, _, is []Imported, _ time.Time) error {
	if _, err := tenant.Upsert(ctx, tx, importActivities, is); err != nil {
		return fmt.Errorf("activity: reset: %w", err)
	}
	return nil
}

// Move gives the activities of a company or a person to what the source merged it into.
func Move(ctx context.Context, tx *tenant.Tx, from, into uuid.UUID) error {
	for _, sql := range []string{
		`UPDATE app.activities SET account_id = @into WHERE tenant_id = @tenant AND account_id = @from`,
		`UPDATE app.activities SET contact_id = @into WHERE tenant_id = @tenant AND contact_id = @from`,
	} {
		if _, err := tx.Exec(ctx, sql, tenant.Args{"from": from, "into": into}); err != nil {
			return fmt.Errorf("activity: move: %w", err)
		}
	}
	return nil
}
