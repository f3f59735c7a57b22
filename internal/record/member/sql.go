package member

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Ever is a day after every assignment: the roster of that day has everybody.
var Ever = period.NewDate(9999, time.December, 31)

// Load is everybody on a day, as known at a moment (the zero time: now). Those who had not begun by then are left out.
func Load(ctx context.Context, tx *tenant.Tx, on period.Date, asOf time.Time) (*Roster, error) {
	members, err := tenant.List[Member](ctx, tx, `
		SELECT m.id, coalesce(m.external_id, '') AS external_id, m.name, m.email, m.title, m.hired_on,
			a.role, a.manager_id, a.team, a.region, a.valid_to > @on AS active
		FROM app.members m
		JOIN LATERAL (
			SELECT role, manager_id, team, region, valid_to FROM app.assignments a
			WHERE a.tenant_id = @tenant AND a.member_id = m.id AND a.valid_from <= @on AND a.known_at <= @known
			AND a.replaced_at > @known
			ORDER BY a.valid_from DESC LIMIT 1) a ON true
		WHERE m.tenant_id = @tenant
		ORDER BY lower(m.name), m.id`, tenant.Args{"on": on, "known": knownAt(asOf, tx.Now())})
	if err != nil {
		return nil, fmt.Errorf("member: load: %w", err)
	}
	return NewRoster(on, members), nil
}

// Person is what is known of a member apart from time.
type Person struct {
	ExternalID string
	Name       string
	Email      string
	Title      string
	HiredOn    period.Date
}

// Add takes a person into the organisation; Assign says what they are there.
func Add(ctx context.Context, tx *tenant.Tx, p Person) (uuid.UUID, error) {
	if p.Name == "" {
		return uuid.Nil, fault.On("name", "A member needs a name.")
	}
	id := uuid.Must(uuid.NewV7())
	_, err := tx.Exec(ctx, `INSERT INTO app.members (tenant_id, id, external_id, name, email, title, hired_on,
			created_at)
		VALUES (@tenant, @id, nullif(@external_id, ''), @name, @email, @title, @hired_on, @now)`,
		tenant.Args{"id": id, "external_id": p.ExternalID, "name": p.Name, "email": p.Email, "title": p.Title,
			"hired_on": p.HiredOn, "now": tx.Now()})
	if err != nil {
		return uuid.Nil, fmt.Errorf("member: add: %w", err)
	}
	return id, audit.Record(ctx, tx, "added", "member", id.String(), map[string]string{"name": p.Name})
}

// ByExternalID finds a member by the key in the CRM, or NotFound.
func ByExternalID(ctx context.Context, tx *tenant.Tx, externalID string) (uuid.UUID, error) {
	return tenant.Value[uuid.UUID](ctx, tx, `SELECT id FROM app.members
		WHERE tenant_id = @tenant AND external_id = @external_id`,
		tenant.Args{"external_id": externalID})
}

// ByEmail finds a member by e-mail address, or NotFound.
func ByEmail(ctx context.Context, tx *tenant.Tx, email string) (uuid.UUID, error) {
	return tenant.Value[uuid.UUID](ctx, tx, `SELECT id FROM app.members
		WHERE tenant_id = @tenant AND lower(email) = lower(@email) ORDER BY created_at LIMIT 1`,
		tenant.Args{"email": email})
}

// Assignments lists what a member was and is, oldest first, as known now.
func Assignments(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Assignment, error) {
	return tenant.List[Assignment](ctx, tx, `SELECT member_id, role, manager_id, team, region, valid_from, valid_to
		FROM app.assignments
		WHERE tenant_id = @tenant AND member_id = @id AND replaced_at = 'infinity' ORDER BY valid_from`,
		tenant.Args{"id": id})
}

// Assign says what a member is from a.ValidFrom on: the assignment of the day before ends there, and later ones are
// replaced. Nothing that was known is lost.
func Assign(ctx context.Context, tx *tenant.Tx, a Assignment) error {
	if err := tx.Require(tenant.ManageMembers); err != nil {
		return err
	}
	if !a.Role.Valid() {
		return fault.On("role", fmt.Sprintf("%q is not a role; choose admin, ops, finance, executive, manager or rep.",
			a.Role))
	}
	if a.ValidFrom.IsZero() {
		return fault.On("valid_from", "Enter the first day of the assignment.")
	}
	if err := mayBecome(ctx, tx, a.MemberID, a.Role); err != nil {
		return err
	}
	if err := replace(ctx, tx, a); err != nil {
		return err
	}
	if err := RebuildManagement(ctx, tx); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "assigned", "member", a.MemberID.String(),
		map[string]string{"role": string(a.Role), "team": a.Team, "region": a.Region, "from": a.ValidFrom.String()})
}

