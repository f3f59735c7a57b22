package statement

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/commission"
	"quarterdeck/internal/tenant"
)

// Names are the opportunities of lines by key, for those who may read the lines.
func Names(ctx context.Context, tx *tenant.Tx, lines []commission.Line) (map[string]string, error) {
	seen := map[uuid.UUID]bool{}
	var ids []uuid.UUID
	for _, l := range lines {
		if id, err := uuid.Parse(l.Opportunity); err == nil && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	type row struct {
		ID   uuid.UUID
		Name string
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT o.id, o.name FROM app.opportunities o WHERE o.tenant_id = @tenant AND o.id = ANY(@ids)`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("statement: names: %w", err)
	}
	names := map[string]string{}
	for _, r := range rows {
		names[r.ID.String()] = r.Name
	}
	return names, nil
}
