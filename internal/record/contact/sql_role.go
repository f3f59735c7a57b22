package contact

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

// stored is a person's part in an opportunity as it is kept now, removed or not.
type stored struct {
	Contact
	PartSince time.Time
	RemovedAt *time.Time
}

// OfOpportunity lists the people with a part in an opportunity, as known at a moment (the zero time: now); the primary
// first. It does not ask whether the actor may see the opportunity.
func OfOpportunity(ctx context.Context, tx *tenant.Tx, opportunity uuid.UUID, asOf time.Time) ([]Contact, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	now, err := tenant.List[stored](ctx, tx, `SELECT c.id, r.id AS part_id, c.first_name, c.last_name, c.email, c.phone,
		c.title, r.role, r.is_primary AS "primary", c.created_at, r.created_at AS part_since, r.deleted_at AS removed_at,
		(SELECT max(v.occurs_on) FROM app.activities v WHERE v.tenant_id = @tenant AND v.contact_id = c.id AND v.done
			AND v.created_at <= @known AND (v.deleted_at IS NULL OR v.deleted_at > @known)) AS last_on,
		coalesce(c.external_id, '') <> '' AS from_crm
		FROM app.contact_roles r JOIN app.contacts c ON c.tenant_id = @tenant AND c.id = r.contact_id
		WHERE r.tenant_id = @tenant AND r.opportunity_id = @opportunity
		  AND (c.deleted_at IS NULL OR c.deleted_at > @known)
		ORDER BY lower(c.last_name), lower(c.first_name), c.id`,
		tenant.Args{"opportunity": opportunity, "known": asOf})
	if err != nil {
		return nil, fmt.Errorf("contact: of opportunity: %w", err)
	}
	done, err := command.Past(ctx, tx, opportunity, time.Time{})
	if err != nil {
		return nil, err
	}
	all, err := past(now, done, asOf)
	slices.SortStableFunc(all, func(a, b Contact) int { return rank(a) - rank(b) })
	return all, err
}

func rank(c Contact) int {
	if c.Primary {
		return 0
	}
	return 1
}

// lock keeps others from the people of an opportunity that the actor sees until the transaction ends.
func lock(ctx context.Context, tx *tenant.Tx, opportunity uuid.UUID) error {
	members, all := tx.Visible()
	gone, err := tenant.One[struct{ Gone bool }](ctx, tx, `SELECT o.deleted_at IS NOT NULL AS gone
		FROM app.opportunities o WHERE o.tenant_id = @tenant AND o.id = @id
		AND (@all OR o.owner_id = ANY(@members::uuid[])) FOR UPDATE`,
		tenant.Args{"id": opportunity, "all": all, "members": members})
	if err != nil {
		return fmt.Errorf("contact: lock: %w", err)
	}
	if gone.Gone {
		return fault.New(fault.Conflict, "This opportunity is archived. Restore it before you change it.")
	}
	return nil
}

// holdPart reads a person's part; a new one is removed until it is written.
func holdPart(ctx context.Context, tx *tenant.Tx, of command.Place) (command.Held[Part], error) {
	held := command.Held[Part]{State: Part{Removed: true}}
	if err := lock(ctx, tx, of.Record); err != nil {
		return held, err
	}
	id, err := uuid.Parse(of.Entry)
	if err != nil {
		return held, fault.New(fault.NotFound, "")
	}
	type row struct {
		ID, ContactID uuid.UUID
		Role          string
		Primary       bool
		FromCRM       bool
		DeletedAt     *time.Time
		ModifiedAt    *time.Time
	}
	all, err := tenant.List[row](ctx, tx, `SELECT id, contact_id, role, is_primary AS "primary",
		external_id IS NOT NULL AS from_crm, deleted_at, source_modified_at AS modified_at
		FROM app.contact_roles WHERE tenant_id = @tenant AND opportunity_id = @opportunity ORDER BY id`,
		tenant.Args{"opportunity": of.Record})
	if err != nil {
		return held, fmt.Errorf("contact: part: %w", err)
	}
	for _, r := range all {
		if r.Primary && r.DeletedAt == nil {
			held.State.Primary = &r.ID
		}
		if r.ID == id {
			held.FromCRM, held.ModifiedAt = r.FromCRM, r.ModifiedAt
			held.State.ContactID, held.State.Role, held.State.Removed = &r.ContactID, r.Role, r.DeletedAt != nil
		}
	}
	return held, nil
}

