package compensation

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/audit"
	"quarterdeck/internal/fault"
	"quarterdeck/internal/period"
	"quarterdeck/internal/plan"
	"quarterdeck/internal/tenant"
)

// List is the organisation's plans by name.
func List(ctx context.Context, tx *tenant.Tx) ([]Plan, error) {
	plans, err := tenant.List[Plan](ctx, tx, `SELECT p.id, p.name FROM app.compensation_plans p WHERE p.tenant_id = @tenant ORDER BY lower(p.name), p.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("compensation: list: %w", err)
	}
	return plans, nil
}

// versionRow is a version as it is stored.
type versionRow struct {
	ID          uuid.UUID
	PlanID      uuid.UUID
	Number      int
	Document    string
	Hash        string
	Note        string
	CreatedAt   time.Time
	CreatedBy   *uuid.UUID
	PublishedAt *time.Time
}

// Versions lists every version that the actor may read and that was known at a moment, by plan and number. A publication
// after the moment does not count.
func Versions(ctx context.Context, tx *tenant.Tx, known time.Time) ([]Version, error) {
	rows, err := tenant.List[versionRow](ctx, tx, `SELECT v.id, v.plan_id, v.number, v.document, v.hash, v.note, v.created_at, v.created_by, p.published_at
		FROM app.plan_versions v LEFT JOIN app.plan_publications p ON p.tenant_id = @tenant AND p.id = v.id AND p.published_at <= @known
		WHERE v.tenant_id = @tenant AND v.created_at <= @known ORDER BY v.plan_id, v.number`, tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("compensation: versions: %w", err)
	}
	versions := make([]Version, len(rows))
	for i, r := range rows {
		document, err := plan.Parse([]byte(r.Document))
		if err != nil {
			return nil, fmt.Errorf("compensation: version %s: %w", r.ID, err)
		}
		versions[i] = Version{r.ID, r.PlanID, r.Number, document, r.Hash, r.Note, r.CreatedAt, r.CreatedBy, r.PublishedAt}
	}
	return versions, nil
}

// Save keeps a document as the next version of the plan of its name, a draft. A document that is the same as the newest
// version is that version.
func Save(ctx context.Context, tx *tenant.Tx, document plan.Document, note string) (Version, error) {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return Version{}, err
	}
	if problems := document.Validate(); len(problems) > 0 {
		return Version{}, problems
	}
	id, err := named(ctx, tx, document.Name)
	if err != nil {
		return Version{}, err
	}
	versions, err := Versions(ctx, tx, tx.Now())
	if err != nil {
		return Version{}, err
	}
	number := 1
	for _, v := range versions {
		if v.PlanID == id && v.Number >= number {
			if v.Hash == document.Hash() && v.PublishedAt == nil {
				return v, nil
			}
			number = v.Number + 1
		}
	}
	v := Version{ID: uuid.Must(uuid.NewV7()), PlanID: id, Number: number, Document: document, Hash: document.Hash(), Note: note, CreatedAt: tx.Now(), CreatedBy: actor(tx)}
	_, err = tx.Exec(ctx, `INSERT INTO app.plan_versions (tenant_id, id, plan_id, number, document, hash, starts_on, ends_on, note, created_at, created_by)
		VALUES (@tenant, @id, @plan, @number, @document, @hash, @from, @to, @note, @now, @by)`,
		tenant.Args{"id": v.ID, "plan": id, "number": number, "document": string(document.Encode()), "hash": v.Hash, "from": document.Effective.From,
			"to": document.Effective.To, "note": note, "now": tx.Now(), "by": v.CreatedBy})
	if err != nil {
		return Version{}, fmt.Errorf("compensation: save: %w", err)
	}
	return v, audit.Record(ctx, tx, "saved", "compensation plan", id.String(), map[string]string{"name": document.Name, "version": fmt.Sprint(number)})
}

// named finds the plan of a name, or begins it.
func named(ctx context.Context, tx *tenant.Tx, name string) (uuid.UUID, error) {
	id, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT p.id FROM app.compensation_plans p WHERE p.tenant_id = @tenant AND p.name = @name`, tenant.Args{"name": name})
	if fault.KindOf(err) != fault.NotFound {
		return id, err
	}
	id = uuid.Must(uuid.NewV7())
	_, err = tx.Exec(ctx, `INSERT INTO app.compensation_plans (tenant_id, id, name, created_at, created_by) VALUES (@tenant, @id, @name, @now, @by)`,
		tenant.Args{"id": id, "name": name, "now": tx.Now(), "by": actor(tx)})
	if err != nil {
		return id, fmt.Errorf("compensation: save: %w", err)
	}
	return id, nil
}

func actor(tx *tenant.Tx) *uuid.UUID {
	if id := tx.Actor().MemberID; id != uuid.Nil {
		return &id
	}
	return nil
}

