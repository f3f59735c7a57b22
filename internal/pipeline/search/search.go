// Package search finds records by a part of their name, among those that the actor may see.
package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
)

// Hit is a record that was found.
type Hit struct {
	Kind     string // account or opportunity
	ID       uuid.UUID
	Name     string
	Detail   string // the account of an opportunity, the industry of an account
	Status   string // of an opportunity
	Amount   *int64 // of an opportunity, minor units of Currency
	Currency money.Currency
}

// shortest is the least that is searched for: a shorter text would find almost everything.
const shortest = 2

// Find lists at most so many accounts, then opportunities, whose name has the text in it, in any case.
func Find(ctx context.Context, tx *tenant.Tx, text string, most int) ([]Hit, error) {
	text = strings.TrimSpace(text)
	if len([]rune(text)) < shortest {
		return nil, nil
	}
	members, _ := tx.Visible()
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
	hits, err := tenant.List[Hit](ctx, tx, `WITH found AS MATERIALIZED (
			SELECT f.kind, f.id, f.place
			FROM app.search_records(@pattern, @members, @most) WITH ORDINALITY f(kind, id, place))
		SELECT h.kind, h.id, h.name, h.detail, h.status, h.amount, h.currency FROM (
		SELECT f.place, f.kind, f.id, a.name, a.industry AS detail, '' AS status, NULL::bigint AS amount, '' AS currency
		FROM found f JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = f.id WHERE f.kind = 'account'
		UNION ALL
		SELECT f.place, f.kind, f.id, o.name, coalesce(a.name, ''), o.status, o.amount, o.currency
		FROM found f JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = f.id
		LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id WHERE f.kind = 'opportunity') h
		ORDER BY h.place`,
		tenant.Args{"pattern": pattern, "members": members, "most": most})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return hits, nil
}
