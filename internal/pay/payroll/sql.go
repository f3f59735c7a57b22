package payroll

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Current is the current mapping: the newest saved one, or the default.
func Current(ctx context.Context, tx *tenant.Tx) (Mapping, error) {
	documents, err := tenant.Values[[]byte](ctx, tx, `SELECT p.document FROM app.pay_settings p
		WHERE p.tenant_id = @tenant AND p.kind = 'payroll' ORDER BY p.known_at DESC, p.id DESC LIMIT 1`, nil)
	if err != nil {
		return Mapping{}, fmt.Errorf("payroll: mapping: %w", err)
	}
	if len(documents) == 0 {
		return Usual(), nil
	}
	var m Mapping
	if err := json.Unmarshal(documents[0], &m); err != nil {
		return m, fmt.Errorf("payroll: mapping: %w", err)
	}
	return m, nil
}

// Lay saves a mapping; earlier ones are kept. Invalid if no file can be made with it.
func Lay(ctx context.Context, tx *tenant.Tx, m Mapping) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	if err := m.Check(); err != nil {
		return err
	}
	document, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("payroll: lay: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.pay_settings (tenant_id, id, kind, document, known_at, member_id)
		VALUES (@tenant, @id, 'payroll', @document, @now, @by)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "document": string(document), "now": tx.Now(),
			"by": tx.By()}); err != nil {
		return fmt.Errorf("payroll: lay: %w", err)
	}
	return audit.Record(ctx, tx, "set", "pay", "payroll file",
		map[string]string{"columns": fmt.Sprint(len(m.Columns)), "rows": string(m.Rows)})
}

// Run is a payout period with its payment status.
type Run struct {
	ID         uuid.UUID
	Period     string
	StartsOn   period.Date
	EndsOn     period.Date
	Statements int
	Locked     int // those that can be paid, or have been
	Paid       int
	PaidAt     *time.Time // the last of them
	// stands for the statements that wait to be paid, to see that one was locked meanwhile; empty: none
	Waiting string
}

// Ready reports whether there is something to pay.
func (r Run) Ready() bool { return r.Locked > r.Paid }

