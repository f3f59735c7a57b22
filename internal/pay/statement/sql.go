package statement

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/platform/tenant"
)

// columns are a statement with its newest calculation and state.
const columns = `s.id, s.run_id, s.member_id, s.plan_id, s.period, s.starts_on, s.ends_on, s.currency,
	coalesce(t.state, 'draft') AS state,
	coalesce(t.number, 0) AS state_number, c.id AS calculation, coalesce(c.number, 0) AS number,
	coalesce(c.problem, '') AS problem, coalesce(c.earned, 0) AS earned,
	coalesce(c.due, 0) AS due, coalesce(c.paid_before, 0) AS paid_before, coalesce(c.payable, 0) AS payable,
	coalesce(c.adjustments, 0) AS adjustments,
	coalesce(c.draw_balance, 0) AS draw_balance, c.attainment, coalesce(c.result_hash, '') AS result_hash,
	c.calculated_at`

// from joins them as of now, but for those of withdrawn runs.
const from = ` FROM (SELECT k.* FROM app.commission_statements k
	WHERE k.tenant_id = @tenant AND k.withdrawn_at = 'infinity') s
	LEFT JOIN LATERAL (SELECT t.state, t.number FROM app.statement_states t
	WHERE t.tenant_id = @tenant AND t.statement_id = s.id ORDER BY t.number DESC LIMIT 1) t ON true
	LEFT JOIN LATERAL (SELECT c.* FROM app.statement_calculations c
	WHERE c.tenant_id = @tenant AND c.statement_id = s.id ORDER BY c.number DESC LIMIT 1) c ON true `

// Get is a statement that the actor may see, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Statement, error) {
	return tenant.One[Statement](
		ctx,
		tx,
		`SELECT `+columns+from+`WHERE s.tenant_id = @tenant AND s.id = @id`,
		tenant.Args{"id": id},
	)
}

// Filter chooses statements; its zero value means all that the actor may see.
type Filter struct {
	Run    *uuid.UUID
	Member *uuid.UUID
	Period string
	Locked *time.Time // those that were locked since
	IDs    []uuid.UUID
}

// List is the statements of a filter, the newest period first.
func List(ctx context.Context, tx *tenant.Tx, f Filter) ([]Statement, error) {
	rows, err := tenant.List[Statement](
		ctx,
		tx,
		`SELECT `+columns+from+`WHERE s.tenant_id = @tenant AND (@run::uuid IS NULL OR s.run_id = @run)
		AND (@member::uuid IS NULL OR s.member_id = @member) AND (@period = '' OR s.period = @period)
		AND (@ids::uuid[] IS NULL OR s.id = ANY(@ids::uuid[]))
		AND (@locked::timestamptz IS NULL OR EXISTS (SELECT 1 FROM app.commission_payouts p
		WHERE p.tenant_id = @tenant AND p.id = s.id AND p.posted_at >= @locked))
		ORDER BY s.starts_on DESC, s.ends_on DESC, s.member_id, s.plan_id`,
		tenant.Args{"run": f.Run, "member": f.Member, "period": f.Period, "locked": f.Locked, "ids": f.IDs},
	)
	if err != nil {
		return nil, fmt.Errorf("statement: list: %w", err)
	}
	return rows, nil
}

// Load is what a statement's newest calculation came to, with its lines; a statement without one has an empty result.
func Load(ctx context.Context, tx *tenant.Tx, s Statement) (evidence.Result, error) {
	var r evidence.Result
	if s.Calculation == nil || s.Problem != "" {
		return r, nil
	}
	text, err := tenant.Value[string](ctx, tx, `SELECT c.result FROM app.statement_calculations c
		WHERE c.tenant_id = @tenant AND c.id = @id`, tenant.Args{"id": *s.Calculation})
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return r, fmt.Errorf("statement: result: %w", err)
	}
	return r, nil
}
