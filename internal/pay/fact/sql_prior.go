package fact

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/platform/tenant"
)

// Prior is the end state of a payee's last locked statement before a period.
type Prior struct {
	commission.Prior
	Currency money.Currency
	payout   period.Kind // of the statement's period
}

// ListPrior reads the last locked statement of every payee before that of a period. A payee's statements follow each
// other by their last day, and of two that end on one day, a month and its quarter, the shorter comes first.
func ListPrior(ctx context.Context, tx *tenant.Tx, before period.Period) (map[Payee]Prior, error) {
	type row struct {
		MemberID uuid.UUID
		PlanID   uuid.UUID
		Currency money.Currency
		Period   string
		Inputs   string
		Result   string
		Paid     int64
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT ON (s.member_id, s.plan_id) s.member_id, s.plan_id,
		s.currency, s.period, c.inputs, c.result,
			c.paid_before + c.payable - c.adjustments AS paid
		FROM app.commission_statements s
		JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'locked'
		JOIN app.statement_calculations c ON c.tenant_id = @tenant AND c.id = t.calculation_id
		WHERE s.tenant_id = @tenant AND (s.ends_on < @ends OR s.ends_on = @ends AND s.starts_on > @starts)
		ORDER BY s.member_id, s.plan_id, s.ends_on DESC, s.starts_on`,
		tenant.Args{"starts": before.Start, "ends": before.End})
	if err != nil {
		return nil, fmt.Errorf("fact: prior: %w", err)
	}
	all := map[Payee]Prior{}
	for _, r := range rows {
		bundle, err := evidence.Decode([]byte(r.Inputs))
		if err != nil {
			return nil, err
		}
		var result evidence.Result
		if err := json.Unmarshal([]byte(r.Result), &result); err != nil {
			return nil, fmt.Errorf("fact: prior: %w", err)
		}
		p, err := tx.Calendar().Parse(r.Period)
		if err != nil {
			return nil, err
		}
		all[Payee{r.MemberID, r.PlanID}] = Prior{
			commission.Prior{On: result.On, Due: result.DueToDate, Paid: r.Paid, DrawBalance: result.DrawBalance,
				State: result.State, Known: bundle.Known()},
			r.Currency,
			p.Kind,
		}
	}
	return all, nil
}
