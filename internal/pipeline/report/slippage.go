package report

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Slippage is the opportunities whose close date was pushed within a period, the largest amount first. Amounts are
// minor units of Currency.
type Slippage struct {
	Scope       scope.Scope
	Currency    money.Currency
	Rows        []Slip
	Amount      int64 // of all rows
	Unconverted int64 // rows without an amount or a rate, so not in Amount
}

// Slip is one opportunity. First is the close date before its first push of the period, CloseOn the one it has now.
type Slip struct {
	ID      uuid.UUID
	Name    string
	Account string
	OwnerID *uuid.UUID
	Status  opportunity.Status
	Pushes  int64
	First   period.Date
	CloseOn period.Date
	Base    *int64 // minor units of Slippage.Currency
}

// Days is by how many days the close date is later than before the first push; below zero where it was pulled in since.
func (s Slip) Days() int { return int(s.CloseOn - s.First) }

// LoadSlippage lists the opportunities of the scope whose close date moved to a later day within the scope's period, as
// far as it was known at the scope's moment (definitions, pushed close date).
func LoadSlippage(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Slippage, error) {
	all := Slippage{Scope: s, Currency: tx.Base()}
	args := s.Args(tx)
	args["from"], args["until"] = s.Period.Start.In(tx.Calendar().Location()), tx.Calendar().EndOf(s.Period.End-1)
	var err error
	if all.Rows, err = tenant.List[Slip](ctx, tx, `SELECT o.id, o.name, coalesce(a.name, '') AS account, o.owner_id,
			o.status, p.pushes, p.first, o.close_on, `+fx.Base+` AS base
		FROM `+opportunity.From(s.AsOf)+`
		JOIN (SELECT c.opportunity_id, count(*) AS pushes,
				(array_agg(c.old_value ORDER BY c.known_at, c.seq))[1]::date AS first
			FROM app.opportunity_changes c WHERE c.tenant_id = @tenant AND c.field = 'close_on'
			AND c.old_value < c.new_value AND c.known_at >= @from AND c.known_at < @until AND c.known_at <= @known
			GROUP BY c.opportunity_id) p ON p.opportunity_id = o.id
		LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id
		WHERE o.tenant_id = @tenant AND o.close_on IS NOT NULL AND `+scope.Owned+`
		ORDER BY base DESC NULLS LAST, o.name, o.id`, args); err != nil {
		return all, fmt.Errorf("report: slippage: %w", err)
	}
	for _, r := range all.Rows {
		if r.Base == nil {
			all.Unconverted++
			continue
		}
		all.Amount += *r.Base
	}
	return all, nil
}
