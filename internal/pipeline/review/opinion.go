package review

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
)

// Verdict is whether somebody counts on an opportunity in a period: in or out.
type Verdict string

// The verdicts.
const (
	In  Verdict = "in"
	Out Verdict = "out"
)

// longest is how many letters a note or an action may have.
const longest = 2000

// Opinion is somebody's in/out mark of an opportunity for a period. It does not change the opportunity.
type Opinion struct {
	OpportunityID uuid.UUID
	AuthorID      uuid.UUID
	Author        string
	Verdict       Verdict
	Note          string
	At            time.Time
}

// SaveOpinion stores the actor's in/out mark of a visible opportunity, for a period such as 2026-Q4.
func SaveOpinion(ctx context.Context, tx *tenant.Tx, j Opinion, period string) error {
	if err := tx.Require(tenant.RunReviews); err != nil {
		return err
	}
	if j.Verdict != In && j.Verdict != Out {
		return fault.On("verdict", "Choose In or Out.")
	}
	if utf8.RuneCountInString(j.Note) > longest {
		return fault.On("note", fmt.Sprintf("A note can have at most %d characters.", longest))
	}
	if _, err := tx.Calendar().Parse(period); err != nil {
		return fault.On("period", "Write the period as 2026-Q4, 2026-11, 2026-H2 or 2026.")
	}
	if _, err := opportunity.Get(ctx, tx, j.OpportunityID, time.Time{}); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.opportunity_judgements (tenant_id, id, opportunity_id, period, author_id,
			verdict, note, at)
		VALUES (@tenant, @id, @opportunity, @period, @author, @verdict, @note, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "opportunity": j.OpportunityID, "period": period, "author": tx.By(),
			"verdict": j.Verdict, "note": j.Note, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("review: opinion: %w", err)
	}
	return audit.Record(ctx, tx, "said in or out", "opportunity", j.OpportunityID.String(),
		map[string]string{"period": period, "verdict": string(j.Verdict)})
}

// Opinions lists each author's newest in/out mark of each opportunity that the actor sees, for a period, as known at
// a moment (the zero time: now); the latest of an opportunity first.
func Opinions(ctx context.Context, tx *tenant.Tx, period string, asOf time.Time) (map[uuid.UUID][]Opinion, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	members, all := tx.Visible()
	found, err := tenant.List[Opinion](ctx, tx, `SELECT j.opportunity_id, j.author_id, m.name AS author, j.verdict,
		j.note, j.at
		FROM (SELECT DISTINCT ON (o.opportunity_id, o.author_id) o.* FROM app.opportunity_judgements o
			WHERE o.tenant_id = @tenant AND o.period = @period AND o.at <= @known
			ORDER BY o.opportunity_id, o.author_id, o.at DESC, o.id DESC) j
		JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = j.opportunity_id
		JOIN app.members m ON m.tenant_id = @tenant AND m.id = j.author_id
		WHERE @all OR o.owner_id = ANY(@members::uuid[])
		ORDER BY j.opportunity_id, j.at DESC, j.author_id`,
		tenant.Args{"period": period, "known": asOf, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("review: opinions: %w", err)
	}
	of := map[uuid.UUID][]Opinion{}
	for _, j := range found {
		of[j.OpportunityID] = append(of[j.OpportunityID], j)
	}
	return of, nil
}