// Publish puts a version in force for what is booked from its first day on. What was stated under an older version stays;
// the difference is a line of the next statement.
func Publish(ctx context.Context, tx *tenant.Tx, version uuid.UUID) error {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return err
	}
	if _, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT v.id FROM app.plan_versions v WHERE v.tenant_id = @tenant AND v.id = @id`, tenant.Args{"id": version}); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.plan_publications (tenant_id, id, published_at, published_by) VALUES (@tenant, @id, @now, @by)`,
		tenant.Args{"id": version, "now": tx.Now(), "by": actor(tx)})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "This version is published already.")
	}
	if err != nil {
		return fmt.Errorf("compensation: publish: %w", err)
	}
	return audit.Record(ctx, tx, "published", "compensation plan version", version.String(), nil)
}

// Assignments lists who is on which plan on a day of [from, to), as known at a moment and as far as the actor may see it, by
// member and first day.
func Assignments(ctx context.Context, tx *tenant.Tx, from, to period.Date, known time.Time) ([]Assignment, error) {
	rows, err := tenant.List[Assignment](ctx, tx, `SELECT a.id, a.member_id, a.plan_id, a.valid_from, a.valid_to
		FROM app.plan_assignments a WHERE a.tenant_id = @tenant AND a.valid_from < @to AND a.valid_to > @from AND a.known_at <= @known AND a.replaced_at > @known
		ORDER BY a.member_id, a.valid_from`, tenant.Args{"from": from, "to": to, "known": known})
	if err != nil {
		return nil, fmt.Errorf("compensation: assignments: %w", err)
	}
	return rows, nil
}

// Assign puts a member on a plan from a day on, up to a day or until further notice, in place of what was theirs on those
// days. What was known before stays known for questions about the past.
func Assign(ctx context.Context, tx *tenant.Tx, a Assignment) error {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return err
	}
	if a.ValidFrom.IsZero() || !a.ValidTo.IsZero() && a.ValidTo <= a.ValidFrom {
		return fault.On("valid_from", "A plan is a member's from a first day to a later one.")
	}
	if tx.Actor().MemberID == a.MemberID {
		return fault.New(fault.Forbidden, "Somebody else assigns your plan.")
	}
	if err := locked(ctx, tx, a.MemberID); err != nil {
		return err
	}
	replaced, err := tenant.List[Assignment](ctx, tx, `UPDATE app.plan_assignments a SET replaced_at = @now WHERE a.tenant_id = @tenant AND a.member_id = @member
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
	if err := insert(ctx, tx, a); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "assigned", "compensation plan", a.PlanID.String(), map[string]string{"member": a.MemberID.String(), "from": a.ValidFrom.String()})
}

// locked holds the member's row, so that two who assign at once follow each other.
func locked(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	_, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT m.id FROM app.members m WHERE m.tenant_id = @tenant AND m.id = @id FOR UPDATE`, tenant.Args{"id": id})
	return err
}

func insert(ctx context.Context, tx *tenant.Tx, a Assignment) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.plan_assignments (tenant_id, id, member_id, plan_id, valid_from, valid_to, assigned_by, known_at)
		VALUES (@tenant, @id, @member, @plan, @from, coalesce(@to::date, 'infinity'), @by, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": a.MemberID, "plan": a.PlanID, "from": a.ValidFrom, "to": a.ValidTo, "by": actor(tx), "now": tx.Now()})
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

// Accept keeps that the acting member has read and accepts a version that is theirs.
func Accept(ctx context.Context, tx *tenant.Tx, version uuid.UUID, hash string) error {
	stored, err := tenant.Value[string](ctx, tx, `SELECT v.hash FROM app.plan_versions v JOIN app.plan_publications p ON p.tenant_id = @tenant AND p.id = v.id
		JOIN app.plan_assignments a ON a.tenant_id = @tenant AND a.plan_id = v.plan_id AND a.member_id = @member AND a.replaced_at = 'infinity'
		WHERE v.tenant_id = @tenant AND v.id = @id LIMIT 1`, tenant.Args{"id": version, "member": tx.Actor().MemberID})
	if err != nil {
		return err
	}
	if stored != hash {
		return fault.New(fault.Conflict, "The plan has changed since you opened its letter; read it again.")
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.plan_acceptances (tenant_id, id, member_id, version_id, hash, accepted_at) VALUES (@tenant, @id, @member, @version, @hash, @now)
		ON CONFLICT (tenant_id, member_id, version_id) DO NOTHING`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "member": tx.Actor().MemberID, "version": version, "hash": hash, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("compensation: accept: %w", err)
	}
	return audit.Record(ctx, tx, "accepted", "compensation plan version", version.String(), nil)
}

// Acceptances lists who has accepted which version, as far as the actor may see it.
func Acceptances(ctx context.Context, tx *tenant.Tx) ([]Acceptance, error) {
	rows, err := tenant.List[Acceptance](ctx, tx, `SELECT a.member_id, a.version_id, a.hash, a.accepted_at FROM app.plan_acceptances a WHERE a.tenant_id = @tenant
		ORDER BY a.accepted_at, a.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("compensation: acceptances: %w", err)
	}
	return rows, nil
}