// Runs lists the payout periods, newest first.
func Runs(ctx context.Context, tx *tenant.Tx) ([]Run, error) {
	runs, err := tenant.List[Run](ctx, tx, selectRuns+` WHERE r.tenant_id = @tenant AND r.withdrawn_at = 'infinity'
		GROUP BY 1, 2, 3, 4 ORDER BY r.starts_on DESC, r.ends_on DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("payroll: runs: %w", err)
	}
	return runs, nil
}

// Get is a payout period, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Run, error) {
	return tenant.One[Run](ctx, tx, selectRuns+` WHERE r.tenant_id = @tenant AND r.id = @id
		AND r.withdrawn_at = 'infinity' GROUP BY 1, 2, 3, 4`, tenant.Args{"id": id})
}

const selectRuns = `SELECT r.id, r.period, r.starts_on, r.ends_on, count(s.id)::int AS statements,
	count(p.id)::int AS locked, count(t.id)::int AS paid, max(t.set_at) AS paid_at,
	coalesce(md5(string_agg(p.id::text, ' ' ORDER BY p.id) FILTER (WHERE t.id IS NULL)), '') AS waiting
	FROM app.commission_runs r
	LEFT JOIN app.commission_statements s ON s.tenant_id = @tenant AND s.run_id = r.id
	LEFT JOIN app.commission_payouts p ON p.tenant_id = @tenant AND p.id = s.id
	LEFT JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'paid'`

// Load lists the payouts of a run's locked statements, by name. It is for readers of everybody's pay: row security
// leaves out what the actor may not see.
func Load(ctx context.Context, tx *tenant.Tx, run uuid.UUID) ([]Payout, error) {
	payouts, err := tenant.List[Payout](ctx, tx, `SELECT s.id AS statement_id, s.member_id,
		coalesce(m.external_id, '') AS employee_id, m.name, coalesce(m.email, '') AS email,
			s.period, s.starts_on, s.ends_on, s.currency, p.due, p.draw, p.adjustments, p.paid,
			t.id IS NOT NULL AS settled
		FROM app.commission_payouts p
		JOIN app.commission_statements s ON s.tenant_id = @tenant AND s.id = p.id
		JOIN app.members m ON m.tenant_id = @tenant AND m.id = s.member_id
		LEFT JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'paid'
		WHERE p.tenant_id = @tenant AND s.run_id = @run ORDER BY m.name, s.id`, tenant.Args{"run": run})
	if err != nil {
		return nil, fmt.Errorf("payroll: load: %w", err)
	}
	parts, err := partsOf(ctx, tx, run)
	if err != nil {
		return nil, err
	}
	for i := range payouts {
		payouts[i].Parts = parts[payouts[i].StatementID]
	}
	return payouts, nil
}

// partsOf is what became payable by component: what was payable to date when the statement was locked, less that of the
// one before it.
func partsOf(ctx context.Context, tx *tenant.Tx, run uuid.UUID) (map[uuid.UUID][]Part, error) {
	rows, err := tenant.List[struct {
		StatementID uuid.UUID
		Component   string
		Amount      int64
	}](ctx, tx, `WITH calculations AS (
			SELECT s.id AS statement_id, 1 AS sign, t.calculation_id FROM app.commission_statements s
			JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'locked'
			WHERE s.tenant_id = @tenant AND s.run_id = @run
			UNION ALL SELECT s.id, -1, b.calculation_id FROM app.commission_statements s
			CROSS JOIN LATERAL (SELECT t.calculation_id FROM app.commission_statements e
				JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = e.id AND t.state = 'locked'
				WHERE e.tenant_id = @tenant AND e.member_id = s.member_id AND e.plan_id = s.plan_id
				AND e.currency = s.currency
					AND (e.ends_on < s.ends_on OR e.ends_on = s.ends_on AND e.starts_on > s.starts_on)
					ORDER BY e.ends_on DESC, e.starts_on LIMIT 1) b
			WHERE s.tenant_id = @tenant AND s.run_id = @run)
		SELECT x.statement_id, l ->> 'component' AS component, sum(x.sign * (l ->> 'due')::bigint)::bigint AS amount
		FROM calculations x
		JOIN app.statement_calculations c ON c.tenant_id = @tenant AND c.id = x.calculation_id
		CROSS JOIN LATERAL jsonb_array_elements(nullif(c.result::jsonb -> 'state', 'null')) l
		GROUP BY 1, 2 ORDER BY 1, 2`, tenant.Args{"run": run})
	if err != nil {
		return nil, fmt.Errorf("payroll: parts: %w", err)
	}
	parts := map[uuid.UUID][]Part{}
	for _, r := range rows {
		parts[r.StatementID] = append(parts[r.StatementID], Part{r.Component, r.Amount})
	}
	return parts, nil
}

// Total is what a run pays in a currency.
type Total struct {
	Currency   money.Currency
	Statements int
	Paid       int64 // minor units
}

// Totals sums payouts by currency, in the order in which they come.
func Totals(payouts []Payout) []Total {
	var all []Total
	at := map[money.Currency]int{}
	for _, p := range payouts {
		i, ok := at[p.Currency]
		if !ok {
			i = len(all)
			at[p.Currency], all = i, append(all, Total{Currency: p.Currency})
		}
		all[i].Statements++
		all[i].Paid += p.Paid
	}
	return all
}

// Pay marks the locked statements of a run as paid, but for the actor's own, and tells how many. Each is paid once: of
// two who pay a run at once one is told. waiting stands for those that the actor saw (Run.Waiting). Conflict where
// others wait by now, which no file holds, or none.
func Pay(ctx context.Context, tx *tenant.Tx, run uuid.UUID, waiting string) (int64, error) {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return 0, err
	}
	r, err := Get(ctx, tx, run)
	if err != nil {
		return 0, err
	}
	n, err := tx.Exec(ctx, `WITH waits AS (SELECT s.tenant_id, s.id, s.member_id, t.calculation_id
			FROM app.commission_statements s
			JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'locked'
			WHERE s.tenant_id = @tenant AND s.run_id = @run AND NOT EXISTS (SELECT 1 FROM app.statement_states p
				WHERE p.tenant_id = @tenant AND p.statement_id = s.id AND p.state = 'paid'))
		INSERT INTO app.statement_states (tenant_id, id, statement_id, member_id, number, state, calculation_id,
			set_at, set_by)
		SELECT @tenant, gen_random_uuid(), w.id, w.member_id,
		(SELECT max(n.number) + 1 FROM app.statement_states n WHERE n.tenant_id = @tenant AND n.statement_id = w.id),
			'paid', w.calculation_id, @now, @by
		FROM waits w WHERE w.tenant_id = @tenant AND w.member_id IS DISTINCT FROM @by::uuid
			AND @waiting = (SELECT md5(string_agg(a.id::text, ' ' ORDER BY a.id)) FROM waits a
				WHERE a.tenant_id = @tenant)`,
		tenant.Args{"run": run, "now": tx.Now(), "by": tx.By(), "waiting": waiting})
	switch {
	case err != nil:
		return 0, fmt.Errorf("payroll: pay: %w", err)
	case n == 0 && r.Ready() && r.Waiting != waiting:
		return 0, fault.New(fault.Conflict,
			"The statements to be paid changed since you opened this page. Download the payroll file again before "+
				"you mark them as paid.")
	case n == 0:
		return 0, fault.New(fault.Conflict, "This run has no locked statement that you can mark as paid.")
	}
	return n, audit.Record(ctx, tx, "paid", "pay", r.Period, map[string]string{"statements": fmt.Sprint(n)})
}

// Components lists the possible parts of payouts: components of locked statements, draws, adjustments and the rest.
func Components(ctx context.Context, tx *tenant.Tx) ([]string, error) {
	names, err := tenant.Values[string](ctx, tx, `SELECT DISTINCT e.component FROM app.commission_earnings e
		WHERE e.tenant_id = @tenant AND e.credit_id IS NOT NULL ORDER BY 1`, nil)
	if err != nil {
		return nil, fmt.Errorf("payroll: components: %w", err)
	}
	return append(append([]string{""}, names...), Draws, Adjustments), nil
}