// writePart stores a person's part, and who is the primary contact of the opportunity.
func writePart(ctx context.Context, tx *tenant.Tx, of command.Place, p Part) error {
	if p.ContactID == nil { // their addition is undone, or the part is of another opportunity
		found, err := tx.Exec(ctx, `UPDATE app.contact_roles SET deleted_at = @now, is_primary = false
			WHERE tenant_id = @tenant AND id = @id::uuid AND opportunity_id = @opportunity AND deleted_at IS NULL`,
			tenant.Args{"id": of.Entry, "opportunity": of.Record, "now": tx.Now()})
		if err == nil && found == 0 {
			err = fault.New(fault.NotFound, "")
		}
		return err
	}
	for _, step := range []struct {
		sql  string
		args tenant.Args
	}{
		{`INSERT INTO app.contact_roles AS r (tenant_id, id, opportunity_id, contact_id, role, created_at, deleted_at)
			VALUES (@tenant, @id::uuid, @opportunity, @contact, @role, @now::timestamptz,
				CASE WHEN @removed THEN @now::timestamptz END)
			ON CONFLICT (tenant_id, id) DO UPDATE SET role = excluded.role,
				deleted_at = CASE WHEN @removed THEN coalesce(r.deleted_at, @now::timestamptz) END`,
			tenant.Args{"id": of.Entry, "opportunity": of.Record, "contact": p.ContactID, "role": p.Role,
				"removed": p.Removed, "now": tx.Now()}},
		{`UPDATE app.contact_roles SET is_primary = (id = @primary)
			WHERE tenant_id = @tenant AND opportunity_id = @opportunity AND is_primary <> coalesce(id = @primary, false)`,
			tenant.Args{"opportunity": of.Record, "primary": orNone(p.Primary)}},
	} {
		if _, err := tx.Exec(ctx, step.sql, step.args); err != nil {
			return fmt.Errorf("contact: write part: %w", err)
		}
	}
	return nil
}

// once refuses a second part of one person, who was added again before their removal was undone.
func once(ctx context.Context, tx *tenant.Tx, of command.Place, was, is Part) error {
	if !was.Removed || is.Removed || was.ContactID == nil {
		return nil
	}
	again, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.contact_roles
		WHERE tenant_id = @tenant AND opportunity_id = @opportunity AND contact_id = @contact AND id <> @id::uuid
		AND deleted_at IS NULL)`,
		tenant.Args{"opportunity": of.Record, "contact": was.ContactID, "id": of.Entry})
	if err != nil {
		return fmt.Errorf("contact: once: %w", err)
	}
	if again {
		return fault.New(fault.Conflict, "This person was added again since then, so nothing was undone.")
	}
	return nil
}

// orNone is a key, or the zero key, which no row has.
func orNone(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

// rolesStay keeps the parts that were changed here after the CRM last changed them.
func rolesStay(ctx context.Context, tx *tenant.Tx, rows []ImportedRole) error {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.ExternalID
	}
	known, err := KnownRoles(ctx, tx, keys)
	if err != nil {
		return err
	}
	ids, of := make([]string, len(known)), map[string]ImportedRole{}
	for i, r := range known {
		ids[i], of[r.ExternalID] = r.ID.String(), r
	}
	edited, err := command.Edited(ctx, tx, command.Role, ids)
	if err != nil || len(edited) == 0 {
		return err
	}
	for i := range rows {
		if was, ok := of[rows[i].ExternalID]; ok && edited[was.ID.String()] != nil {
			rows[i].keep(was, edited[was.ID.String()])
		}
	}
	return nil
}

// keep takes what was changed here from what is known.
func (r *ImportedRole) keep(was ImportedRole, edited map[string]time.Time) {
	newer := func(field string) bool {
		at, ok := edited[field]
		return ok && (r.ModifiedAt == nil || at.After(*r.ModifiedAt))
	}
	if newer("role") {
		r.Role = was.Role
	}
	if newer("primary") {
		r.IsPrimary = was.IsPrimary
	}
	if newer("removed") {
		r.DeletedAt = was.DeletedAt
	}
}
