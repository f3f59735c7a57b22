package fact

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
)

// Named is the display name of an opportunity that pays somebody. People paid for an opportunity may know its name,
// even if they can no longer see the record.
type Named struct {
	ID      uuid.UUID
	Name    string
	Account string
	Status  opportunity.Status
	OwnerID *uuid.UUID
}

// Names maps opportunities to their names. Callers pass opportunities of lines that the actor may read.
func Names(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) (map[uuid.UUID]Named, error) {
	named := map[uuid.UUID]Named{}
	if len(ids) == 0 {
		return named, nil
	}
	rows, err := tenant.List[Named](ctx, tx, `SELECT o.id, o.name, coalesce(a.name, '') AS account, o.status, o.owner_id
		FROM app.opportunities o LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id
		WHERE o.tenant_id = @tenant AND o.id = ANY(@ids::uuid[])`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("fact: names: %w", err)
	}
	for _, r := range rows {
		named[r.ID] = r
	}
	return named, nil
}

// NamesOf maps the opportunities of a result's lines to their names, by the keys used in lines.
func NamesOf(ctx context.Context, tx *tenant.Tx, r evidence.Result) (map[string]string, error) {
	all, err := Names(ctx, tx, Opportunities(r.Lines))
	names := map[string]string{}
	for id, n := range all {
		names[id.String()] = n.Name
	}
	return names, err
}

// Opportunities lists the opportunities of lines, each once.
func Opportunities(lists ...[]commission.Line) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	var all []uuid.UUID
	for _, lines := range lists {
		for _, l := range lines {
			if id, err := uuid.Parse(l.Opportunity); err == nil && !seen[id] {
				seen[id] = true
				all = append(all, id)
			}
		}
	}
	return all
}
