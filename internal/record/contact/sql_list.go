package contact

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Sort is the order of a list of people.
type Sort string

// The orders; ties are in the order of the key.
const (
	ByName    Sort = ""
	ByAccount Sort = "account"
	ByTouch   Sort = "touch" // the latest first
)

// Filter chooses people; its zero value means everybody.
type Filter struct {
	Name    string      // part of the name, the title, the e-mail address or the account's name
	Owners  []uuid.UUID // of the account; nil: any
	Role    string      // in an open opportunity; empty: any
	Working bool        // with a part in an open opportunity
	Sort    Sort
	After   Cursor
	Limit   int // 0: all
}

// Cursor is a place in a list: the sort value and key of the last row before.
type Cursor struct {
	Value string
	ID    uuid.UUID
}

// Row is a person in a list.
type Row struct {
	Person
	Account string
	OwnerID *uuid.UUID  // of the account
	LastOn  period.Date // of the last activity with them; zero: none
	Open    int64       // open opportunities in which they have a part, of those that the actor sees
	SortKey string
}

var orders = map[Sort]struct{ key, after, by string }{
	ByName: {`lower(c.last_name || ' ' || c.first_name)`,
		`(lower(c.last_name || ' ' || c.first_name), c.id) > (@after, @after_id::uuid)`,
		`lower(c.last_name || ' ' || c.first_name), c.id`},
	ByAccount: {`lower(coalesce(a.name, ''))`, `(lower(coalesce(a.name, '')), c.id) > (@after, @after_id::uuid)`,
		`lower(coalesce(a.name, '')), c.id`},
	ByTouch: {`coalesce(l.last_on, '-infinity')::text`, `(coalesce(l.last_on, '-infinity')::text, c.id::text) <
			(@after, @after_id::uuid::text)`, `coalesce(l.last_on, '-infinity')::text DESC, c.id::text DESC`},
}

// List is a page of people.
func List(ctx context.Context, tx *tenant.Tx, f Filter) ([]Row, error) {
	rows, err := tenant.List[Row](ctx, tx, f.statement(), f.arguments(tx))
	if err != nil {
		return nil, fmt.Errorf("contact: list: %w", err)
	}
	return rows, nil
}

// Each hands the people of List to fn one by one, for an export.
func Each(ctx context.Context, tx *tenant.Tx, f Filter, fn func(Row) error) error {
	if err := tenant.Each(ctx, tx, f.statement(), f.arguments(tx), fn); err != nil {
		return fmt.Errorf("contact: each: %w", err)
	}
	return nil
}

// Count is how many people the filter chooses, on whatever page.
func Count(ctx context.Context, tx *tenant.Tx, f Filter) (int64, error) {
	args := f.arguments(tx)
	for _, name := range []string{"after", "after_id", "limit"} {
		delete(args, name)
	}
	return tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.contacts c
		LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = c.account_id
		WHERE c.tenant_id = @tenant AND `+visible+chosen, args)
}

const working = `SELECT 1 FROM app.contact_roles r
		JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = r.opportunity_id
		WHERE r.tenant_id = @tenant AND r.contact_id = c.id AND r.deleted_at IS NULL AND o.status = 'open'
		AND o.deleted_at IS NULL AND (@all OR o.owner_id = ANY(@members::uuid[]))`

const chosen = ` AND c.deleted_at IS NULL
	AND (@name = '' OR position(lower(@name) IN lower(c.first_name || ' ' || c.last_name || ' ' || c.title || ' ' ||
		c.email || ' ' || coalesce(a.name, ''))) > 0)
	AND (@owners::uuid[] IS NULL OR a.owner_id = ANY(@owners::uuid[]))
	AND (NOT @working OR EXISTS (` + working + `))
	AND (@role = '' OR EXISTS (` + working + ` AND lower(r.role) = lower(@role)))`

func (f Filter) statement() string {
	by, ok := orders[f.Sort]
	if !ok {
		by = orders[ByName]
	}
	return `SELECT ` + columns + `, coalesce(a.name, '') AS account, a.owner_id, l.last_on, w.open,
		` + by.key + ` AS sort_key
	FROM app.contacts c LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = c.account_id
	LEFT JOIN LATERAL (SELECT max(v.occurs_on) AS last_on FROM app.activities v
		WHERE v.tenant_id = @tenant AND v.contact_id = c.id AND v.done AND v.deleted_at IS NULL) l ON true
	LEFT JOIN LATERAL (SELECT count(*) AS open FROM (` + working + `) n) w ON true
	WHERE c.tenant_id = @tenant AND ` + visible + chosen + `
		AND (@after_id::uuid = '00000000-0000-0000-0000-000000000000' OR ` + by.after + `)
	ORDER BY ` + by.by + ` LIMIT nullif(@limit::int, 0)`
}

func (f Filter) arguments(tx *tenant.Tx) tenant.Args {
	members, all := tx.Visible()
	return tenant.Args{"all": all, "members": members, "name": f.Name, "owners": f.Owners, "role": f.Role,
		"working": f.Working, "after": f.After.Value, "after_id": f.After.ID, "limit": f.Limit}
}

// Involvement is a person's part in an opportunity.
type Involvement struct {
	ID       uuid.UUID // of the opportunity
	Name     string
	Role     string
	Primary  bool
	Stage    string
	Status   string
	Amount   *int64 // minor units of Currency
	Currency money.Currency
	CloseOn  period.Date
	OwnerID  *uuid.UUID
}

// Involved lists the opportunities that the actor sees in which a person has a part, the open ones first.
func Involved(ctx context.Context, tx *tenant.Tx, person uuid.UUID) ([]Involvement, error) {
	members, all := tx.Visible()
	found, err := tenant.List[Involvement](ctx, tx, `SELECT o.id, o.name, r.role, r.is_primary AS "primary", o.stage,
		o.status, o.amount, o.currency, o.close_on, o.owner_id
		FROM app.contact_roles r JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = r.opportunity_id
		WHERE r.tenant_id = @tenant AND r.contact_id = @person AND r.deleted_at IS NULL AND o.deleted_at IS NULL
		AND (@all OR o.owner_id = ANY(@members::uuid[]))
		ORDER BY o.status <> 'open', o.close_on DESC, o.id`,
		tenant.Args{"person": person, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("contact: involved: %w", err)
	}
	return found, nil
}
