package statement

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// Extra is additional data of a statement in a table.
type Extra struct {
	ID     uuid.UUID
	Earned int64  // by the lines of the statement alone, minor units
	Note   string // what was said with its newest state
	Before *int64 // payable by the member's statement on the plan that ends where this one begins; nil: there is none
	From   string // the period of that one
	Was    *int64 // payable by the calculation before the newest; nil: the first, or one of the two could not be made
}

// Extras are those of the statements of a filter, by their keys. What a statement's own lines come to is what is earned
// to date less what the payee's last locked statement had stated.
func Extras(ctx context.Context, tx *tenant.Tx, f Filter) (map[uuid.UUID]Extra, error) {
	rows, err := tenant.List[Extra](ctx, tx, `SELECT s.id,
		c.earned - coalesce((SELECT b.earned FROM app.commission_statements e
			JOIN app.statement_states l ON l.tenant_id = @tenant AND l.statement_id = e.id AND l.state = 'locked'
			JOIN app.statement_calculations b ON b.tenant_id = @tenant AND b.id = l.calculation_id
			WHERE e.tenant_id = @tenant AND e.member_id = s.member_id AND e.plan_id = s.plan_id
			AND (e.ends_on < s.ends_on OR e.ends_on = s.ends_on AND e.starts_on > s.starts_on)
			ORDER BY e.ends_on DESC, e.starts_on LIMIT 1), 0) AS earned,
			coalesce(t.note, '') AS note, m.payable AS before, coalesce(m.period, '') AS "from", w.payable AS was
		FROM app.commission_statements s
		JOIN LATERAL (SELECT c.earned, c.number, c.problem FROM app.statement_calculations c
		WHERE c.tenant_id = @tenant AND c.statement_id = s.id ORDER BY c.number DESC LIMIT 1) c ON true
		LEFT JOIN LATERAL (SELECT t.note FROM app.statement_states t
		WHERE t.tenant_id = @tenant AND t.statement_id = s.id ORDER BY t.number DESC LIMIT 1) t ON true
		LEFT JOIN app.statement_calculations w ON w.tenant_id = @tenant AND w.statement_id = s.id
		AND w.number = c.number - 1 AND w.problem = '' AND c.problem = ''
		LEFT JOIN LATERAL (SELECT e.period, k.payable FROM app.commission_statements e
			JOIN app.statement_calculations k ON k.tenant_id = @tenant AND k.statement_id = e.id AND k.problem = ''
			WHERE e.tenant_id = @tenant AND e.member_id = s.member_id AND e.plan_id = s.plan_id
			AND e.ends_on = s.starts_on AND e.currency = s.currency AND e.withdrawn_at = 'infinity'
			ORDER BY e.starts_on DESC, k.number DESC LIMIT 1) m ON true
		WHERE s.tenant_id = @tenant AND s.withdrawn_at = 'infinity' AND (@run::uuid IS NULL OR s.run_id = @run)
		AND (@member::uuid IS NULL OR s.member_id = @member) AND (@period = '' OR s.period = @period)`,
		tenant.Args{"run": f.Run, "member": f.Member, "period": f.Period})
	if err != nil {
		return nil, fmt.Errorf("statement: extras: %w", err)
	}
	all := map[uuid.UUID]Extra{}
	for _, r := range rows {
		all[r.ID] = r
	}
	return all, nil
}

// Periods lists those that the actor sees statements of, the newest first.
func Periods(ctx context.Context, tx *tenant.Tx) ([]string, error) {
	keys, err := tenant.Values[string](ctx, tx, `SELECT s.period FROM app.commission_statements s
		WHERE s.tenant_id = @tenant AND s.withdrawn_at = 'infinity'
		GROUP BY s.period, s.starts_on, s.ends_on ORDER BY s.starts_on DESC, s.ends_on DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("statement: periods: %w", err)
	}
	return keys, nil
}
