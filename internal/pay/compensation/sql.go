package compensation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// List is the organisation's plans by name.
func List(ctx context.Context, tx *tenant.Tx) ([]Plan, error) {
	plans, err := tenant.List[Plan](ctx, tx, `SELECT p.id, p.name FROM app.compensation_plans p
		WHERE p.tenant_id = @tenant ORDER BY lower(p.name), p.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("compensation: list: %w", err)
	}
	return plans, nil
}

// Names maps plan keys to plan names.
func Names(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]string, error) {
	plans, err := List(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(plans))
	for _, p := range plans {
		names[p.ID] = p.Name
	}
	return names, nil
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
	PublishedBy *uuid.UUID
}

// Versions lists every version that the actor may read and that was known at a moment, by plan and number. A
// publication after the moment does not count.
func Versions(ctx context.Context, tx *tenant.Tx, known time.Time) ([]Version, error) {
	return listVersions(ctx, tx, nil, known)
}

// VersionsOf lists those of one plan by number.
func VersionsOf(ctx context.Context, tx *tenant.Tx, id uuid.UUID, known time.Time) ([]Version, error) {
	return listVersions(ctx, tx, &id, known)
}

func listVersions(ctx context.Context, tx *tenant.Tx, of *uuid.UUID, known time.Time) ([]Version, error) {
	rows, err := tenant.List[versionRow](ctx, tx, `SELECT v.id, v.plan_id, v.number, v.document, v.hash, v.note,
		v.created_at, v.created_by, p.published_at, p.published_by
		FROM app.plan_versions v LEFT JOIN app.plan_publications p ON p.tenant_id = @tenant AND p.id = v.id
		AND p.published_at <= @known
		WHERE v.tenant_id = @tenant AND v.created_at <= @known AND (@plan::uuid IS NULL OR v.plan_id = @plan)
		ORDER BY v.plan_id, v.number`, tenant.Args{"known": known, "plan": of})
	if err != nil {
		return nil, fmt.Errorf("compensation: versions: %w", err)
	}
	versions := make([]Version, len(rows))
	for i, r := range rows {
		document, err := plan.Parse([]byte(r.Document))
		if err != nil {
			return nil, fmt.Errorf("compensation: version %s: %w", r.ID, err)
		}
		versions[i] = Version{r.ID, r.PlanID, r.Number, document, r.Hash, r.Note, r.CreatedAt, r.CreatedBy,
			r.PublishedAt, r.PublishedBy}
	}
	return versions, nil
}

// Get is a plan, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Plan, error) {
	return tenant.One[Plan](ctx, tx, `SELECT p.id, p.name FROM app.compensation_plans p
		WHERE p.tenant_id = @tenant AND p.id = @id`, tenant.Args{"id": id})
}

// Save stores a document as the next version, a draft, of the plan with its name. A document equal to the newest
// version returns that version.
func Save(ctx context.Context, tx *tenant.Tx, document plan.Document, note string) (Version, error) {
	return keep(ctx, tx, document, note, func(versions []Version) error { return nil })
}

// Create stores a document as the first version of a new plan. A name in use is Invalid.
func Create(ctx context.Context, tx *tenant.Tx, document plan.Document, note string) (Version, error) {
	return keep(ctx, tx, document, note, func(versions []Version) error {
		if len(versions) > 0 {
			return fault.On("name", "There is already a plan with this name. Edit that plan, or choose another name.")
		}
		return nil
	})
}

// Revise stores a document as the next version of a plan, for somebody who had seen its versions up to a number. If
// there is a newer one, it is Conflict. Another name is Invalid, because a plan is identified by its name.
func Revise(ctx context.Context, tx *tenant.Tx, id uuid.UUID, seen int, document plan.Document,
	note string) (Version, error) {
	p, err := Get(ctx, tx, id)
	if err != nil {
		return Version{}, err
	}
	if document.Name != p.Name {
		return Version{}, fault.On("name", "A plan cannot be renamed. To use another name, copy the plan.")
	}
	return keep(ctx, tx, document, note, func(versions []Version) error {
		if n := len(versions); n > 0 && versions[n-1].Number > seen {
			return fault.New(fault.Conflict,
				fmt.Sprintf("Somebody saved version %d meanwhile. Compare it with yours, then save again.",
					versions[n-1].Number))
		}
		return nil
	})
}

// longestNote bounds what is said about a version.
const longestNote = 1000

// keep writes the next version of the plan of the document's name, unless may refuses over its versions.
func keep(ctx context.Context, tx *tenant.Tx, document plan.Document, note string,
	may func([]Version) error) (Version, error) {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return Version{}, err
	}
	if problems := document.Validate(); len(problems) > 0 {
		return Version{}, problems
	}
	if len([]rune(note)) > longestNote {
		return Version{}, fault.On("note", fmt.Sprintf("A note can have at most %d characters.", longestNote))
	}
	if err := tx.Alone(ctx, tenant.ChangePlans); err != nil {
		return Version{}, err
	}
	id, err := named(ctx, tx, document.Name)
	if err != nil {
		return Version{}, err
	}
	versions, err := VersionsOf(ctx, tx, id, tx.Now())
	if err != nil {
		return Version{}, err
	}
	if err := may(versions); err != nil {
		return Version{}, err
	}
	number := len(versions) + 1
	if n := len(versions); n > 0 && versions[n-1].Hash == document.Hash() && versions[n-1].PublishedAt == nil {
		return versions[n-1], nil
	}
	v := Version{ID: uuid.Must(uuid.NewV7()), PlanID: id, Number: number, Document: document, Hash: document.Hash(),
		Note: note, CreatedAt: tx.Now(), CreatedBy: tx.By()}
	_, err = tx.Exec(ctx, `INSERT INTO app.plan_versions (tenant_id, id, plan_id, number, document, hash, starts_on,
			ends_on, note, created_at, created_by)
		VALUES (@tenant, @id, @plan, @number, @document, @hash, @from, @to, @note, @now, @by)`,
		tenant.Args{"id": v.ID, "plan": id, "number": number, "document": string(document.Encode()), "hash": v.Hash,
			"from": document.Effective.From, "to": document.Effective.To, "note": note, "now": tx.Now(),
			"by": v.CreatedBy})
	if err != nil {
		return Version{}, fmt.Errorf("compensation: save: %w", err)
	}
	// Not the name: who reads the log need not know the plans, and a plan of one person may be named after their pay.
	return v, audit.Record(ctx, tx, "saved", "compensation plan", id.String(),
		map[string]string{"version": fmt.Sprint(number)})
}

// named finds the plan of a name, or begins it.
func named(ctx context.Context, tx *tenant.Tx, name string) (uuid.UUID, error) {
	id, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT p.id FROM app.compensation_plans p
		WHERE p.tenant_id = @tenant AND p.name = @name`, tenant.Args{"name": name})
	if fault.KindOf(err) != fault.NotFound {
		return id, err
	}
	id = uuid.Must(uuid.NewV7())
	_, err = tx.Exec(ctx, `INSERT INTO app.compensation_plans (tenant_id, id, name, created_at, created_by)
		VALUES (@tenant, @id, @name, @now, @by)`,
		tenant.Args{"id": id, "name": name, "now": tx.Now(), "by": tx.By()})
	if err != nil {
		return id, fmt.Errorf("compensation: save: %w", err)
	}
	return id, nil
}

