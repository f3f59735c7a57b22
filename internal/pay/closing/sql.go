package closing

import (
	"context"
	"fmt"

	"quarterdeck/internal/platform/tenant"
)

// unpaid is where the statements stand that are not paid, by run, currency and state, as they were calculated last.
func unpaid(ctx context.Context, tx *tenant.Tx) ([]stand, error) {
	all, err := tenant.List[stand](ctx, tx, `SELECT s.run_id, s.currency, coalesce(t.state, 'draft') AS state,
			coalesce(c.problem, '') <> '' AS problem, count(*)::int AS count,
			coalesce(sum(c.payable) FILTER (WHERE c.problem = ''), 0)::bigint AS payable
		FROM app.commission_statements s
		LEFT JOIN LATERAL (SELECT t.state FROM app.statement_states t
			WHERE t.tenant_id = @tenant AND t.statement_id = s.id ORDER BY t.number DESC LIMIT 1) t ON true
		LEFT JOIN LATERAL (SELECT c.payable, c.problem FROM app.statement_calculations c
			WHERE c.tenant_id = @tenant AND c.statement_id = s.id ORDER BY c.number DESC LIMIT 1) c ON true
		WHERE s.tenant_id = @tenant AND s.withdrawn_at = 'infinity' AND t.state IS DISTINCT FROM 'paid'
		GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`, nil)
	if err != nil {
		return nil, fmt.Errorf("closing: unpaid: %w", err)
	}
	return all, nil
}
