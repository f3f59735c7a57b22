package statement

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/platform/tenant"
)

// LoadSheet loads everything that the page of a statement shows.
func LoadSheet(ctx context.Context, tx *tenant.Tx, s Statement) (sheet Sheet, err error) {
	sheet.Statement, sheet.calendar = s, tx.Calendar()
	if s.Calculation != nil {
		if sheet.Made, err = Recall(ctx, tx, s.ID, s.Number); err != nil {
			return sheet, err
		}
	}
	if sheet.Steps, err = Steps(ctx, tx, s.ID); err != nil {
		return sheet, err
	}
	if sheet.Others, err = List(ctx, tx, Filter{Member: &s.MemberID}); err != nil {
		return sheet, err
	}
	if sheet.Adjusted, err = adjusted(ctx, tx, s); err != nil {
		return sheet, err
	}
	ids := fact.Opportunities(sheet.Result.Lines, sheet.Result.State)
	for _, a := range sheet.Adjusted {
		if a.OpportunityID != nil {
			ids = append(ids, *a.OpportunityID)
		}
	}
	sheet.Names, err = fact.Names(ctx, tx, ids)
	return sheet, err
}

// adjusted are the adjustments that a statement posted, or would post now.
func adjusted(ctx context.Context, tx *tenant.Tx, s Statement) ([]adjustment.Adjustment, error) {
	if !s.State.Closed() {
		if s.Adjustments == 0 {
			return nil, nil
		}
		return adjustment.Waiting(ctx, tx, s.MemberID, s.Currency)
	}
	return adjustment.Posted(ctx, tx, s.ID)
}

// Recall is a calculation of a statement by its number, or NotFound.
func Recall(ctx context.Context, tx *tenant.Tx, id uuid.UUID, number int) (m Made, err error) {
	type row struct {
		Calculation
		Inputs, Result string
	}
	r, err := tenant.One[row](ctx, tx, `SELECT c.id, c.number, c.as_of, c.problem, c.payable, c.adjustments,
		c.calculated_at, c.inputs, c.result
		FROM app.statement_calculations c WHERE c.tenant_id = @tenant AND c.statement_id = @id AND c.number = @number`,
		tenant.Args{"id": id, "number": number})
	if err != nil {
		return m, err
	}
	m.Calculation = r.Calculation
	if r.Problem != "" {
		return m, nil
	}
	if m.Inputs, err = evidence.Decode([]byte(r.Inputs)); err != nil {
		return m, err
	}
	if err := json.Unmarshal([]byte(r.Result), &m.Result); err != nil {
		return m, fmt.Errorf("statement: result: %w", err)
	}
	return m, nil
}

// Calculations lists the calculations of a statement, newest first.
func Calculations(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Calculation, error) {
	all, err := tenant.List[Calculation](ctx, tx, `SELECT c.id, c.number, c.as_of, c.problem, c.payable, c.adjustments,
		c.calculated_at
		FROM app.statement_calculations c WHERE c.tenant_id = @tenant AND c.statement_id = @id ORDER BY c.number DESC`,
		tenant.Args{"id": id})
	if err != nil {
		return nil, fmt.Errorf("statement: calculations: %w", err)
	}
	return all, nil
}

// Steps lists the states of a statement, the newest first.
func Steps(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Step, error) {
	all, err := tenant.List[Step](ctx, tx, `SELECT t.number, t.state, t.calculation_id, t.note, t.set_at, t.set_by
		FROM app.statement_states t
		WHERE t.tenant_id = @tenant AND t.statement_id = @id ORDER BY t.number DESC`, tenant.Args{"id": id})
	if err != nil {
		return nil, fmt.Errorf("statement: states: %w", err)
	}
	return all, nil
}

// Glance is a summary of a member's newest statement, for their home.
type Glance struct {
	Statement
	Components []Place
	Year       Year // in its currency
}

// Place is the attainment of a component of the plan.
type Place struct {
	commission.Standing
	Count bool // its measure counts opportunities
}

// Last is the summary of the member's newest statement; ok is false without any.
func Last(ctx context.Context, tx *tenant.Tx, member uuid.UUID) (g Glance, ok bool, err error) {
	type row struct {
		Statement
		Standings *string
		Terms     *string
	}
	r, err := tenant.One[row](
		ctx,
		tx,
		`SELECT `+columns+`, CASE WHEN c.problem = '' THEN c.result::json->>'standings' END AS standings,
			CASE WHEN c.problem = '' THEN c.inputs::json->>'terms' END AS terms`+
			from+`WHERE s.tenant_id = @tenant AND s.member_id = @member
			ORDER BY s.starts_on DESC, s.ends_on DESC, s.plan_id LIMIT 1`,
		tenant.Args{"member": member},
	)
	if fault.KindOf(err) == fault.NotFound {
		return g, false, nil
	}
	if err != nil {
		return g, false, err
	}
	all, err := List(ctx, tx, Filter{Member: &member})
	if err != nil {
		return g, false, err
	}
	g.Statement, g.Year = r.Statement, YearOf(all, tx.Calendar(), r.EndsOn-1, r.Currency)
	if r.Standings == nil {
		return g, true, nil
	}
	found, err := placed(*r.Standings, *r.Terms)
	if err != nil {
		return g, false, err
	}
	for _, p := range found {
		g.Components = append(g.Components, p.Place)
	}
	return g, true, nil
}
