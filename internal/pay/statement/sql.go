package statement

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/platform/tenant"
)

// columns are a statement with its newest calculation and state.
const columns = `s.id, s.run_id, s.member_id, s.plan_id, s.period, s.starts_on, s.ends_on, s.currency, coalesce(t.state, 'draft') AS state,
	coalesce(t.number, 0) AS state_number, c.id AS calculation, coalesce(c.number, 0) AS number, coalesce(c.problem, '') AS problem, coalesce(c.earned, 0) AS earned,
	coalesce(c.due, 0) AS due, coalesce(c.paid_before, 0) AS paid_before, coalesce(c.payable, 0) AS payable, coalesce(c.adjustments, 0) AS adjustments,
	coalesce(c.draw_balance, 0) AS draw_balance, c.attainment, coalesce(c.result_hash, '') AS result_hash, c.calculated_at`

// from joins them as of now, but for those of withdrawn runs.
const from = ` FROM (SELECT k.* FROM app.commission_statements k WHERE k.tenant_id = @tenant AND k.withdrawn_at = 'infinity') s
	LEFT JOIN LATERAL (SELECT t.state, t.number FROM app.statement_states t WHERE t.tenant_id = @tenant AND t.statement_id = s.id ORDER BY t.number DESC LIMIT 1) t ON true
	LEFT JOIN LATERAL (SELECT c.* FROM app.statement_calculations c WHERE c.tenant_id = @tenant AND c.statement_id = s.id ORDER BY c.number DESC LIMIT 1) c ON true `

// Get is a statement that the actor may see, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Statement, error) {
	return tenant.One[Statement](ctx, tx, `SELECT `+columns+from+`WHERE s.tenant_id = @tenant AND s.id = @id`, tenant.Args{"id": id})
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
	rows, err := tenant.List[Statement](ctx, tx, `SELECT `+columns+from+`WHERE s.tenant_id = @tenant AND (@run::uuid IS NULL OR s.run_id = @run)
		AND (@member::uuid IS NULL OR s.member_id = @member) AND (@period = '' OR s.period = @period)
		AND (@ids::uuid[] IS NULL OR s.id = ANY(@ids::uuid[])) AND (@locked::timestamptz IS NULL OR EXISTS (SELECT 1 FROM app.commission_payouts p WHERE p.tenant_id = @tenant AND p.id = s.id AND p.posted_at >= @locked))
		ORDER BY s.starts_on DESC, s.ends_on DESC, s.member_id, s.plan_id`,
		tenant.Args{"run": f.Run, "member": f.Member, "period": f.Period, "locked": f.Locked, "ids": f.IDs})
	if err != nil {
		return nil, fmt.Errorf("statement: list: %w", err)
	}
	return rows, nil
}

// Load is what a statement's newest calculation came to, with its lines; a statement without one has an empty result.
func Load(ctx context.Context, tx *tenant.Tx, s Statement) (commission.Result, error) {
	var r commission.Result
	if s.Calculation == nil || s.Problem != "" {
		return r, nil
	}
	text, err := tenant.Value[string](ctx, tx, `SELECT c.result FROM app.statement_calculations c WHERE c.tenant_id = @tenant AND c.id = @id`, tenant.Args{"id": *s.Calculation})
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return r, fmt.Errorf("statement: result: %w", err)
	}
	return r, nil
}

// Runs lists the payout periods, the newest first.
func Runs(ctx context.Context, tx *tenant.Tx) ([]Run, error) {
	runs, err := tenant.List[Run](ctx, tx, `SELECT r.id, r.period, r.starts_on, r.ends_on, r.opened_at FROM app.commission_runs r WHERE r.tenant_id = @tenant AND r.withdrawn_at = 'infinity'
		ORDER BY r.starts_on DESC, r.ends_on DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("statement: runs: %w", err)
	}
	return runs, nil
}

// GetRun is a run, or NotFound.
func GetRun(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Run, error) {
	return tenant.One[Run](ctx, tx, `SELECT r.id, r.period, r.starts_on, r.ends_on, r.opened_at FROM app.commission_runs r WHERE r.tenant_id = @tenant AND r.id = @id AND r.withdrawn_at = 'infinity'`, tenant.Args{"id": id})
}

// LastAttempt is the newest calculation of a run, or NotFound.
func LastAttempt(ctx context.Context, tx *tenant.Tx, run uuid.UUID) (Attempt, error) {
	return tenant.One[Attempt](ctx, tx, `SELECT a.id, a.run_id, a.as_of, a.members, a.done, a.started_at, a.finished_at, a.problem FROM app.commission_attempts a
		WHERE a.tenant_id = @tenant AND a.run_id = @run ORDER BY a.started_at DESC, a.id DESC LIMIT 1`, tenant.Args{"run": run})
}

// prior is where a payee's last locked statement before a period left off.
type prior struct {
	commission.Prior
	statement uuid.UUID
	currency  money.Currency
	payout    period.Kind // of the statement's period
}

// place is where a statement stands among those of its payee: they follow each other by their last day, and of two that end on one day,
// a month and its quarter, the shorter comes first.
type place struct{ starts, ends period.Date }

// listPrior reads the last locked statement of every payee before a place.
func listPrior(ctx context.Context, tx *tenant.Tx, at place) (map[payee]prior, error) {
	type row struct {
		StatementID uuid.UUID
		MemberID    uuid.UUID
		PlanID      uuid.UUID
		Currency    money.Currency
		Period      string
		Inputs      string
		Result      string
		Paid        int64
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT ON (s.member_id, s.plan_id) s.id AS statement_id, s.member_id, s.plan_id, s.currency, s.period, c.inputs, c.result,
			c.paid_before + c.payable - c.adjustments AS paid
		FROM app.commission_statements s
		JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'locked'
		JOIN app.statement_calculations c ON c.tenant_id = @tenant AND c.id = t.calculation_id
		WHERE s.tenant_id = @tenant AND (s.ends_on < @ends OR s.ends_on = @ends AND s.starts_on > @starts)
		ORDER BY s.member_id, s.plan_id, s.ends_on DESC, s.starts_on`, tenant.Args{"starts": at.starts, "ends": at.ends})
	if err != nil {
		return nil, fmt.Errorf("statement: prior: %w", err)
	}
	all := map[payee]prior{}
	for _, r := range rows {
		bundle, err := commission.Decode([]byte(r.Inputs))
		if err != nil {
			return nil, err
		}
		var result commission.Result
		if err := json.Unmarshal([]byte(r.Result), &result); err != nil {
			return nil, fmt.Errorf("statement: prior: %w", err)
		}
		p, err := tx.Calendar().Parse(r.Period)
		if err != nil {
			return nil, err
		}
		all[payee{r.MemberID, r.PlanID}] = prior{commission.Prior{On: result.On, Due: result.DueToDate, Paid: r.Paid, DrawBalance: result.DrawBalance,
			State: result.State, Known: bundle.Known()}, r.StatementID, r.Currency, p.Kind}
	}
	return all, nil
}

// stamp is when and by whom, as rows keep it.
func stamp(tx *tenant.Tx) (now time.Time, by *uuid.UUID) {
	if id := tx.Actor().MemberID; id != uuid.Nil {
		by = &id
	}
	return tx.Now(), by
}