// End closes a member's assignment: the day given is the first on which they are no longer active.
func End(ctx context.Context, tx *tenant.Tx, id uuid.UUID, on period.Date) error {
	if err := tx.Require(tenant.ManageMembers); err != nil {
		return err
	}
	if err := mayBecome(ctx, tx, id, ""); err != nil {
		return err
	}
	if err := cut(ctx, tx, id, on); err != nil {
		return err
	}
	if err := RebuildManagement(ctx, tx); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "ended", "member", id.String(), map[string]string{"on": on.String()})
}

func replace(ctx context.Context, tx *tenant.Tx, a Assignment) error {
	if err := cut(ctx, tx, a.MemberID, a.ValidFrom); err != nil {
		return err
	}
	return insert(ctx, tx, []Assignment{a}, tx.Now())
}

// cut replaces every row of a member that reaches past the day with the part before it.
func cut(ctx context.Context, tx *tenant.Tx, id uuid.UUID, on period.Date) error {
	rows, err := Assignments(ctx, tx, id)
	if err != nil {
		return err
	}
	var kept []Assignment
	for _, a := range rows {
		if !a.ValidTo.IsZero() && a.ValidTo <= on {
			continue
		}
		if a.ValidFrom < on {
			a.ValidTo = on
			kept = append(kept, a)
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE app.assignments SET replaced_at = @now
		WHERE tenant_id = @tenant AND member_id = @id AND replaced_at = 'infinity' AND valid_to > @on`,
		tenant.Args{"now": tx.Now(), "id": id, "on": on}); err != nil {
		return fmt.Errorf("member: replace: %w", err)
	}
	return insert(ctx, tx, kept, tx.Now())
}

func insert(ctx context.Context, tx *tenant.Tx, rows []Assignment, known time.Time) error {
	for _, a := range rows {
		_, err := tx.Exec(ctx, `INSERT INTO app.assignments (tenant_id, id, member_id, role, manager_id, team, region,
				valid_from, valid_to, known_at)
			VALUES (@tenant, @id, @member, @role, @manager, @team, @region, @from, coalesce(@to::date, 'infinity'),
				@known)`,
			tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": a.MemberID, "role": a.Role, "manager": a.ManagerID,
				"team": a.Team, "region": a.Region, "from": a.ValidFrom, "to": a.ValidTo, "known": known})
		if err != nil {
			return fmt.Errorf("member: assign: %w", err)
		}
	}
	return nil
}

// RebuildManagement derives who is above whom from the assignments; every write to them ends with it. A line that no
// longer stands opens no pay from today on; one that is new does once somebody who may read that pay has drawn or
// confirmed it.
func RebuildManagement(ctx context.Context, tx *tenant.Tx) error {
	rows, err := tenant.List[Assignment](ctx, tx, `SELECT member_id, role, manager_id, team, region, valid_from,
		valid_to
		FROM app.assignments WHERE tenant_id = @tenant AND replaced_at = 'infinity'`, nil)
	if err != nil {
		return fmt.Errorf("member: management: %w", err)
	}
	if err := refuseLoop(rows); err != nil {
		return err
	}
	before, err := tenant.List[link](ctx, tx, `SELECT manager_id, member_id, depth, valid_from, valid_to
		FROM app.management WHERE tenant_id = @tenant`, nil)
	if err != nil {
		return fmt.Errorf("member: management: %w", err)
	}
	after := links(rows)
	if _, err := tx.Exec(ctx, `DELETE FROM app.management WHERE tenant_id = @tenant`, nil); err != nil {
		return fmt.Errorf("member: management: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.management (tenant_id, manager_id, member_id, depth, valid_from, valid_to)
		SELECT t.tenant_id, x.manager_id, x.member_id, x.depth, x.valid_from, CASE
		WHEN x.valid_to > '9999-01-01' THEN 'infinity' ELSE x.valid_to END
		FROM app.tenants t CROSS JOIN LATERAL unnest(@manager_id::uuid[], @member_id::uuid[], @depth::int[],
			@valid_from::date[], @valid_to::date[])
			x(manager_id, member_id, depth, valid_from, valid_to)
		WHERE t.tenant_id = @tenant`, tenant.Columns(capped(slices.Clone(after))))
	if err != nil {
		return fmt.Errorf("member: management: %w", err)
	}
	return settleLines(ctx, tx, endless(before), after)
}

// capped brings open ends to a date that Postgres can hold.
func capped(all []link) []link {
	for i := range all {
		all[i].ValidTo = min(all[i].ValidTo, period.NewDate(9999, time.December, 31))
	}
	return all
}
