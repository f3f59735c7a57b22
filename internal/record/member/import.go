package member

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Imported is a person as a source has them now. Since is the day from which the source knows the person; a first
// import takes the assignment as true and known from there, a later one only what differs, from the day of the import.
type Imported struct {
	ExternalID        string
	Name              string
	Email             string
	Title             string
	HiredOn           period.Date
	Since             time.Time
	Role              tenant.Role
	ManagerExternalID string     // empty: nobody; the manager is in the same or an earlier import
	ManagerID         *uuid.UUID // who it is where the source does not say; its key goes before
	Team              string
	Region            string
	Active            bool
	Custom            string     // JSON object of the source's other columns; empty: there are none
	ModifiedAt        *time.Time // in the source; nil: it does not say
	Hash              int64      // of the source's row
	Same              bool       // the row says nothing that is not known, though it differs from the last one
}

// Present is a person whom a source brought, as they are here now.
type Present struct {
	ID                uuid.UUID
	ExternalID        string
	Name              string
	Email             string
	Title             string
	HiredOn           period.Date
	Custom            string
	ModifiedAt        *time.Time
	Hash              int64
	Role              tenant.Role
	ManagerID         *uuid.UUID
	ManagerExternalID string
	Team              string
	Region            string
	Active            bool
}

// Presents is everybody whom a source brought.
func Presents(ctx context.Context, tx *tenant.Tx) ([]Present, error) {
	found, err := tenant.List[Present](ctx, tx, `SELECT m.id, m.external_id, m.name, m.email, m.title, m.hired_on,
		m.custom::text, m.source_modified_at AS modified_at, m.source_hash AS hash, coalesce(a.role, '') AS role,
		a.manager_id, coalesce(b.external_id, '') AS manager_external_id, coalesce(a.team, '') AS team,
		coalesce(a.region, '') AS region,
			coalesce(a.valid_to > @today, false) AS active
		FROM app.members m LEFT JOIN LATERAL (SELECT l.role, l.manager_id, l.team, l.region, l.valid_to
			FROM app.assignments l
			WHERE l.tenant_id = @tenant AND l.member_id = m.id AND l.replaced_at = 'infinity'
			ORDER BY l.valid_from DESC LIMIT 1) a ON true
		LEFT JOIN app.members b ON b.tenant_id = @tenant AND b.id = a.manager_id
		WHERE m.tenant_id = @tenant AND m.external_id IS NOT NULL`, tenant.Args{"today": tx.Today()})
	if err != nil {
		return nil, fmt.Errorf("member: present: %w", err)
	}
	return found, nil
}

type known struct {
	ID         uuid.UUID
	ExternalID string
	SourceHash int64
}

// Import takes people from a source. A person whose row is as it was is left alone, whatever was edited here since.
// Unless an administrator or the system imports, nobody becomes an administrator by it, and neither an administrator
// nor the one who imports is changed. Nobody who can sign in comes to read pay by it.
func Import(ctx context.Context, tx *tenant.Tx, people []Imported) (tenant.Outcome, error) {
	var out tenant.Outcome
	ids, hashes, err := imported(ctx, tx)
	if err != nil {
		return out, err
	}
	fresh := map[string]bool{}
	for _, p := range people {
		if _, ok := ids[p.ExternalID]; !ok {
			if ids[p.ExternalID], err = addImported(ctx, tx, p); err != nil {
				return out, err
			}
			fresh[p.ExternalID] = true
		}
	}
	for _, p := range people {
		switch {
		case fresh[p.ExternalID]:
			out.Added++
		case hashes[p.ExternalID] == p.Hash || p.Same:
			out.Unchanged++
			if err := touch(ctx, tx, ids[p.ExternalID], p); err != nil {
				return out, err
			}
			continue
		default:
			out.Changed++
			if guarded, err := guarded(ctx, tx, ids[p.ExternalID]); err != nil || guarded {
				if err != nil {
					return out, err
				}
				continue
			}
			if err := update(ctx, tx, ids[p.ExternalID], p); err != nil {
				return out, err
			}
		}
		if err := assignImported(ctx, tx, ids, p, fresh[p.ExternalID]); err != nil {
			return out, err
		}
	}
	if out.Added+out.Changed == 0 {
		return out, nil
	}
	return out, RebuildManagement(ctx, tx)
}

// IDs maps the keys of the source to members.
func IDs(ctx context.Context, tx *tenant.Tx) (map[string]uuid.UUID, error) {
	ids, _, err := imported(ctx, tx)
	return ids, err
}

func imported(ctx context.Context, tx *tenant.Tx) (map[string]uuid.UUID, map[string]int64, error) {
	rows, err := tenant.List[known](ctx, tx, `SELECT id, external_id, source_hash FROM app.members
		WHERE tenant_id = @tenant AND external_id IS NOT NULL`, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("member: import: %w", err)
	}
	ids, hashes := map[string]uuid.UUID{}, map[string]int64{}
	for _, k := range rows {
		ids[k.ExternalID], hashes[k.ExternalID] = k.ID, k.SourceHash
	}
	return ids, hashes, nil
}

