package outlook

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// written is a scenario as it is stored.
type written struct {
	ScenarioID  uuid.UUID
	MemberID    uuid.UUID
	Name        string
	Assumptions []byte
	MadeAt      time.Time
}

// Scenarios lists those on a period as known at a moment, by name: the actor's own, and everybody's for those who see
// everybody's records. What was withdrawn is left out.
func Scenarios(ctx context.Context, tx *tenant.Tx, p period.Period, known time.Time) ([]Scenario, error) {
	args := tenant.Args{"period": p.Key, "known": known, "author": nil}
	if _, all := tx.Visible(); !all {
		args["author"] = tx.Actor().MemberID
	}
	rows, err := tenant.List[written](ctx, tx, `SELECT s.scenario_id, s.member_id, s.name, s.assumptions, s.made_at
		FROM (SELECT DISTINCT ON (w.scenario_id) w.* FROM app.scenarios w
			WHERE w.tenant_id = @tenant AND w.period = @period AND w.made_at <= @known
			ORDER BY w.scenario_id, w.made_at DESC, w.id DESC) s
		WHERE NOT s.withdrawn AND (@author::uuid IS NULL OR s.member_id = @author)
		ORDER BY lower(s.name), s.scenario_id`, args)
	if err != nil {
		return nil, fmt.Errorf("outlook: scenarios: %w", err)
	}
	list := make([]Scenario, len(rows))
	for i, r := range rows {
		list[i] = Scenario{ID: r.ScenarioID, MemberID: r.MemberID, Period: p.Key, Name: r.Name, MadeAt: r.MadeAt}
		if err := json.Unmarshal(r.Assumptions, &list[i].Assumptions); err != nil {
			return nil, fmt.Errorf("outlook: scenarios: %w", err)
		}
	}
	return list, nil
}

// Suppose stores a scenario of the actor: a new one without a key, or a newer version of their own. It can only name
// records that the author may see.
func Suppose(ctx context.Context, tx *tenant.Tx, s Scenario) (Scenario, error) {
	if err := tx.Require(tenant.PlanScenarios); err != nil {
		return s, err
	}
	if err := s.check(); err != nil {
		return s, err
	}
	if s.ID == uuid.Nil {
		s.ID = uuid.Must(uuid.NewV7())
	} else if err := own(ctx, tx, s.ID); err != nil {
		return s, err
	}
	if err := nameable(ctx, tx, append(append([]uuid.UUID{}, s.In...), s.Out...)); err != nil {
		return s, err
	}
	s.MemberID, s.MadeAt = tx.Actor().MemberID, tx.Now()
	return s, s.write(ctx, tx, false)
}

// Withdraw removes one of the actor's own scenarios from the page; its assumptions stay in the history.
func Withdraw(ctx context.Context, tx *tenant.Tx, p period.Period, id uuid.UUID) error {
	if err := tx.Require(tenant.PlanScenarios); err != nil {
		return err
	}
	if err := own(ctx, tx, id); err != nil {
		return err
	}
	list, err := Scenarios(ctx, tx, p, tx.Now())
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.ID == id {
			s.MadeAt = tx.Now()
			return s.write(ctx, tx, true)
		}
	}
	return notYours
}

var notYours = fault.New(fault.NotFound, "There is no such scenario, or you cannot change it.")

// own tells that a scenario is the actor's.
func own(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	mine, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.scenarios s
			WHERE s.tenant_id = @tenant AND s.scenario_id = @id
		AND s.member_id = @me)`, tenant.Args{"id": id, "me": tx.Actor().MemberID})
	if err == nil && !mine {
		err = notYours
	}
	return err
}

// nameable tells that the actor sees each of some opportunities.
func nameable(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) error {
	seen, err := Named(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, ok := seen[id]; !ok {
			return fault.New(fault.NotFound, "There is no such opportunity, or you have no access to it.")
		}
	}
	return nil
}

func (s Scenario) write(ctx context.Context, tx *tenant.Tx, withdrawn bool) error {
	document, err := json.Marshal(s.Assumptions)
	if err != nil {
		return fmt.Errorf("outlook: scenario: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.scenarios (tenant_id, id, scenario_id, member_id, period, name, assumptions,
			withdrawn, made_at)
		VALUES (@tenant, @id, @scenario, @member, @period, @name, @assumptions, @withdrawn, @made)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "scenario": s.ID, "member": s.MemberID, "period": s.Period,
			"name": s.Name, "assumptions": document, "withdrawn": withdrawn, "made": s.MadeAt})
	if err != nil {
		return fmt.Errorf("outlook: scenario: %w", err)
	}
	return nil
}
