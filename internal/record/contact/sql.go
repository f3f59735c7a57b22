package contact

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Person is a contact by themselves.
type Person struct {
	ID         uuid.UUID
	ExternalID string
	FirstName  string
	LastName   string
	Title      string
	Email      string
	Phone      string
	AccountID  *uuid.UUID
	CreatedAt  time.Time
	DeletedAt  *time.Time        // in the source, or archived; nil: they are there
	MergedInto *uuid.UUID        // whom they became there
	Fields     map[string]string // of custom fields, by their keys
}

// Whole is a contact with the source's other columns.
type Whole struct {
	Person
	Custom map[string]string
}

const columns = `c.id, coalesce(c.external_id, '') AS external_id, c.first_name, c.last_name, c.title, c.email, c.phone,
	c.account_id, c.created_at, c.deleted_at, c.merged_into, c.fields`

// visible is the condition under which the actor sees the person c: they or somebody below own the account, an
// opportunity on it, or one in which the person has a part.
const visible = `(@all OR EXISTS (SELECT 1 FROM app.accounts va
		WHERE va.tenant_id = @tenant AND va.id = c.account_id AND va.owner_id = ANY(@members::uuid[]))
	OR EXISTS (SELECT 1 FROM app.opportunities vo
		WHERE vo.tenant_id = @tenant AND vo.account_id = c.account_id AND vo.owner_id = ANY(@members::uuid[]))
	OR EXISTS (SELECT 1 FROM app.contact_roles vr
		JOIN app.opportunities vo ON vo.tenant_id = @tenant AND vo.id = vr.opportunity_id
		WHERE vr.tenant_id = @tenant AND vr.contact_id = c.id AND vr.deleted_at IS NULL
		AND vo.owner_id = ANY(@members::uuid[])))`

// Get is a person whom the actor may see, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Whole, error) {
	members, all := tx.Visible()
	p, err := tenant.One[Whole](ctx, tx, `SELECT `+columns+`, c.custom FROM app.contacts c
		WHERE c.tenant_id = @tenant AND c.id = @id AND `+visible,
		tenant.Args{"id": id, "all": all, "members": members})
	if err != nil {
		return p, fmt.Errorf("contact: get: %w", err)
	}
	return p, nil
}

// Names maps people to their names, whoever sees them: those of an opportunity's history, which the actor sees.
func Names(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	type named struct {
		ID   uuid.UUID
		Name string
	}
	rows, err := tenant.List[named](ctx, tx, `SELECT c.id,
		coalesce(nullif(trim(c.first_name || ' ' || c.last_name), ''), c.email) AS name
		FROM app.contacts c WHERE c.tenant_id = @tenant AND c.id = ANY(@ids)`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("contact: names: %w", err)
	}
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}