// Publish puts a version in force for bookings from its first day on. Issued statements do not change; the difference
// is a line of the next statement.
func Publish(ctx context.Context, tx *tenant.Tx, version uuid.UUID) error {
	return publish(ctx, tx, version, func([]Version) error { return nil })
}

// PublishOver publishes for somebody who has seen the plan's last published version; nil: none. If another has been
// published since, it is Conflict.
func PublishOver(ctx context.Context, tx *tenant.Tx, version uuid.UUID, seen *uuid.UUID) error {
	return publish(ctx, tx, version, func(versions []Version) error {
		last := LastPublished(versions)
		if last != nil && last.ID != version && (seen == nil || *seen != last.ID) {
			return fault.New(fault.Conflict,
				fmt.Sprintf("Somebody published version %d meanwhile. Check the changes again before you publish.",
					last.Number))
		}
		return nil
	})
}

// pays tells whether a version pays the acting member: whether its plan is theirs from today on, or was on a day on
// which it is in effect, for the difference would be a line of their next statement.
func pays(ctx context.Context, tx *tenant.Tx, v *Version) (bool, error) {
	return tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.plan_assignments a
			WHERE a.tenant_id = @tenant AND a.plan_id = @plan AND a.member_id = @me
		AND a.replaced_at = 'infinity' AND (a.valid_to > @today OR a.valid_from < @to AND a.valid_to > @from))`,
		tenant.Args{"plan": v.PlanID, "me": tx.Actor().MemberID,
			"today": tx.Today(), "from": v.Document.Effective.From, "to": v.Document.Effective.To})
}

func publish(ctx context.Context, tx *tenant.Tx, version uuid.UUID, may func([]Version) error) error {
	if err := tx.Require(tenant.ManagePlans); err != nil {
		return err
	}
	if err := tx.Alone(ctx, tenant.ChangePlans); err != nil {
		return err
	}
	id, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT v.plan_id FROM app.plan_versions v
		WHERE v.tenant_id = @tenant AND v.id = @id`, tenant.Args{"id": version})
	if err != nil {
		return err
	}
	versions, err := VersionsOf(ctx, tx, id, tx.Now())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(versions, func(v Version) bool { return v.ID == version })
	if at < 0 {
		return fault.New(fault.NotFound, "There is no such version.")
	}
	if versions[at].PublishedAt != nil {
		return fault.New(fault.Conflict, "This version is already published.")
	}
	if err := may(versions); err != nil {
		return err
	}
	if paid, err := pays(ctx, tx, &versions[at]); err != nil || paid {
		return cmp.Or(err, fault.New(fault.Forbidden, "You cannot publish a plan that pays you. Somebody else must."))
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.plan_publications (tenant_id, id, published_at, published_by)
		VALUES (@tenant, @id, @now, @by)`,
		tenant.Args{"id": version, "now": tx.Now(), "by": tx.By()})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "This version is already published.")
	}
	if err != nil {
		return fmt.Errorf("compensation: publish: %w", err)
	}
	return audit.Record(ctx, tx, "published", "compensation plan version", version.String(), nil)
}
