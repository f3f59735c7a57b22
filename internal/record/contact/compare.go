package contact

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Comparable is what tells whether two people are one.
type Comparable struct {
	ID         uuid.UUID
	ExternalID string
	FirstName  string
	LastName   string
	Email      string
	Phone      string
	Mobile     string // of the source's columns, whichever holds one
	AccountID  *uuid.UUID
}

// Comparables are all people who are there, in the order of their names.
func Comparables(ctx context.Context, tx *tenant.Tx) ([]Comparable, error) {
	all, err := tenant.List[Comparable](ctx, tx, `SELECT c.id, coalesce(c.external_id, '') AS external_id, c.first_name,
			c.last_name, c.email, c.phone, coalesce(c.custom ->> 'MobilePhone', c.custom ->> 'Mobile Phone',
				c.custom ->> 'Mobile', c.custom ->> 'mobilephone', '') AS mobile, c.account_id
		FROM app.contacts c WHERE c.tenant_id = @tenant AND c.deleted_at IS NULL
		ORDER BY lower(c.last_name), lower(c.first_name), c.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("contact: comparables: %w", err)
	}
	return all, nil
}

// People are some people, by their keys, whoever sees them.
func People(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]Person, error) {
	rows, err := tenant.List[Person](ctx, tx, `SELECT `+columns+` FROM app.contacts c
		WHERE c.tenant_id = @tenant AND c.id = ANY(@ids::uuid[])`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("contact: people: %w", err)
	}
	of := map[uuid.UUID]Person{}
	for _, r := range rows {
		of[r.ID] = r
	}
	return of, nil
}