func addImported(ctx context.Context, tx *tenant.Tx, p Imported) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	_, err := tx.Exec(ctx, `INSERT INTO app.members (tenant_id, id, external_id, name, email, title, hired_on, custom,
			created_at, source_modified_at, source_hash)
		VALUES (@tenant, @id, @external_id, @name, @email, @title, @hired_on,
			coalesce(nullif(@custom::text, ''), '{}')::jsonb, @since, @modified, @hash)`,
		tenant.Args{"id": id, "external_id": p.ExternalID, "name": p.Name, "email": p.Email, "title": p.Title,
			"hired_on": p.HiredOn, "custom": p.Custom, "since": p.Since, "modified": p.ModifiedAt, "hash": p.Hash})
	if err != nil {
		return id, fmt.Errorf("member: import %s: %w", p.ExternalID, err)
	}
	return id, nil
}

func update(ctx context.Context, tx *tenant.Tx, id uuid.UUID, p Imported) error {
	_, err := tx.Exec(ctx, `UPDATE app.members SET name = @name, email = @email, title = @title, hired_on = @hired_on,
			custom = coalesce(nullif(@custom::text, ''), '{}')::jsonb, source_hash = @hash,
			source_modified_at = greatest(source_modified_at, @modified::timestamptz)
		WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id, "name": p.Name, "email": p.Email, "title": p.Title, "hired_on": p.HiredOn,
			"custom":   p.Custom,
			"modified": p.ModifiedAt, "hash": p.Hash})
	if err != nil {
		return fmt.Errorf("member: import %s: %w", p.ExternalID, err)
	}
	return nil
}

// touch keeps that the source's row was seen, and when it was modified there, and nothing else.
func touch(ctx context.Context, tx *tenant.Tx, id uuid.UUID, p Imported) error {
	_, err := tx.Exec(ctx, `UPDATE app.members SET source_hash = @hash,
		source_modified_at = greatest(source_modified_at, @modified::timestamptz)
		WHERE tenant_id = @tenant AND id = @id
		AND (source_hash <> @hash OR source_modified_at IS DISTINCT FROM greatest(source_modified_at,
			@modified::timestamptz))`,
		tenant.Args{"id": id, "modified": p.ModifiedAt, "hash": p.Hash})
	if err != nil {
		return fmt.Errorf("member: import %s: %w", p.ExternalID, err)
	}
	return nil
}

func assignImported(ctx context.Context, tx *tenant.Tx, ids map[string]uuid.UUID, p Imported, fresh bool) error {
	a := Assignment{MemberID: ids[p.ExternalID], Role: p.Role, Team: p.Team, Region: p.Region}
	if p.ManagerExternalID == "" {
		a.ManagerID = p.ManagerID
	}
	if manager, ok := ids[p.ManagerExternalID]; ok && p.ManagerExternalID != p.ExternalID {
		a.ManagerID = &manager
	}
	if a.Role == tenant.Admin && !trusted(tx) {
		a.Role = tenant.Rep
	}
	if fresh {
		a.ValidFrom = tx.Calendar().Today(p.Since)
		if !p.Active { // when they left is not known: the day of the import is the first on which they are gone
			a.ValidTo = max(tx.Today(), a.ValidFrom+1)
		}
		return insert(ctx, tx, []Assignment{a}, p.Since)
	}
	if !p.Active {
		return cut(ctx, tx, a.MemberID, tx.Today())
	}
	current, err := Assignments(ctx, tx, a.MemberID)
	if err != nil {
		return err
	}
	if opens, err := opensPay(ctx, tx, a.MemberID, a.Role); err != nil {
		return err
	} else if opens { // they stay what they are today, and not what they were once: whose seat it was then is not known
		was, err := RoleOf(ctx, tx, a.MemberID)
		if err != nil {
			return err
		}
		a.Role = cmp.Or(was, tenant.Rep)
	}
	if n := len(current); n > 0 && same(current[n-1], a) {
		return nil
	}
	a.ValidFrom = tx.Today()
	return replace(ctx, tx, a)
}

// same tells that two assignments differ at most in their days, and the first is open-ended.
func same(a, b Assignment) bool {
	if (a.ManagerID == nil) != (b.ManagerID == nil) || a.ManagerID != nil && *a.ManagerID != *b.ManagerID {
		return false
	}
	return a.Role == b.Role && a.Team == b.Team && a.Region == b.Region && a.ValidTo.IsZero()
}

// Called is all members, by their names.
func Called(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id, name AS name FROM app.members
		WHERE tenant_id = @tenant`)
}

// Adopt gives members the keys by which an import tells them apart; an empty one takes it away again.
func Adopt(ctx context.Context, tx *tenant.Tx, keys map[uuid.UUID]string) error {
	return tenant.Adopt(ctx, tx, `UPDATE app.members r SET external_id = nullif(x.key, '')
		FROM unnest(@ids::uuid[], @keys::text[]) x(id, key) WHERE r.tenant_id = @tenant AND r.id = x.id`, keys)
}

// Mailed is all members by their e-mail addresses.
func Mailed(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id, email AS name FROM app.members
		WHERE tenant_id = @tenant AND email <> ''`)
}
