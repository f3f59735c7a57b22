package account

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Comparable is what tells whether two companies are one: the row's own facts, and the addresses and numbers of its
// people.
type Comparable struct {
	ID         uuid.UUID
	ExternalID string
	Name       string
	Website    string
	State      string
	Country    string
	Phone      string // of the source's columns, whichever holds one
	Emails     []string
	Phones     []string
}

// Comparables are all companies that are there, in the order of their names.
func Comparables(ctx context.Context, tx *tenant.Tx) ([]Comparable, error) {
	all, err := tenant.List[Comparable](ctx, tx, `SELECT a.id, coalesce(a.external_id, '') AS external_id, a.name,
			a.website, a.state, a.country,
			coalesce(nullif(a.phone, ''), a.custom ->> 'Phone', a.custom ->> 'phone', a.custom ->> 'Phone Number', '') AS phone,
			coalesce(c.emails, '{}') AS emails, coalesce(c.phones, '{}') AS phones
		FROM app.accounts a LEFT JOIN (SELECT account_id, array_agg(email) FILTER (WHERE email <> '') AS emails,
				array_agg(phone) FILTER (WHERE phone <> '') AS phones
			FROM app.contacts WHERE tenant_id = @tenant AND deleted_at IS NULL GROUP BY account_id) c ON c.account_id = a.id
		WHERE a.tenant_id = @tenant AND a.deleted_at IS NULL ORDER BY lower(a.name), a.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("account: comparables: %w", err)
	}
	return all, nil
}

// Rows are some companies, by their keys, whoever owns them.
func Rows(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]Row, error) {
	rows, err := tenant.List[Row](ctx, tx, `SELECT `+columns+` FROM app.accounts a
		WHERE a.tenant_id = @tenant AND a.id = ANY(@ids::uuid[])`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("account: rows: %w", err)
	}
	of := map[uuid.UUID]Row{}
	for _, r := range rows {
		of[r.ID] = r
	}
	return of, nil
}
