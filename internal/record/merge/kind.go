package merge

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/opportunity"
)

// Object is the sort of records that are joined.
type Object string

// The sorts.
const (
	Account Object = "account"
	Contact Object = "contact"
)

// column is a column that points to a record.
type column struct{ table, name string }

// kind is what a merge has to know of a sort of records.
type kind struct {
	table      string
	plural     string
	facts      []string          // that the survivor can take from the loser, as their columns are called
	references map[string]column // that point to a record, but for those whose move has rules of its own
	load       func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (present, error)
	move       func(ctx context.Context, tx *tenant.Tx, to, from uuid.UUID, moved map[string][]uuid.UUID) error
	back       func(ctx context.Context, tx *tenant.Tx, m Merge) error // takes back what move did
}

// present is a record that is to be joined.
type present struct {
	name   string
	gone   bool
	parent *uuid.UUID // of a company: the one above
}

var kinds = map[Object]kind{
	Account: {table: "app.accounts", plural: "accounts",
		facts: []string{"name", "website", "industry", "employees", "state", "country", "type", "territory", "region",
			"owner_id", "parent_id"},
		references: map[string]column{"contacts": {"app.contacts", "account_id"},
			"activities": {"app.activities", "account_id"}, "children": {"app.accounts", "parent_id"},
			"merged": {"app.accounts", "merged_into"}, "notes": {"app.notes", "object_id"},
			"tasks": {"app.tasks", "object_id"}, "papers": {"app.attachments", "object_id"}},
		load: loadAccount, move: moveOpportunities, back: returnOpportunities},
	Contact: {table: "app.contacts", plural: "contacts",
		facts: []string{"first_name", "last_name", "title", "email", "phone", "account_id", custom},
		references: map[string]column{"roles": {"app.contact_roles", "contact_id"},
			"activities": {"app.activities", "contact_id"}, "merged": {"app.contacts", "merged_into"},
			"notes": {"app.notes", "object_id"}, "tasks": {"app.tasks", "object_id"},
			"papers": {"app.attachments", "object_id"}},
		load: loadContact, move: foldRoles, back: unfoldRoles},
}

// kindOf is what is to be known of a sort of records.
func kindOf(object Object) (kind, error) {
	k, ok := kinds[object]
	if !ok {
		return k, fault.New(fault.NotFound, "There are no such records to merge.")
	}
	return k, nil
}

func loadAccount(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (present, error) {
	a, err := account.Get(ctx, tx, id)
	return present{name: a.Name, gone: a.DeletedAt != nil, parent: a.ParentID}, err
}

func loadContact(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (present, error) {
	c, err := contact.Get(ctx, tx, id)
	return present{name: c.FirstName + " " + c.LastName, gone: c.DeletedAt != nil}, err
}

// moveOpportunities gives a company's opportunities to another; their history says that they moved.
func moveOpportunities(ctx context.Context, tx *tenant.Tx, to, from uuid.UUID, moved map[string][]uuid.UUID) error {
	ids, err := opportunity.OfAccount(ctx, tx, from)
	if err != nil {
		return err
	}
	moved["opportunities"] = ids
	return opportunity.Rebase(ctx, tx, ids, from, to)
}

func returnOpportunities(ctx context.Context, tx *tenant.Tx, m Merge) error {
	return opportunity.Rebase(ctx, tx, m.Moved["opportunities"], m.SurvivorID, m.LoserID)
}

// foldRoles drops the part that came with the loser where the survivor has the same one in the opportunity already, so
// that nobody stands there twice. Of two, the primary one stays.
func foldRoles(ctx context.Context, tx *tenant.Tx, to, _ uuid.UUID, moved map[string][]uuid.UUID) error {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `UPDATE app.contact_roles r SET deleted_at = @now
		FROM (SELECT x.id AS came, y.id AS there, x.is_primary AND NOT y.is_primary AS better FROM app.contact_roles x
			JOIN app.contact_roles y ON y.tenant_id = @tenant AND y.contact_id = @to AND y.deleted_at IS NULL
				AND y.opportunity_id = x.opportunity_id AND NOT y.id = ANY(@came::uuid[]) AND lower(y.role) = lower(x.role)
			WHERE x.tenant_id = @tenant AND x.id = ANY(@came::uuid[]) AND x.deleted_at IS NULL) d
		WHERE r.tenant_id = @tenant AND r.id = CASE WHEN d.better THEN d.there ELSE d.came END RETURNING r.id`,
		tenant.Args{"to": to, "came": moved["roles"], "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("merge: roles: %w", err)
	}
	moved["folded"] = ids
	return nil
}

func unfoldRoles(ctx context.Context, tx *tenant.Tx, m Merge) error {
	if _, err := tx.Exec(ctx, `UPDATE app.contact_roles SET deleted_at = NULL
		WHERE tenant_id = @tenant AND id = ANY(@ids::uuid[]) AND deleted_at = @at`,
		tenant.Args{"ids": m.Moved["folded"], "at": m.At}); err != nil {
		return fmt.Errorf("merge: split: roles: %w", err)
	}
	return nil
}
