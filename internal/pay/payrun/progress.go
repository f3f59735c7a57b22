package payrun

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
)

// Progress counts a run's statements by state.
type Progress struct {
	RunID      uuid.UUID
	Statements int
	Approved   int // by a manager or by finance, and not locked yet
	Locked     int // paid ones too
	Paid       int
	Problems   int // that could not be calculated
}

// ProgressOf counts the statements of every run that the actor may see, by run.
func ProgressOf(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID]Progress, error) {
	rows, err := tenant.List[Progress](ctx, tx, `SELECT s.run_id, count(*)::int AS statements,
		count(*) FILTER (WHERE t.state IN ('manager_approved', 'finance_approved'))::int AS approved,
			count(*) FILTER (WHERE t.state IN ('locked', 'paid'))::int AS locked,
			count(*) FILTER (WHERE t.state = 'paid')::int AS paid,
			count(*) FILTER (WHERE c.problem <> '')::int AS problems
		FROM app.commission_statements s
		LEFT JOIN LATERAL (SELECT t.state FROM app.statement_states t
		WHERE t.tenant_id = @tenant AND t.statement_id = s.id ORDER BY t.number DESC LIMIT 1) t ON true
		LEFT JOIN LATERAL (SELECT c.problem FROM app.statement_calculations c
		WHERE c.tenant_id = @tenant AND c.statement_id = s.id ORDER BY c.number DESC LIMIT 1) c ON true
		WHERE s.tenant_id = @tenant AND s.withdrawn_at = 'infinity' GROUP BY s.run_id`, nil)
	if err != nil {
		return nil, fmt.Errorf("payrun: progress: %w", err)
	}
	all := map[uuid.UUID]Progress{}
	for _, r := range rows {
		all[r.RunID] = r
	}
	return all, nil
}

// Total is the total of a run's statements in one currency, by their newest calculation.
type Total struct {
	RunID    uuid.UUID
	Currency money.Currency
	Payable  int64 // minor units, adjustments and draws included
}

// Totals maps every run with visible statements to its totals, largest first.
func Totals(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID][]Total, error) {
	rows, err := tenant.List[Total](ctx, tx, `SELECT s.run_id, s.currency, sum(c.payable)::bigint AS payable
		FROM app.commission_statements s
		JOIN LATERAL (SELECT c.payable, c.problem FROM app.statement_calculations c
		WHERE c.tenant_id = @tenant AND c.statement_id = s.id ORDER BY c.number DESC LIMIT 1) c ON c.problem = ''
		WHERE s.tenant_id = @tenant AND s.withdrawn_at = 'infinity' GROUP BY s.run_id, s.currency
		ORDER BY payable DESC, s.currency`, nil)
	if err != nil {
		return nil, fmt.Errorf("payrun: totals: %w", err)
	}
	all := map[uuid.UUID][]Total{}
	for _, r := range rows {
		all[r.RunID] = append(all[r.RunID], r)
	}
	return all, nil
}
