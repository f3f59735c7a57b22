package view

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// selected reads the views that the actor sees: their own, those of their team, and everybody's.
const selected = `SELECT v.id, v.owner_id, c.version, c.name, c.path, c.query, c.sharing, c.team, c.for_role,
		EXISTS (SELECT 1 FROM app.view_pins p WHERE p.tenant_id = @tenant AND p.view_id = v.id AND p.member_id = @me)
		AS pinned
	FROM app.views v JOIN app.view_versions c ON c.tenant_id = @tenant AND c.view_id = v.id
	WHERE v.tenant_id = @tenant AND v.deleted_at IS NULL AND c.version = (SELECT max(n.version)
		FROM app.view_versions n WHERE n.tenant_id = @tenant AND n.view_id = v.id)
	AND (v.owner_id = @me OR c.sharing = 'everybody' OR c.sharing = 'team' AND c.team = @team) `

// List is the views that the actor, who is in a team, sees, in the order of their names.
func List(ctx context.Context, tx *tenant.Tx, team string) ([]View, error) {
	all, err := tenant.List[View](ctx, tx, selected+`ORDER BY lower(c.name), v.id`,
		tenant.Args{"me": tx.By(), "team": team})
	if err != nil {
		return nil, fmt.Errorf("view: list: %w", err)
	}
	return all, nil
}

// Get is a view that the actor sees, or fault.NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID, team string) (View, error) {
	v, err := tenant.One[View](ctx, tx, selected+`AND v.id = @id`,
		tenant.Args{"me": tx.By(), "team": team, "id": id})
	if err != nil {
		return v, fmt.Errorf("view: get: %w", err)
	}
	return v, nil
}

// Create saves a new view of the actor's and puts it among their tabs.
func Create(ctx context.Context, tx *tenant.Tx, c Content) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	c, err := c.checked(tx.Actor().Role)
	if err != nil {
		return id, err
	}
	if tx.By() == nil {
		return id, fault.New(fault.Forbidden, "Only a member can save a view.")
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.views (tenant_id, id, owner_id, created_at)
		VALUES (@tenant, @id, @me, @now)`, tenant.Args{"id": id, "me": tx.By(), "now": tx.Now()}); err != nil {
		return id, fmt.Errorf("view: create: %w", err)
	}
	if err := write(ctx, tx, id, 1, c); err != nil {
		return id, err
	}
	return id, Pin(ctx, tx, id)
}

// Save writes another version of a view. seen is the version that its editor saw: a view that somebody saved since is
// left as it is.
func Save(ctx context.Context, tx *tenant.Tx, v View, seen int, c Content) error {
	if !MayEdit(tx, v) {
		return fault.New(fault.Forbidden, "Only the owner of a view changes it. Save it as a new view.")
	}
	c, err := c.checked(tx.Actor().Role)
	if err != nil {
		return err
	}
	if seen != v.Version {
		return fault.New(fault.Conflict, "This view was saved elsewhere in the meantime. Open it again.")
	}
	if c == v.Content {
		return nil
	}
	return write(ctx, tx, v.ID, v.Version+1, c)
}

// Revert writes the version before the newest one again.
func Revert(ctx context.Context, tx *tenant.Tx, v View) error {
	if v.Version < 2 {
		return fault.New(fault.Conflict, "This view has no earlier version.")
	}
	before, err := tenant.One[Content](ctx, tx, `SELECT name, path, query, sharing, team, for_role
		FROM app.view_versions WHERE tenant_id = @tenant AND view_id = @id AND version = @version`,
		tenant.Args{"id": v.ID, "version": v.Version - 1})
	if err != nil {
		return fmt.Errorf("view: revert: %w", err)
	}
	return Save(ctx, tx, v, v.Version, before)
}

// MayEdit tells that the actor may change a view: its owner, and for one that everybody sees those who manage records.
func MayEdit(tx *tenant.Tx, v View) bool {
	return tx.Is(v.OwnerID) || v.Sharing == Everybody && tx.Actor().Role.May(tenant.ManageRecords)
}

func write(ctx context.Context, tx *tenant.Tx, id uuid.UUID, version int, c Content) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.view_versions (tenant_id, view_id, version, at, member_id, name, path, query,
			sharing, team, for_role)
		VALUES (@tenant, @id, @version, @now, @me, @name, @path, @query, @sharing, @team, @role)`,
		tenant.Args{"id": id, "version": version, "now": tx.Now(), "me": tx.By(), "name": c.Name, "path": c.Path,
			"query": c.Query, "sharing": string(c.Sharing), "team": c.Team, "role": string(c.ForRole)})
	if err != nil {
		return fmt.Errorf("view: write: %w", err)
	}
	return nil
}

// Pin puts a view among the actor's tabs.
func Pin(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if _, err := tx.Exec(ctx, `INSERT INTO app.view_pins (tenant_id, view_id, member_id) VALUES (@tenant, @id, @me)
		ON CONFLICT DO NOTHING`, tenant.Args{"id": id, "me": tx.By()}); err != nil {
		return fmt.Errorf("view: pin: %w", err)
	}
	return nil
}

// Unpin takes a view from the actor's tabs.
func Unpin(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM app.view_pins
		WHERE tenant_id = @tenant AND view_id = @id AND member_id = @me`,
		tenant.Args{"id": id, "me": tx.By()}); err != nil {
		return fmt.Errorf("view: unpin: %w", err)
	}
	return nil
}

// Delete takes a view away. Others who have it among their tabs keep a private copy.
func Delete(ctx context.Context, tx *tenant.Tx, v View) error {
	if !MayEdit(tx, v) {
		return fault.New(fault.Forbidden, "Only the owner of a view deletes it.")
	}
	others, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT member_id FROM app.view_pins
		WHERE tenant_id = @tenant AND view_id = @id AND member_id <> @me ORDER BY member_id`,
		tenant.Args{"id": v.ID, "me": tx.By()})
	if err != nil {
		return fmt.Errorf("view: delete: %w", err)
	}
	for _, other := range others {
		if err := copied(ctx, tx, v, other); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM app.view_pins WHERE tenant_id = @tenant AND view_id = @id`,
		tenant.Args{"id": v.ID}); err != nil {
		return fmt.Errorf("view: delete: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE app.views SET deleted_at = @now WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": v.ID, "now": tx.Now()}); err != nil {
		return fmt.Errorf("view: delete: %w", err)
	}
	return nil
}

// copied is a private view of somebody's with what another one says.
func copied(ctx context.Context, tx *tenant.Tx, v View, owner uuid.UUID) error {
	id := uuid.Must(uuid.NewV7())
	if _, err := tx.Exec(ctx, `INSERT INTO app.views (tenant_id, id, owner_id, created_at)
		VALUES (@tenant, @id, @owner, @now)`, tenant.Args{"id": id, "owner": owner, "now": tx.Now()}); err != nil {
		return fmt.Errorf("view: copy: %w", err)
	}
	c := v.Content
	c.Sharing, c.Team, c.ForRole = Private, "", ""
	if err := write(ctx, tx, id, 1, c); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.view_pins (tenant_id, view_id, member_id) VALUES (@tenant, @id, @owner)`,
		tenant.Args{"id": id, "owner": owner})
	if err != nil {
		return fmt.Errorf("view: copy: %w", err)
	}
	return nil
}
