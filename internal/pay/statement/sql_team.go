package statement

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

// Position is a member's attainment in a component of their plan, in the current measurement period.
type Position struct {
	MemberID uuid.UUID
	Name     string // of the component
	Currency money.Currency
	Place
}

// Positions are those of some members in the periods that a day lies in, as their newest statements have them; of
// members whose pay the actor does not see there are none.
func Positions(ctx context.Context, tx *tenant.Tx, members []uuid.UUID, on period.Date) ([]Position, error) {
	type row struct {
		MemberID  uuid.UUID
		Currency  money.Currency
		Standings string
		Terms     string
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT ON (s.member_id, s.plan_id) s.member_id, s.currency,
		c.result::json->>'standings' AS standings, c.inputs::json->>'terms' AS terms
		FROM app.commission_statements s
		JOIN LATERAL (SELECT c.result, c.inputs, c.problem FROM app.statement_calculations c
		WHERE c.tenant_id = @tenant AND c.statement_id = s.id ORDER BY c.number DESC LIMIT 1) c ON c.problem = ''
		WHERE s.tenant_id = @tenant AND s.withdrawn_at = 'infinity' AND s.member_id = ANY(@members)
		AND s.starts_on <= @day ORDER BY s.member_id, s.plan_id, s.starts_on DESC`,
		tenant.Args{"members": members, "day": on})
	if err != nil {
		return nil, fmt.Errorf("statement: positions: %w", err)
	}
	var all []Position
	for _, r := range rows {
		found, err := placed(r.Standings, r.Terms)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			if in, err := tx.Calendar().Parse(p.Period); err == nil && in.Start <= on && on < in.End {
				all = append(all, Position{r.MemberID, p.title, r.Currency, p.Place})
			}
		}
	}
	return all, nil
}

// titled is a place with its component's name.
type titled struct {
	Place
	title string
}

// placed reads the places that a calculation has written.
func placed(standings, terms string) ([]titled, error) {
	var s []commission.Standing
	var t []evidence.Term
	if err := json.Unmarshal([]byte(standings), &s); err != nil {
		return nil, fmt.Errorf("statement: standings: %w", err)
	}
	if err := json.Unmarshal([]byte(terms), &t); err != nil {
		return nil, fmt.Errorf("statement: terms: %w", err)
	}
	var all []titled
	for _, p := range places(s, t) {
		one := titled{p, p.Component}
		for _, term := range t {
			for _, c := range term.Plan.Components {
				if c.ID == p.Component {
					one.title = c.Title()
				}
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// Waiting is the number of statements of an ended payout period that wait for a manager.
type Waiting struct {
	Period string
	Count  int
}

// Waits are the payout periods in which statements of others than the actor wait for a manager's approval, the newest
// first.
func Waits(ctx context.Context, tx *tenant.Tx) ([]Waiting, error) {
	rows, err := tenant.List[Waiting](ctx, tx, `SELECT s.period, count(*)::int AS count`+from+`
		WHERE s.tenant_id = @tenant AND s.member_id <> @me AND s.ends_on <= @today AND t.state = @state
		GROUP BY s.period, s.starts_on ORDER BY s.starts_on DESC`,
		tenant.Args{"me": tx.Actor().MemberID, "today": tx.Today(), "state": Calculated})
	if err != nil {
		return nil, fmt.Errorf("statement: waits: %w", err)
	}
	return rows, nil
}
