// Package account owns the companies that an organisation sells to.
package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// Account is a company with everything that is known about it.
type Account struct {
	Row
	Custom map[string]string // the source's columns that Quarterdeck has no field for
}

// Row is a company in a list, without the source's other columns, of which there may be hundreds.
type Row struct {
	ID         uuid.UUID
	ExternalID string
	Name       string
	Website    string
	Phone      string
	Industry   string
	Employees  *int64 // nil: not known
	State      string
	Country    string
	Type       string // Prospect, Customer, …, as the source has it
	Territory  string
	Region     string
	OwnerID    *uuid.UUID
	ParentID   *uuid.UUID
	CreatedAt  time.Time
	DeletedAt  *time.Time        // in the source; nil: it is there
	MergedInto *uuid.UUID        // what it became there
	Fields     map[string]string // of custom fields, by their keys
}

// Imported is a company as a source has it. Hash is of the source's row: one that is as it was is left alone.
type Imported struct {
	ID         uuid.UUID // for one that is new
	ExternalID string
	Name       string
	Website    string
	Industry   string
	Employees  *int64
	State      string
	Country    string
	Type       string
	Territory  string
	Region     string
	OwnerID    *uuid.UUID
	ParentID   *uuid.UUID // in an earlier batch
	Custom     string     // JSON object of the source's other columns
	Fields     string     `json:",omitempty"` // JSON object of the custom fields that the source fills
	CreatedAt  time.Time
	ModifiedAt *time.Time // nil: the source does not say
	DeletedAt  *time.Time
	MergedInto *uuid.UUID
	Hash       int64
}

// visible is the condition under which the actor sees the account a: they or somebody below own it or an opportunity on
// it.
const visible = `(@all OR a.owner_id = ANY(@members::uuid[]) OR EXISTS (SELECT 1 FROM app.opportunities v
	WHERE v.tenant_id = @tenant AND v.account_id = a.id AND v.owner_id = ANY(@members::uuid[])))`

const columns = `a.id, coalesce(a.external_id, '') AS external_id, a.name, a.website, a.phone, a.industry, a.employees, a.state,
	a.country, a.type, a.territory, a.region, a.owner_id, a.parent_id, a.created_at, a.deleted_at, a.merged_into,
	a.fields`

// Get is a company that the actor may see, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Account, error) {
	members, all := tx.Visible()
	a, err := tenant.One[Account](ctx, tx, `SELECT `+columns+`, a.custom FROM app.accounts a
		WHERE a.tenant_id = @tenant AND a.id = @id AND `+visible,
		tenant.Args{"id": id, "all": all, "members": members})
	if err != nil {
		return a, fmt.Errorf("account: get: %w", err)
	}
	return a, nil
}

// Filter chooses accounts; its zero value means everything. After is the last name and key of the page before.
type Filter struct {
	Name   string // part of the name, in any case
	Owners []uuid.UUID
	After  Cursor
	Limit  int
}

// Cursor is a place in the list by name.
type Cursor struct {
	Name string // in small letters
	ID   uuid.UUID
}

// List is a page of companies in the order of their names.
func List(ctx context.Context, tx *tenant.Tx, f Filter) ([]Row, error) {
	accounts, err := tenant.List[Row](ctx, tx, list, paged(tx, f))
	if err != nil {
		return nil, fmt.Errorf("account: list: %w", err)
	}
	return accounts, nil
}

// Each hands the companies of List to fn one by one, for an export.
func Each(ctx context.Context, tx *tenant.Tx, f Filter, fn func(Row) error) error {
	if err := tenant.Each(ctx, tx, list, paged(tx, f), fn); err != nil {
		return fmt.Errorf("account: each: %w", err)
	}
	return nil
}

const list = `SELECT ` + columns + ` FROM app.accounts a WHERE a.tenant_id = @tenant AND ` + visible + chosen + `
	AND (@after = '' OR (lower(a.name), a.id) > (@after, @after_id))
	ORDER BY lower(a.name), a.id LIMIT nullif(@limit::int, 0)`

func paged(tx *tenant.Tx, f Filter) tenant.Args {
	args := arguments(tx, f)
	args["after"], args["after_id"], args["limit"] = f.After.Name, f.After.ID, f.Limit
	return args
}

// Count is how many companies the filter chooses, on whatever page.
func Count(ctx context.Context, tx *tenant.Tx, f Filter) (int64, error) {
	return tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.accounts a
		WHERE a.tenant_id = @tenant AND `+visible+chosen, arguments(tx, f))
}

const chosen = ` AND a.deleted_at IS NULL AND (@name = '' OR position(lower(@name) IN lower(a.name)) > 0)
	AND (@owners::uuid[] IS NULL OR a.owner_id = ANY(@owners::uuid[]))`

func arguments(tx *tenant.Tx, f Filter) tenant.Args {
	members, all := tx.Visible()
	return tenant.Args{"all": all, "members": members, "name": f.Name, "owners": f.Owners}
}

// Names maps accounts that the actor may see to their names.
func Names(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	type named struct {
		ID   uuid.UUID
		Name string
	}
	members, all := tx.Visible()
	rows, err := tenant.List[named](ctx, tx, `SELECT a.id, a.name FROM app.accounts a
		WHERE a.tenant_id = @tenant AND a.id = ANY(@ids) AND `+visible,
		tenant.Args{"ids": ids, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("account: names: %w", err)
	}
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}

// Named is the account of a name among those that the actor sees, in whatever case it is written. A name that several
// have is refused.
func Named(ctx context.Context, tx *tenant.Tx, name string) (uuid.UUID, error) {
	found, err := called(ctx, tx, strings.TrimSpace(name))
	if err != nil {
		return uuid.Nil, err
	}
	switch len(found) {
	case 0:
		return uuid.Nil, fault.On("account", "No account has this name. Choose one from the list.")
	case 1:
		return found[0], nil
	}
	return uuid.Nil, fault.On("account",
		"Several accounts have this name. Open the right one and create the opportunity there.")
}
