package hypothesis

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// listGranted is what bonuses with a shared budget granted a member in the newest calculation of each plan.
func listGranted(ctx context.Context, tx *tenant.Tx, member uuid.UUID) (map[uuid.UUID]fact.Grants, error) {
	type row struct {
		PlanID uuid.UUID
		Grants *string
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT ON (s.plan_id) s.plan_id,
		c.inputs::json->>'grants' AS grants FROM app.commission_statements s
		JOIN app.statement_calculations c ON c.tenant_id = @tenant AND c.statement_id = s.id AND c.problem = ''
		WHERE s.tenant_id = @tenant AND s.member_id = @member AND s.withdrawn_at = 'infinity'
		ORDER BY s.plan_id, s.starts_on DESC, c.number DESC`, tenant.Args{"member": member})
	if err != nil {
		return nil, fmt.Errorf("hypothesis: granted: %w", err)
	}
	all := map[uuid.UUID]fact.Grants{}
	for _, r := range rows {
		if r.Grants == nil {
			continue
		}
		var one fact.Grants
		if err := json.Unmarshal([]byte(*r.Grants), &one); err != nil {
			return nil, fmt.Errorf("hypothesis: granted: %w", err)
		}
		all[r.PlanID] = one
	}
	return all, nil
}
