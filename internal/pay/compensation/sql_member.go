package compensation

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Assignments lists who is on which plan within [from, to), as known at a moment and as far as the actor may see it, by
// member and first day.
func Assignments(ctx context.Context, tx *tenant.Tx, from, to period.Date, known time.Time) ([]Assignment, error) {
	rows, err := tenant.List[Assignment](ctx, tx, `SELECT a.id, a.member_id, a.plan_id, a.valid_from, a.valid_to
		FROM app.plan_assignments a WHERE a.tenant_id = @tenant AND a.valid_from < @to AND a.valid_to > @from
		AND a.known_at <= @known AND a.replaced_at > @known
		ORDER BY a.member_id, a.valid_from`, tenant.Args{"from": from, "to": to, "known": known})
	if err != nil {
		return nil, fmt.Errorf("compensation: assignments: %w", err)
	}
	return rows, nil
}

// Assign puts a member on a plan from a day on, up to a day or without end, and replaces their plan on those days.
// Earlier assignments stay in the history.
func Assign(ctx context.Context, tx *tenant.Tx, a Assignment) error {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return err
	}
	if a.ValidFrom.IsZero() || !a.ValidTo.IsZero() && a.ValidTo <= a.ValidFrom {
		return fault.On("valid_from", "The last day of the assignment must be after the first.")
	}
	if tx.Is(a.MemberID) {
		return fault.New(fault.Forbidden, "You cannot assign your own plan. Somebody else must.")
	}
	if _, err := Get(ctx, tx, a.PlanID); err != nil {
		return err
	}
	if err := replace(ctx, tx, a); err != nil {
		return err
	}
	if err := insert(ctx, tx, a); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "assigned", "compensation plan", a.PlanID.String(),
		map[string]string{"member": a.MemberID.String(), "from": a.ValidFrom.String()})
}

// End ends a member's assignment: the given day is the first without the plan. NotFound if the member is not on the
// plan then or later.
func End(ctx context.Context, tx *tenant.Tx, member, plan uuid.UUID, on period.Date) error {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return err
	}
	if on.IsZero() {
		return fault.On("on", "Enter the first day after the assignment ends.")
	}
	if tx.Is(member) {
		return fault.New(fault.Forbidden, "You cannot assign your own plan. Somebody else must.")
	}
	if err := locked(ctx, tx, member); err != nil {
		return err
	}
	ended, err := tenant.List[Assignment](ctx, tx, `UPDATE app.plan_assignments a SET replaced_at = @now
		WHERE a.tenant_id = @tenant AND a.member_id = @member
		AND a.plan_id = @plan AND a.replaced_at = 'infinity' AND a.valid_to > @on
		RETURNING a.id, a.member_id, a.plan_id, a.valid_from, a.valid_to`,
		tenant.Args{"now": tx.Now(), "member": member, "plan": plan, "on": on})
	if err != nil {
		return fmt.Errorf("compensation: end: %w", err)
	}
	if len(ended) == 0 {
		return fault.New(fault.NotFound, "The member is not on this plan on or after that day.")
	}
	for _, a := range ended {
		if a.ValidFrom < on {
			a.ValidTo = on
			if err := insert(ctx, tx, a); err != nil {
				return err
			}
		}
	}
	return audit.Record(ctx, tx, "ended", "compensation plan", plan.String(),
		map[string]string{"member": member.String(), "on": on.String()})
}

// replace makes room on the days of an assignment and keeps what lies before and after them.
func replace(ctx context.Context, tx *tenant.Tx, a Assignment) error {
	if err := locked(ctx, tx, a.MemberID); err != nil {
		return err
	}
	replaced, err := tenant.List[Assignment](ctx, tx, `UPDATE app.plan_assignments a SET replaced_at = @now
		WHERE a.tenant_id = @tenant AND a.member_id = @member
		AND a.replaced_at = 'infinity' AND a.valid_to > @from AND a.valid_from < coalesce(@to::date, 'infinity')
		RETURNING a.id, a.member_id, a.plan_id, a.valid_from, a.valid_to`,
		tenant.Args{"now": tx.Now(), "member": a.MemberID, "from": a.ValidFrom, "to": a.ValidTo})
	if err != nil {
		return fmt.Errorf("compensation: assign: %w", err)
	}
	for _, old := range replaced {
		before, after := old, old
		before.ValidTo, after.ValidFrom = a.ValidFrom, a.ValidTo
		if before.ValidFrom < before.ValidTo {
			if err := insert(ctx, tx, before); err != nil {
				return err
			}
		}
		if !a.ValidTo.IsZero() && (old.ValidTo.IsZero() || old.ValidTo > a.ValidTo) {
			if err := insert(ctx, tx, after); err != nil {
				return err
			}
		}
	}
	return nil
}

// locked holds the member's row, so that two who assign at once follow each other.
func locked(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT m.id FROM app.members m
		WHERE m.tenant_id = @tenant AND m.id = @id FOR UPDATE`, tenant.Args{"id": id})
	return err
}

func insert(ctx context.Context, tx *tenant.Tx, a Assignment) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.plan_assignments (tenant_id, id, member_id, plan_id, valid_from, valid_to,
			assigned_by, known_at)
		VALUES (@tenant, @id, @member, @plan, @from, coalesce(@to::date, 'infinity'), @by, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": a.MemberID, "plan": a.PlanID, "from": a.ValidFrom,
			"to": a.ValidTo, "by": tx.By(), "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("compensation: assign: %w", err)
	}
	return nil
}

// Acceptance tells that a member accepted a version's letter.
type Acceptance struct {
	MemberID   uuid.UUID
	VersionID  uuid.UUID
	Hash       string
	AcceptedAt time.Time
}

// Accept records that the acting member accepts a version that applies to them.
func Accept(ctx context.Context, tx *tenant.Tx, version uuid.UUID, hash string) error {
	stored, err := tenant.Value[string](ctx, tx, `SELECT v.hash FROM app.plan_versions v
		JOIN app.plan_publications p ON p.tenant_id = @tenant AND p.id = v.id
		JOIN app.plan_assignments a ON a.tenant_id = @tenant AND a.plan_id = v.plan_id AND a.member_id = @member
		AND a.replaced_at = 'infinity'
			AND a.valid_from < v.ends_on AND a.valid_to > v.starts_on
		WHERE v.tenant_id = @tenant AND v.id = @id LIMIT 1`, tenant.Args{"id": version, "member": tx.Actor().MemberID})
	if err != nil {
		return err
	}
	if stored != hash {
		return fault.New(fault.Conflict, "The plan changed since you opened its letter. Read it again before you "+
			"accept it.")
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.plan_acceptances (tenant_id, id, member_id, version_id, hash, accepted_at)
		VALUES (@tenant, @id, @member, @version, @hash, @now)
		ON CONFLICT (tenant_id, member_id, version_id) DO NOTHING`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": tx.Actor().MemberID, "version": version, "hash": hash,
			"now": tx.Now()})
	if err != nil {
		return fmt.Errorf("compensation: accept: %w", err)
	}
	return audit.Record(ctx, tx, "accepted", "compensation plan version", version.String(), nil)
}

// Acceptances lists who has accepted which version, as far as the actor may see it.
func Acceptances(ctx context.Context, tx *tenant.Tx) ([]Acceptance, error) {
	rows, err := tenant.List[Acceptance](ctx, tx, `SELECT a.member_id, a.version_id, a.hash, a.accepted_at
		FROM app.plan_acceptances a WHERE a.tenant_id = @tenant
		ORDER BY a.accepted_at, a.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("compensation: acceptances: %w", err)
	}
	return rows, nil
}
