// Package spif reports bonuses with a budget: how much is granted and left, and every grant.
package spif

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
)

// Budget is a bonus component with a budget; amounts are minor units of Currency. All payees of the plan share it,
// first come, first served (contract: bonus).
type Budget struct {
	PlanID    uuid.UUID
	Plan      string
	Component string
	Currency  money.Currency
	Window    plan.Span // when an opportunity has to be booked
	Each      int64     // for an opportunity
	Amount    int64
	Grants    []Grant
}

// Grant is the amount that a statement pays from a budget.
type Grant struct {
	PlanID        uuid.UUID
	Component     string
	Currency      money.Currency
	MemberID      uuid.UUID
	OpportunityID *uuid.UUID
	Member        string
	Opportunity   string
	BookedOn      period.Date
	Period        string // of the statement
	Locked        bool
	Amount        int64 // minor units; below zero: taken back
}

// Granted is the amount granted so far, in minor units.
func (b Budget) Granted() int64 {
	sum := int64(0)
	for _, g := range b.Grants {
		sum += g.Amount
	}
	return sum
}

// Left is what can still be granted.
func (b Budget) Left() int64 { return b.Amount - b.Granted() }

// Over reports whether bookings no longer qualify.
func (b Budget) Over(today period.Date) bool { return b.Window.To <= today }

// version is a published version of a plan.
type version struct {
	PlanID   uuid.UUID
	Name     string
	Document string
}

// Load is every bonus with a budget in the published plans, the latest window first. The last published version of a
// plan in which a bonus stands counts. It is for those who read everybody's pay.
func Load(ctx context.Context, tx *tenant.Tx) ([]Budget, error) {
	versions, err := tenant.List[version](ctx, tx, `SELECT v.plan_id, c.name, v.document FROM app.plan_versions v
		JOIN app.plan_publications p ON p.tenant_id = @tenant AND p.id = v.id
		JOIN app.compensation_plans c ON c.tenant_id = @tenant AND c.id = v.plan_id
		WHERE v.tenant_id = @tenant ORDER BY c.name, v.number DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("spif: plans: %w", err)
	}
	var all []Budget
	seen := map[[2]string]bool{}
	for _, v := range versions {
		d, err := plan.Parse([]byte(v.Document))
		if err != nil {
			return nil, fmt.Errorf("spif: plan %s: %w", v.PlanID, err)
		}
		for _, c := range d.Components {
			key := [2]string{v.PlanID.String(), c.ID}
			if c.Kind == plan.Bonus && c.Budget != nil && !seen[key] {
				seen[key] = true
				all = append(all, budgetOf(v, d, c))
			}
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	grants, err := grants(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	for i := range all {
		for _, g := range grants {
			if g.PlanID == all[i].PlanID && g.Component == all[i].Component && g.Currency == all[i].Currency {
				all[i].Grants = append(all[i].Grants, g)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Budget) int { return int(b.Window.To - a.Window.To) })
	return all, nil
}

func budgetOf(v version, d plan.Document, c plan.Component) Budget {
	b := Budget{PlanID: v.PlanID, Plan: v.Name, Component: c.ID, Currency: d.Currency, Window: d.Effective}
	if c.Window != nil {
		b.Window = *c.Window
	}
	scale := d.Currency.Exponent()
	b.Each, b.Amount = c.Bonus.Shift(scale).Round(0).IntPart(), c.Budget.Shift(scale).Round(0).IntPart()
	return b
}

// grants is what locked statements posted on the components, and what the others were last calculated to pay on them.
func grants(ctx context.Context, tx *tenant.Tx, of []Budget) ([]Grant, error) {
	var plans []uuid.UUID
	var components []string
	for _, b := range of {
		plans, components = append(plans, b.PlanID), append(components, b.Component)
	}
	found, err := tenant.List[Grant](ctx, tx, `WITH lines AS (
			SELECT s.plan_id, s.member_id, s.period, s.starts_on, s.currency, e.component, e.opportunity_id,
			true AS locked, e.amount
			FROM app.commission_earnings e JOIN app.commission_statements s ON s.tenant_id = @tenant
			AND s.id = e.statement_id
			WHERE e.tenant_id = @tenant AND s.plan_id = ANY(@plans::uuid[]) AND e.component = ANY(@components::text[])
			UNION ALL SELECT s.plan_id, s.member_id, s.period, s.starts_on, s.currency, l ->> 'component',
			(l ->> 'opportunity')::uuid, false, (l ->> 'amount')::bigint
			FROM app.commission_statements s
			CROSS JOIN LATERAL (SELECT c.result FROM app.statement_calculations c
				WHERE c.tenant_id = @tenant AND c.statement_id = s.id AND c.problem = ''
				ORDER BY c.number DESC LIMIT 1) c
			CROSS JOIN LATERAL jsonb_array_elements(nullif(c.result::jsonb -> 'lines', 'null')) l
			WHERE s.tenant_id = @tenant AND s.withdrawn_at = 'infinity' AND s.plan_id = ANY(@plans::uuid[])
			AND l ->> 'component' = ANY(@components::text[])
			  AND NOT EXISTS (SELECT 1 FROM app.commission_payouts p WHERE p.tenant_id = @tenant AND p.id = s.id))
		SELECT x.plan_id, x.component, x.currency, x.member_id, x.opportunity_id, m.name AS member,
		coalesce(o.name, '') AS opportunity, o.close_on AS booked_on, x.period, x.locked, x.amount
		FROM lines x JOIN app.members m ON m.tenant_id = @tenant AND m.id = x.member_id
		LEFT JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = x.opportunity_id
		WHERE x.amount <> 0 ORDER BY x.starts_on, o.close_on, o.name, m.name`,
		tenant.Args{"plans": plans, "components": components})
	if err != nil {
		return nil, fmt.Errorf("spif: grants: %w", err)
	}
	return found, nil
}
