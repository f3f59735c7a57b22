package qualification

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/opportunity"
)

// At is what the organisation asked for at a moment.
func At(ctx context.Context, tx *tenant.Tx, moment time.Time) (Definition, error) {
	found, err := tenant.List[Definition](ctx, tx, `SELECT name, elements FROM app.qualification_definitions
		WHERE tenant_id = @tenant AND at <= @known ORDER BY at DESC, id DESC LIMIT 1`, tenant.Args{"known": moment})
	if err != nil {
		return Definition{}, fmt.Errorf("qualification: at: %w", err)
	}
	if len(found) == 0 {
		return MEDDICC, nil
	}
	return found[0], nil
}

func store(ctx context.Context, tx *tenant.Tx, d Definition) error {
	if _, err := tx.Exec(ctx, `INSERT INTO app.qualification_definitions (tenant_id, id, at, member_id, name, elements)
		VALUES (@tenant, @id, @now, @me, @name, @elements)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "now": tx.Now(), "me": tx.By(), "name": d.Name,
			"elements": d.Elements}); err != nil {
		return fmt.Errorf("qualification: define: %w", err)
	}
	return nil
}

func answersAt(ctx context.Context, tx *tenant.Tx, id uuid.UUID, moment time.Time) (map[string]Answer, error) {
	type row struct {
		Element  string
		Score    *int64
		Evidence string
		On       period.Date
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT DISTINCT ON (element) element, score::bigint AS score, evidence,
			evidence_on AS "on"
		FROM app.qualification_answers WHERE tenant_id = @tenant AND opportunity_id = @id AND at <= @known
		ORDER BY element, at DESC, id DESC`, tenant.Args{"id": id, "known": moment})
	if err != nil {
		return nil, fmt.Errorf("qualification: answers: %w", err)
	}
	all := map[string]Answer{}
	for _, r := range rows {
		all[r.Element] = Answer{r.Score, r.Evidence, r.On}
	}
	return all, nil
}

// hold reads an answer about an opportunity that the actor sees, so that nobody else changes it until the transaction
// ends.
func hold(ctx context.Context, tx *tenant.Tx, of command.Place) (command.Held[Answer], error) {
	var held command.Held[Answer]
	if _, err := tx.Exec(ctx, `SELECT 1 FROM app.opportunities WHERE tenant_id = @tenant AND id = @id FOR UPDATE`,
		tenant.Args{"id": of.Record}); err != nil {
		return held, fmt.Errorf("qualification: hold: %w", err)
	}
	o, err := opportunity.Get(ctx, tx, of.Record, time.Time{})
	if err != nil {
		return held, err
	}
	if o.DeletedAt != nil {
		return held, fault.New(fault.Conflict, "This opportunity is archived. Restore it before you change it.")
	}
	answers, err := answersAt(ctx, tx, of.Record, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
	held.State = answers[of.Entry]
	return held, err
}

func write(ctx context.Context, tx *tenant.Tx, of command.Place, a Answer) error {
	if _, err := tx.Exec(ctx, `INSERT INTO app.qualification_answers (tenant_id, id, opportunity_id, element, score,
			evidence, evidence_on, at, member_id)
		VALUES (@tenant, @id, @opportunity, @element, @score, @evidence, @on, @now, @me)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "opportunity": of.Record, "element": of.Entry, "score": a.Score,
			"evidence": a.Evidence, "on": a.On, "now": tx.Now(), "me": tx.By()}); err != nil {
		return fmt.Errorf("qualification: write: %w", err)
	}
	return nil
}
