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

// Distinct are the pairs of companies that somebody has said are two, the lower key first.
func Distinct(ctx context.Context, tx *tenant.Tx) (map[[2]uuid.UUID]bool, error) {
	type pair struct{ OneID, OtherID uuid.UUID }
	rows, err := tenant.List[pair](ctx, tx, `SELECT one_id, other_id FROM app.distinct_accounts
		WHERE tenant_id = @tenant`, nil)
	if err != nil {
		return nil, fmt.Errorf("account: distinct: %w", err)
	}
	all := map[[2]uuid.UUID]bool{}
	for _, r := range rows {
		all[[2]uuid.UUID{r.OneID, r.OtherID}] = true
	}
	return all, nil
}

// Ordered is two keys, the lower first.
func Ordered(a, b uuid.UUID) [2]uuid.UUID {
	if a.String() > b.String() {
		a, b = b, a
	}
	return [2]uuid.UUID{a, b}
}

// Differ says that two companies are two.
func Differ(ctx context.Context, tx *tenant.Tx, a, b uuid.UUID) error {
	if err := tx.Require(tenant.ManageRecords); err != nil {
		return err
	}
	p := Ordered(a, b)
	if _, err := tx.Exec(ctx, `INSERT INTO app.distinct_accounts (tenant_id, one_id, other_id, member_id, at)
		VALUES (@tenant, @one, @other, @me, @now) ON CONFLICT DO NOTHING`,
		tenant.Args{"one": p[0], "other": p[1], "me": tx.By(), "now": tx.Now()}); err != nil {
		return fmt.Errorf("account: differ: %w", err)
	}
	return nil
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
